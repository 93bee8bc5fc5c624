"""Every way in on paper: accepted, asked for more on Form 02, refused on Form 03; and its papers scanned."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Paper, State
from tests.dossiers.conftest import again
from tests.support import factories, uploads
from tests.support.posting import whole_form
from tests.support.stories import MONDAY, TUESDAY, Cast
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday(clock_at: Callable[..., None]) -> None:
    clock_at(MONDAY)


def address(cast: Cast) -> str:
    """Of the page that takes the work permit in for the citizen."""
    return f"/can-bo/quay/{cast.party.pk}/{cast.edition.procedure.slug}/"


def typed(cast: Cast, *, lacking: int = 0, **more: str) -> dict[str, Any]:
    """The form of the counter, filled in; the last *lacking* required papers are not counted."""
    required = [row.key for row in cast.edition.components.filter(required=True)]
    counted = {f"paper-{key}-original": "1" for key in required[: len(required) - lacking]}
    return {"channel": "direct", "token": "t" * 20, **whole_form(cast.edition), **counted, **more}


def test_what_lacks_is_asked_for_at_once_with_form_02_in_hand(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    form = typed(cast, lacking=2, decision="supplement", reason="Thiếu giấy tờ bắt buộc")

    answer = client.post(address(cast), form, follow=True)

    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.accepted_at, dossier.due_at) == (State.AWAITING_SUPPLEMENT, None, None)
    assert [event.verb for event in dossier.events.all()] == ["submitted", "supplement_requested"]
    assert len(dossier.interruptions.get().items) == 2
    assert dossier.papers.get().kind == Paper.Kind.SUPPLEMENT_REQUEST
    assert f'data-print="{Paper.Kind.SUPPLEMENT_REQUEST}"' in answer.content.decode()
    assert verify(dossier) == []


def test_once_the_rest_is_brought_it_is_accepted_and_its_term_begins_then(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    client.post(address(cast), typed(cast, lacking=1, decision="supplement", reason="Thiếu"))
    dossier = Dossier.objects.get()
    key = dossier.interruptions.get().items[0]["component"]

    papers = [{"component": key, "original": 1, "copy": 0}]
    supplied = actions.supply(dossier, papers=papers, by=cast.clerk, at=TUESDAY)
    accepted = actions.accept(supplied, by=cast.clerk, at=TUESDAY)

    assert accepted.accepted_at == TUESDAY
    assert verify(accepted) == []


def test_what_cannot_be_received_is_refused_with_form_03(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    form = {"channel": "direct", "token": "u" * 20, "decision": "refuse", "reason": "Sai thẩm quyền"}

    answer = client.post(address(cast), form, follow=True)

    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.papers.get().kind) == (State.NOT_ACCEPTED, Paper.Kind.RECEPTION_REFUSAL)
    assert f'data-print="{Paper.Kind.RECEPTION_REFUSAL}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("lacking", "more", "words"),
    [
        (1, {"decision": "supplement"}, "Nhập lý do"),
        (0, {"decision": "supplement", "reason": "x"}, "Không giấy tờ nào còn thiếu"),
        (0, {"decision": "refuse"}, "Nhập lý do"),
        (1, {"decision": "nonsense"}, "Còn thiếu"),
        (1, {}, "Còn thiếu"),
    ],
)
def test_nothing_is_entered_while_it_is_not_said_why(
    client: Client, cast: Cast, lacking: int, more: dict[str, str], words: str
) -> None:
    client.force_login(cast.clerk)

    answer = client.post(address(cast), typed(cast, lacking=lacking, **more))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Dossier.objects.exists()


def test_a_whole_dossier_may_be_asked_for_something_better(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    key = cast.edition.components.filter(required=True)[0].key
    form = typed(cast, decision="supplement", reason="Ảnh mờ", **{f"todo-{key}": "Nộp bản rõ hơn"})

    client.post(address(cast), form)

    (item,) = Dossier.objects.get().interruptions.get().items
    assert (item["component"], item["todo"]) == (key, "Nộp bản rõ hơn")


def test_sent_twice_it_is_one_dossier(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    form = typed(cast, lacking=1, decision="supplement", reason="Thiếu")

    for _try in range(2):
        client.post(address(cast), form)

    assert Dossier.objects.count() == 1


def scan(name: str = "to-khai.png") -> SimpleUploadedFile:
    """A picture of a paper."""
    return SimpleUploadedFile(name, uploads.png(), "image/png")


def test_papers_of_the_counter_are_scanned_and_seen_by_officers(client: Client, cast: Cast) -> None:
    dossier = cast.on_paper()
    first, second = (row.key for row in dossier.edition.components.filter(required=True)[:2])
    client.force_login(cast.clerk)
    assert f"/can-bo/ho-so/{dossier.code}/so-hoa/" in client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()

    bad = SimpleUploadedFile("hong.pdf", b"khong phai PDF", "application/pdf")
    answer = client.post(f"/can-bo/ho-so/{dossier.code}/so-hoa/", {f"file-{first}": scan(), f"file-{second}": bad})

    assert answer.status_code == 422
    assert "hong.pdf" in answer.content.decode()
    kept = again(dossier).attachments.get()
    assert (kept.component, kept.taken_in, kept.added_by) == (first, True, cast.clerk)
    assert again(dossier).events.latest("seq").verb == "digitised"
    client.post(f"/can-bo/ho-so/{dossier.code}/so-hoa/", {f"file-{first}": scan()})
    assert again(dossier).attachments.count() == 1  # the same scan again
    handed = actions.hand_over(again(dossier), by=cast.clerk, at=MONDAY)
    client.force_login(cast.officer)
    assert "to-khai.png" in client.get(f"/can-bo/ho-so/{handed.code}/").content.decode()
    assert verify(handed) == []


def test_nothing_chosen_is_said(client: Client, cast: Cast) -> None:
    dossier = cast.on_paper()
    client.force_login(cast.clerk)

    answer = client.post(f"/can-bo/ho-so/{dossier.code}/so-hoa/", {})

    assert answer.status_code == 422
    assert "Chọn ít nhất một tệp" in answer.content.decode()


def test_only_the_desk_scans_only_paper_only_while_it_is_open(cast: Cast) -> None:
    paper, online, upload = cast.on_paper(), cast.appraised(), factories.photo("gold")
    key = cast.edition.components.filter(required=True)[0].key
    for by in (cast.officer, cast.citizen, cast.cashier):
        with pytest.raises(Forbidden):
            actions.digitise(paper, key, upload, by=by, at=TUESDAY)
    with pytest.raises(Refused, match="trực tuyến"):
        actions.digitise(online, key, upload, by=cast.clerk, at=TUESDAY)
    with pytest.raises(InvalidInput):
        actions.digitise(paper, "khong-co", upload, by=cast.clerk, at=TUESDAY)
    ended = actions.stop(
        actions.request_withdrawal(paper, "Đơn", by=cast.clerk, at=TUESDAY), "x", by=cast.leader, at=TUESDAY
    )
    with pytest.raises(Refused, match="giải quyết xong"):
        actions.digitise(ended, key, upload, by=cast.clerk, at=TUESDAY)
