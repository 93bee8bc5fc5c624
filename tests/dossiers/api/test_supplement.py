"""A supplement by API: items with reasons, answers saved and sent, and who reads what of it."""

from collections.abc import Callable
from typing import Any

import pytest

from dossiers import actions
from dossiers.models import Dossier, State
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.stories import TUESDAY, WEDNESDAY, Cast, items_of

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]
NAME = "worker_full_name"
ITEM = {"question": NAME, "reason": "does-not-agree"}


@pytest.fixture
def asked(cast: Cast, clock_at: Callable[..., None]) -> Dossier:
    """Asked on Tuesday for one answer; it is Wednesday."""
    dossier = actions.request_supplement(cast.appraised(), [ITEM], "", by=cast.officer, at=TUESDAY)
    clock_at(WEDNESDAY)
    return dossier


def waits(me: Caller, dossier: Dossier) -> Any:
    """The one wait, as the account reads it."""
    (row,) = me.get(f"/dossiers/{dossier.code}/").json()["interruptions"]
    return row


def test_a_paper_and_an_answer_are_asked_for_together(
    cast: Cast, caller: Callers, clock_at: Callable[..., None]
) -> None:
    clock_at(TUESDAY)
    dossier = cast.appraised()
    items = [*items_of(dossier), {**ITEM, "todo": "Theo hộ chiếu"}]

    answer = caller(cast.officer).act(dossier, "supplement-request", {"items": items, "reason": "Chưa khớp"})

    assert answer.status_code == 200, answer.json()
    paper, question = waits(caller(cast.citizen), dossier)["items"]
    assert set(paper) == {"component", "name", "todo"}
    assert (question["question"], question["reason"]) == (NAME, "does-not-agree")
    assert question["basis"] == "khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP"


@pytest.mark.parametrize(
    "item",
    [{}, {"todo": "x"}, {"question": NAME}, {"question": NAME, "reason": "khong-co"}, {"question": 5, "todo": []}],
)
def test_an_item_that_says_nothing_is_a_bad_request(
    cast: Cast, caller: Callers, clock_at: Callable[..., None], item: dict[str, Any]
) -> None:
    clock_at(TUESDAY)
    dossier = cast.appraised()

    answer = caller(cast.officer).act(dossier, "supplement-request", {"items": [item], "reason": "x"})

    assert (answer.status_code, set(answer.json())) == (400, {"items"})


def test_answers_are_saved_for_the_applicants_eyes_alone(cast: Cast, caller: Callers, asked: Dossier) -> None:
    me = caller(cast.citizen)

    answer = me.patch(f"/dossiers/{asked.code}/", {"answers": {NAME: "TRAN VAN BINH"}})

    assert answer.status_code == 200, answer.json()
    assert waits(me, asked)["unsent_answers"] == {NAME: "TRAN VAN BINH"}
    assert answer.json()["answers"][NAME] != "TRAN VAN BINH"
    for officer in (cast.clerk, cast.officer, cast.head, cast.leader, cast.auditor):
        page = caller(officer).get(f"/dossiers/{asked.code}/")
        assert page.status_code == 200
        assert "TRAN VAN BINH" not in page.content.decode()


def test_old_and_new_are_read_once_it_is_sent(cast: Cast, caller: Callers, asked: Dossier) -> None:
    before = again(asked).answers[NAME]

    answer = caller(cast.citizen).act(asked, "supplement", {"answers": {NAME: "TRAN VAN BINH"}})

    assert (answer.status_code, answer.json()["state"]) == (200, State.APPRAISAL)
    row = waits(caller(cast.officer), asked)
    assert row["changed_answers"] == {NAME: [before, "TRAN VAN BINH"]}
    assert row["unsent_answers"] == {}


def test_what_was_not_asked_for_is_refused_by_name(cast: Cast, caller: Callers, asked: Dossier) -> None:
    me, before = caller(cast.citizen), again(asked).answers
    sent = {"passport_no": "C7654321"}

    saved, supplied = (
        me.patch(f"/dossiers/{asked.code}/", {"answers": sent}),
        me.act(asked, "supplement", {"answers": sent}),
    )

    for answer in (saved, supplied):
        assert (answer.status_code, set(answer.json())) == (400, {"passport_no"})
    assert again(asked).answers == before


def test_the_rest_of_a_draft_is_not_changed_by_the_way(cast: Cast, caller: Callers, asked: Dossier) -> None:
    data = {"answers": {NAME: "B"}, "fee_ground": "merit"}

    answer = caller(cast.citizen).patch(f"/dossiers/{asked.code}/", data)

    assert answer.status_code == 409
    assert again(asked).interruptions.get().unsent_answers == {}


def test_an_answer_that_stays_is_explained(cast: Cast, caller: Callers, asked: Dossier) -> None:
    me = caller(cast.citizen)

    assert set(me.act(asked, "supplement", {}).json()) == {"note"}
    assert me.act(asked, "supplement", {"note": "Tên đã đúng"}).status_code == 200
