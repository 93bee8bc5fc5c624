"""Photographs of a draft are turned and put in order: by its author, before it is filed, and in any order."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from dossiers import actions
from dossiers.actions import arrangement
from dossiers.actions.arrangement import EARLIER, LATER
from dossiers.models import Attachment, Dossier
from tests.support.factories import attach, photo
from tests.support.stories import MONDAY, Cast
from tests.support.uploads import scan
from toolbox import sandbox
from toolbox.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
KEY = "ho-chieu-con-gia-tri"


def names(draft: Dossier) -> list[str]:
    """The files of one component, in order."""
    return [row.name for row in draft.attachments.filter(component=KEY) if row.name.isdigit()]


def several(cast: Cast, count: int) -> tuple[Dossier, list[Attachment]]:
    """A draft with so many photographs of one component."""
    draft = actions.start(edition=cast.edition, applicant=cast.party, by=cast.citizen, at=MONDAY)
    rows = [attach(draft, cast.citizen, MONDAY, photo(size=(50 + n, 60)), KEY, str(n)) for n in range(count)]
    return draft, rows


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([], "0123"),
        ([(0, LATER)], "1023"),
        ([(3, EARLIER), (3, EARLIER)], "0312"),
        ([(0, EARLIER), (3, LATER)], "0123"),  # at the ends nothing moves
        ([(1, LATER), (1, EARLIER)], "0123"),
        ([(2, EARLIER), (0, LATER), (0, LATER)], "2103"),
    ],
)
def test_files_are_put_in_order(cast: Cast, moves: list[tuple[int, int]], expected: str) -> None:
    draft, rows = several(cast, 4)

    for n, step in moves:
        actions.move_attachment(rows[n], step, by=cast.citizen)

    assert "".join(names(draft)) == expected
    later = attach(draft, cast.citizen, MONDAY, photo(size=(90, 60)), KEY, "4")
    assert "".join(names(draft)) == expected + "4"
    actions.remove_attachment(rows[1], by=cast.citizen, at=MONDAY)
    actions.move_attachment(later, EARLIER, by=cast.citizen)
    assert len(names(draft)) == 4


def test_a_turned_photograph_has_other_bytes_and_the_old_ones_go(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    draft, (row,) = several(cast, 1)
    before, warned = row.path, row.warnings

    with django_capture_on_commit_callbacks(execute=True):
        turned = actions.turn_attachment(row, by=cast.citizen)

    assert turned.pk == row.pk
    assert turned.sha256 != row.sha256
    assert (default_storage.exists(before), default_storage.exists(turned.path)) == (False, True)
    assert Attachment.objects.get(pk=row.pk).warnings == warned
    assert default_storage.size(turned.path) == turned.size
    with pytest.raises(Refused, match="nơi khác"):  # the other tab still shows it as it was
        actions.turn_attachment(row, by=cast.citizen)


def test_what_is_shared_with_another_draft_stays_there(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    _one, (row,) = several(cast, 1)
    _other, (same,) = several(cast, 1)
    assert row.path == same.path

    with django_capture_on_commit_callbacks(execute=True):
        actions.turn_attachment(row, by=cast.citizen)

    assert default_storage.exists(same.path)


def test_turned_to_what_is_there_already_is_refused(cast: Cast) -> None:
    draft, (row,) = several(cast, 1)
    turned = actions.turn_attachment(row, by=cast.citizen)
    with default_storage.open(turned.path) as file:
        content = file.read()
    again = attach(draft, cast.citizen, MONDAY, photo(size=(50, 60)), KEY, "a")

    with pytest.raises(Refused, match="đã có"):
        actions.turn_attachment(again, by=cast.citizen)

    assert content.startswith(b"\xff\xd8\xff")


def test_a_pdf_is_not_turned_and_a_busy_judge_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, (row,) = several(cast, 1)
    pdf = attach(draft, cast.citizen, MONDAY, scan(1), KEY, "a.pdf")
    with pytest.raises(Refused, match="PDF"):
        actions.turn_attachment(pdf, by=cast.citizen)

    def busy(_content: bytes) -> int:
        raise sandbox.Busy

    monkeypatch.setattr(arrangement, "orientation_of", busy)
    with pytest.raises(Refused, match="sau ít phút"):
        actions.turn_attachment(row, by=cast.citizen)


def test_neither_another_nor_after_filing(cast: Cast) -> None:
    draft = cast.draft()
    row = draft.attachments.all()[0]
    for act in (lambda by: actions.turn_attachment(row, by=by), lambda by: actions.move_attachment(row, LATER, by=by)):
        with pytest.raises(Forbidden):
            act(cast.clerk)
    actions.submit(draft, by=cast.citizen, at=MONDAY)
    for act in (lambda by: actions.turn_attachment(row, by=by), lambda by: actions.move_attachment(row, LATER, by=by)):
        with pytest.raises(Refused, match="đã nộp"):
            act(cast.citizen)
