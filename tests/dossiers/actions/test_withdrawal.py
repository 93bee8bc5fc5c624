"""Ending without a decision: asking back, going on, stopping, closing for silence."""

from typing import Any

import pytest

from dossiers import actions
from dossiers.models import State
from dossiers.models.state import WITHDRAWABLE
from people.models import Agency
from tests.conftest import at
from tests.support.stories import THURSDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db


def withdrawn(cast: Cast, state: State) -> Any:
    """A dossier in that state, then asked back on Wednesday."""
    dossier = cast.in_state(state)
    by = cast.clerk if state == State.ACCEPTED else cast.citizen
    return actions.request_withdrawal(dossier, "Đổi ý", by=by, at=WEDNESDAY)


@pytest.mark.parametrize("state", WITHDRAWABLE)
def test_a_withdrawal_taken_back_leads_where_it_was_asked_from(cast: Cast, state: State) -> None:
    asked = withdrawn(cast, state)

    on = actions.continue_dossier(asked, by=cast.citizen, at=THURSDAY)

    assert (asked.state, asked.withdrawal_from) == (State.WITHDRAWAL_REQUESTED, state)
    assert (on.state, on.withdrawal_from) == (state, "")


def test_a_withdrawal_does_not_touch_the_promise_nor_the_step(cast: Cast) -> None:
    before = cast.appraised()

    asked = actions.request_withdrawal(before, by=cast.citizen, at=TUESDAY)
    on = actions.continue_dossier(asked, by=cast.clerk, at=WEDNESDAY)

    for later in (asked, on):
        assert (later.due_at, later.step, later.step_due_at, later.next_alert_at) == (
            before.due_at,
            before.step,
            before.step_due_at,
            before.next_alert_at,
        )


def test_a_supplement_still_owed_is_owed_when_the_withdrawal_is_taken_back(cast: Cast) -> None:
    asked = withdrawn(cast, State.AWAITING_SUPPLEMENT)
    assert asked.interruptions.get().until is None

    on = actions.continue_dossier(asked, by=cast.citizen, at=WEDNESDAY)
    supplied = actions.supply(on, by=cast.citizen, at=THURSDAY)

    assert (supplied.state, supplied.due_at) == (State.APPRAISAL, at("2026-03-12 17:00"))


def test_a_fee_paid_meanwhile_is_not_waited_for_again(cast: Cast) -> None:
    paid = cast.pay(withdrawn(cast, State.AWAITING_PAYMENT))

    on = actions.continue_dossier(paid, by=cast.citizen, at=THURSDAY)

    assert paid.state == State.WITHDRAWAL_REQUESTED
    assert on.state == State.APPRAISAL


def test_a_decided_case_is_not_withdrawn(cast: Cast) -> None:
    with pytest.raises(actions.Refused, match="Đã có kết quả"):
        actions.request_withdrawal(cast.resolved(), by=cast.citizen, at=THURSDAY)


def test_nobody_but_the_applicant_asks_an_online_dossier_back(cast: Cast) -> None:
    dossier = cast.appraised()

    for by in (cast.clerk, cast.officer, cast.leader, cast.neighbour):
        with pytest.raises(actions.Forbidden):
            actions.request_withdrawal(dossier, by=by, at=TUESDAY)


def test_the_desk_enters_the_written_request_of_who_came_on_paper(cast: Cast, person: Any) -> None:
    taken = cast.on_paper()
    other = person("quaykhac", Agency.objects.get(code="SLD-NCC"), "desk")
    with pytest.raises(actions.Forbidden):
        actions.request_withdrawal(taken, by=other, at=TUESDAY)

    asked = actions.request_withdrawal(taken, "Đơn ngày 3/3", by=cast.clerk, at=TUESDAY)

    assert asked.events.latest("seq").note.text == "Đơn ngày 3/3"


def test_stopping_ends_the_wait_and_issues_the_notice(cast: Cast) -> None:
    asked = withdrawn(cast, State.AWAITING_SUPPLEMENT)

    stopped = actions.stop(asked, "Theo đơn", by=cast.clerk, at=THURSDAY)

    assert (stopped.state, stopped.closed_at, stopped.due_at) == (State.STOPPED, THURSDAY, None)
    assert stopped.interruptions.get().until == THURSDAY
    assert stopped.papers.get(kind="stop_notice").context["reason"] == "Theo đơn"


def test_stopping_keeps_the_promise_that_stood(cast: Cast) -> None:
    before = cast.in_state(State.WITHDRAWAL_REQUESTED)

    stopped = actions.stop(before, "Theo đơn", by=cast.clerk, at=THURSDAY)

    assert stopped.due_at == before.due_at is not None
    assert stopped.next_alert_at is None


def test_closing_for_silence_ends_the_wait_without_a_new_promise(cast: Cast) -> None:
    asked = cast.awaiting_supplement()

    closed = actions.close_for_silence(asked, "Điều 5", by=cast.head, at=at("2026-06-01 09:00"))

    assert (closed.state, closed.due_at) == (State.STOPPED, None)
    assert closed.interruptions.get().until == at("2026-06-01 09:00")
    assert closed.papers.get(kind="stop_notice").context["reason"] == "Điều 5"


def test_silence_at_reception_is_closed_by_the_desk(cast: Cast) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, TUESDAY)

    closed = actions.close_for_silence(asked, "Điều 5", by=cast.clerk, at=THURSDAY)

    assert (closed.state, closed.events.latest("seq").verb) == (State.STOPPED, "closed")


def test_ending_a_case_needs_its_ground(cast: Cast) -> None:
    asked, silent = cast.in_state("withdrawal_requested"), cast.awaiting_supplement()

    with pytest.raises(InvalidInput) as stopping:
        actions.stop(asked, " ", by=cast.clerk, at=THURSDAY)
    with pytest.raises(InvalidInput) as closing:
        actions.close_for_silence(silent, "", by=cast.head, at=THURSDAY)

    assert set(stopping.value.errors) == set(closing.value.errors) == {"reason"}
