"""What is warned of a file: a table of kinds, each with files that have it and files that do not."""

import io
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from PIL import Image

from dossiers import actions
from dossiers.file_warnings import Kind, kept_warnings, warnings_of
from dossiers.journal.verification import verify
from dossiers.models import Attachment, Dossier
from tests.support.factories import attach, photo
from tests.support.signed import sign_by_anybody
from tests.support.stories import MONDAY, Cast
from tests.toolbox.test_page_traits import SHEET, as_jpeg, printed, scanned, written
from toolbox.files import recognise

pytestmark = pytest.mark.django_db

BLANK = Image.new("L", SHEET, 255)
LETTER = "<p>Công ty xác nhận ông bà sau đây đã làm việc tại công ty từ năm 2019 đến nay, {} và giữ chức vụ kỹ sư."


@cache
def signed(body: str) -> bytes:
    """A PDF that somebody signed."""
    return sign_by_anybody(printed(body))


def changed(content: bytes) -> bytes:
    """The same after a byte of what was signed was changed."""
    place = content.index(b"/MediaBox")
    return content[:place] + b"/MediaBox".swapcase() + content[place + 9 :]


def kinds(dossier: Dossier, content: bytes, **component: Any) -> set[str]:
    """What is warned of *content* for a component with these facts."""
    row = {"key": "giay", "name_vi": "Giấy xác nhận", "required": True, **component}
    dossier.edition.content = {**dossier.edition.content, "components": [row]}
    upload = recognise(io.BytesIO(content), "giay.pdf", 10**7)
    return {warning["kind"] for warning in kept_warnings(dossier, "giay", upload)}


def letter(who: str) -> Callable[[], bytes]:
    """A letter of several lines that names *who*."""
    return lambda: printed(LETTER.format(who))


@pytest.mark.parametrize(
    ("make", "component", "expected"),
    [
        (lambda: as_jpeg(written(20)), {}, set()),
        (lambda: as_jpeg(BLANK), {}, {Kind.BLANK}),
        (lambda: as_jpeg(written(20).resize((600, 848))), {}, {Kind.SMALL}),
        (lambda: as_jpeg(written(20).resize((400, 600))), {"name_vi": "Ảnh màu 4 cm x 6 cm"}, set()),
        (lambda: as_jpeg(written(20).resize((200, 300))), {"name_vi": "Ảnh màu 4 cm x 6 cm"}, {Kind.SMALL}),
        (lambda: scanned(written(20), written(9)), {}, set()),
        (lambda: scanned(written(20), BLANK), {}, {Kind.BLANK}),
        (lambda: scanned(written(20).resize((600, 848)), BLANK), {}, {Kind.BLANK, Kind.SMALL}),
        (lambda: scanned(written(9)), {"pages_least": 2}, {Kind.FEW_PAGES}),
        (lambda: scanned(written(9), written(9)), {"pages_least": 2, "pages_most": 2}, set()),
        (lambda: scanned(*[written(9)] * 3), {"pages_most": 2}, {Kind.MANY_PAGES}),
        (lambda: scanned(written(9)), {"pages_least": "hai", "pages_most": None}, set()),
        (letter("Nguyễn Thị Ẫm Ệch Ợt Đẵng"), {}, set()),
        (letter("NGUYEN THI AM<br>ECH OT DANG"), {}, set()),
        (letter("số 001 150 012 345"), {}, set()),
        (letter("Trần Văn Khác"), {}, {Kind.UNNAMED}),
        (lambda: printed("<p>Số 12"), {}, set()),  # too little to name anybody
        (letter("Nguyễn Thị Ẫm Ệch Ợt Đẵng"), {"signed": True}, {Kind.UNSIGNED}),
        (lambda: as_jpeg(written(20)), {"signed": True}, set()),  # a photograph says by itself that it is none
        (lambda: signed(LETTER.format("001150012345")), {"signed": True}, set()),
        (lambda: changed(signed(LETTER.format("001150012345"))), {}, {Kind.BROKEN_SIGNATURE}),
    ],
)
def test_what_is_warned_of(
    cast: Cast, make: Callable[[], bytes], component: dict[str, Any], expected: set[str]
) -> None:
    draft = cast.draft()
    draft.answers = {}

    assert kinds(draft, make(), **component) == expected


def test_a_letter_about_whom_the_form_is_about_names_somebody(cast: Cast) -> None:
    draft, content = cast.draft(), letter("JOHN SMITH-JONES")()
    draft.answers = {"job_title": "kỹ sư"}
    assert kinds(draft, content) == {Kind.UNNAMED}

    draft.answers = {"worker_full_name": "John Smith-Jones"}

    assert kinds(draft, content) == set()


def told(dossier: Dossier, row: Attachment) -> dict[str, str]:
    """Kinds and sentences of one file."""
    fresh = Dossier.objects.get(pk=dossier.pk)
    return {str(w.kind): w.words for w in warnings_of(fresh, list(fresh.attachments.all())).get(row.pk, [])}


def test_the_same_file_for_two_papers_is_told_at_both_until_one_goes(cast: Cast) -> None:
    draft = cast.draft()
    one, other = (row["key"] for row in draft.components[1:3])
    rows = [attach(draft, cast.citizen, MONDAY, photo("green"), key) for key in (one, other)]

    assert draft.components[2]["name_vi"] in told(draft, rows[0])[Kind.SAME]
    assert draft.components[1]["name_vi"] in told(draft, rows[1])[Kind.SAME]
    actions.remove_attachment(rows[1], by=cast.citizen, at=MONDAY)

    assert Kind.SAME not in told(draft, rows[0])


@pytest.mark.parametrize(("days", "expected"), [(-1, True), (0, False), (900, False)])
def test_a_paper_is_expired_by_the_day_typed_in_the_form(cast: Cast, days: int, expected: bool) -> None:
    filed = cast.submitted()
    row = filed.attachments.get(component="ho-chieu-con-gia-tri")
    filed.answers = {**filed.answers, "passport_expiry": (MONDAY.date() + timedelta(days=days)).isoformat()}

    kinds = [warning.kind for warning in warnings_of(filed, [row]).get(row.pk, [])]

    assert (Kind.EXPIRED in kinds) is expected


@pytest.mark.parametrize("typed", ["mai", "", None, 12, ["2020-01-01"]])
def test_what_is_no_day_runs_out_on_none(cast: Cast, typed: Any) -> None:
    draft = cast.draft()
    draft.answers = {"passport_expiry": typed}

    warned = warnings_of(draft, list(draft.attachments.all())).values()

    assert Kind.EXPIRED not in {warning.kind for warnings in warned for warning in warnings}


def test_a_dossier_with_every_warning_is_filed_and_keeps_them_under_its_seal(cast: Cast) -> None:
    draft = cast.draft()
    row = attach(draft, cast.citizen, MONDAY, as_jpeg(BLANK), name="trang.jpg")

    filed = actions.submit(draft, by=cast.citizen, at=MONDAY)

    assert told(filed, row).keys() == {Kind.BLANK}
    assert verify(Dossier.objects.get(pk=filed.pk)) == []
    Attachment.objects.filter(pk=row.pk).update(warnings=[])
    assert any(f"attachment/{row.pk}" in fault for fault in verify(Dossier.objects.get(pk=filed.pk)))
