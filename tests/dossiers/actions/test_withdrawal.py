"""Ending without a decision: asking back, going on, stopping, closing for silence."""

from typing import Any

import pytest

from dossiers import actions
from dossiers.models import State
from dossiers.models.state import WITHDRAWABLE
from people.models import Agency
from tests.conftest import at
from tests.support.stories import AFTER_THE_WAIT, THURSDAY, TUESDAY, WEDNESDAY, Cast, traces
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


def test_silence_at_reception_is_closed_by_the_desk(cast: Cast, person: Any) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, TUESDAY)

    colleague = person("motcua2", Agency.objects.get(code="SLD-MC"), "desk")
    closed = actions.close_for_silence(asked, "Điều 5", by=colleague, at=AFTER_THE_WAIT)

    assert (closed.state, closed.events.latest("seq").verb) == (State.STOPPED, "closed")


def test_ending_a_case_needs_its_ground(cast: Cast) -> None:
    asked, silent = cast.in_state("withdrawal_requested"), cast.awaiting_supplement()

    with pytest.raises(InvalidInput) as stopping:
        actions.stop(asked, " ", by=cast.clerk, at=THURSDAY)
    with pytest.raises(InvalidInput) as closing:
        actions.close_for_silence(silent, "", by=cast.head, at=AFTER_THE_WAIT)

    assert set(stopping.value.errors) == set(closing.value.errors) == {"reason"}


@pytest.mark.parametrize("state", [State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT])
def test_nobody_closes_for_silence_while_the_wait_runs(cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)
    before = traces(dossier)

    for by in (cast.head, cast.leader):
        with pytest.raises(actions.Refused, match="Còn chờ người nộp") as refusal:
            actions.close_for_silence(dossier, "Điều 5", by=by, at=at("2026-04-02 16:59"))
        assert not isinstance(refusal.value, actions.Forbidden)

    assert traces(dossier) == before
    assert actions.close_for_silence(dossier, "Điều 5", by=cast.head, at=at("2026-04-02 17:00")).is_final


@pytest.mark.parametrize("state", [State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT])
def test_a_head_who_asked_may_close_once_the_wait_is_over(cast: Cast, state: State) -> None:
    appraised = cast.appraised()
    if state == State.AWAITING_PAYMENT:
        asked = actions.demand_payment(appraised, 1000, "Phí", by=cast.head, at=TUESDAY)
    else:
        asked = cast.ask(appraised, cast.head, TUESDAY)

    with pytest.raises(actions.Refused, match="Còn chờ người nộp"):
        actions.close_for_silence(asked, "Điều 5", by=cast.head, at=TUESDAY)

    assert actions.close_for_silence(asked, "Điều 5", by=cast.head, at=AFTER_THE_WAIT).is_final


def test_a_clerk_who_asked_does_not_close_even_when_the_wait_is_over(cast: Cast) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, TUESDAY)

    for when in (TUESDAY, AFTER_THE_WAIT):
        with pytest.raises(actions.Forbidden, match="không tự đóng"):
            actions.close_for_silence(asked, "Điều 5", by=cast.clerk, at=when)


def test_a_wait_that_told_no_last_day_is_counted_from_the_request(cast: Cast) -> None:
    asked = cast.awaiting_supplement()
    asked.interruptions.update(answer_by=None)

    with pytest.raises(actions.Refused, match="Còn chờ"):
        actions.close_for_silence(asked, "Điều 5", by=cast.head, at=THURSDAY)

    assert actions.close_for_silence(asked, "Điều 5", by=cast.head, at=AFTER_THE_WAIT).is_final


def test_what_the_desk_entered_on_paper_is_stopped_by_another(cast: Cast) -> None:
    asked = actions.request_withdrawal(cast.on_paper(), "Đơn", by=cast.clerk, at=TUESDAY)

    with pytest.raises(actions.Forbidden, match="không tự dừng"):
        actions.stop(asked, "Theo đơn", by=cast.clerk, at=WEDNESDAY)

    assert actions.stop(asked, "Theo đơn", by=cast.leader, at=WEDNESDAY).state == State.STOPPED
