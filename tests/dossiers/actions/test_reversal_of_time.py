"""Mistakes undone: what the lost time does to the term, the first answer, a new day, and what was waited for."""

import pytest

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Interruption, State
from people.models import User
from tests.conftest import at
from tests.dossiers.actions.test_reversal import DUE, FRIDAY, NEXT_MONDAY, stopped_from, undo
from tests.dossiers.conftest import again
from tests.support.stories import DEATH, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("resolved_on", "recalled_on", "due"),
    [
        ("2026-03-04 09:00", "2026-03-04 15:00", "2026-03-09 17:00"),  # within a day nothing is lost
        ("2026-03-04 09:00", "2026-03-06 09:00", "2026-03-11 17:00"),  # two working days
        ("2026-03-06 09:00", "2026-03-09 09:00", "2026-03-10 17:00"),  # over a weekend: one
        ("2026-03-09 16:00", "2026-03-11 09:00", "2026-03-11 17:00"),  # decided on the last day
        ("2026-03-10 09:00", "2026-03-12 09:00", "2026-03-09 17:00"),  # it was late, and stays so
    ],
)
def test_the_time_until_a_recall_is_neither_sides(cast: Cast, resolved_on: str, recalled_on: str, due: str) -> None:
    done = actions.approve(cast.proposed(), "granted", by=cast.leader, at=at(resolved_on))

    recalled = actions.recall_result(done, "Sai", by=cast.head, at=at(recalled_on))

    assert recalled.due_at == at(due)


def test_a_new_day_that_was_promised_moves_on_too(cast: Cast) -> None:
    day = at("2026-03-16 17:00")
    late = actions.apologise(
        cast.proposed(), day.date(), "Mất điện", cause="system", owner="system", by=cast.leader, at=WEDNESDAY
    )
    done = actions.approve(late, "granted", by=cast.leader, at=WEDNESDAY)

    recalled = actions.recall_result(done, "Sai", by=cast.head, at=FRIDAY)

    assert (recalled.first_due_at, recalled.due_at) == (at("2026-03-11 17:00"), at("2026-03-18 17:00"))


def test_an_undone_hand_out_leaves_promise_and_decision_as_they_are(cast: Cast) -> None:
    returned, right = undo(cast, "hand-out")

    assert (right.resolved_at, right.due_at, right.outcome) == (returned.resolved_at, DUE, "granted")
    assert right.papers.filter(voided_at=None).count() == right.papers.count()
    assert actions.hand_out(right, by=cast.clerk, at=NEXT_MONDAY).state == State.RETURNED


def test_a_refusal_undone_owes_its_first_answer_again_for_the_hours_that_were_left(cast: Cast) -> None:
    filed = cast.submitted()  # at nine on Monday: by ten on Tuesday, eight office hours
    refused = actions.refuse_reception(filed, "Sai", by=cast.clerk, at=at("2026-03-02 14:00"))
    assert refused.first_answered_at is not None

    right = actions.undo_refusal(refused, "Nhầm", by=cast.leader, at=at("2026-03-04 09:00"))

    left = refused.first_answer_due_at
    assert (right.first_answered_at, left) == (None, filed.first_answer_due_at)
    assert right.first_answer_due_at == at("2026-03-04 14:00")
    accepted = actions.accept(right, by=cast.clerk, at=at("2026-03-04 10:00"))
    assert (accepted.first_answered_at, accepted.due_at) == (at("2026-03-04 10:00"), at("2026-03-11 17:00"))


def test_an_answer_before_the_undone_refusal_still_counts(cast: Cast) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, MONDAY)
    supplied = actions.supply(asked, by=cast.citizen, at=TUESDAY)
    refused = actions.refuse_reception(supplied, "Sai", by=cast.clerk, at=TUESDAY)

    assert actions.undo_refusal(refused, "Nhầm", by=cast.leader, at=WEDNESDAY).first_answered_at == MONDAY


def test_what_was_owed_at_an_undone_stop_is_owed_again(cast: Cast) -> None:
    stopped = stopped_from(State.AWAITING_SUPPLEMENT)(cast)
    was = stopped.interruptions.get(kind="supplement")

    right = actions.undo_stop(stopped, "Nhầm", by=cast.leader, at=FRIDAY)

    wait = right.interruptions.get(kind="supplement")
    assert (wait.until, wait.answer_by) == (None, at("2026-04-06 17:00"))
    assert was.answer_by == at("2026-04-02 17:00")
    on = actions.continue_dossier(right, by=cast.citizen, at=FRIDAY)
    supplied = actions.supply(on, by=cast.citizen, at=NEXT_MONDAY)
    assert (supplied.state, supplied.due_at) == (State.APPRAISAL, at("2026-03-16 17:00"))
    assert verify(again(supplied)) == []


@pytest.mark.parametrize("part", ["officer", "head"])
def test_who_handled_it_has_it_again(cast: Cast, part: str) -> None:
    handled = actions.assign(cast.appraised(), getattr(cast, part), by=cast.head, at=TUESDAY)
    stopped = actions.stop_for_cessation(handled, *DEATH, by=cast.leader, at=WEDNESDAY)
    assert stopped.holder is None

    right = actions.undo_stop(stopped, "Người nộp còn sống", by=cast.head, at=THURSDAY)

    assert right.holder == getattr(cast, part)


def test_who_left_the_unit_does_not_have_it_again(cast: Cast) -> None:
    handled = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=TUESDAY)
    stopped = actions.stop_for_cessation(handled, *DEATH, by=cast.leader, at=WEDNESDAY)
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)

    assert actions.undo_stop(stopped, "Nhầm", by=cast.head, at=THURSDAY).holder is None


def test_a_mistake_after_a_mistake_is_undone_as_well(cast: Cast) -> None:
    returned = cast.in_state(State.RETURNED)
    right = actions.undo_hand_out(returned, "Nhầm", by=cast.head, at=FRIDAY)
    twice = actions.hand_out(right, by=cast.clerk, at=FRIDAY)
    right = actions.undo_hand_out(twice, "Lại nhầm", by=cast.leader, at=NEXT_MONDAY)

    recalled = actions.recall_result(right, "Sai nội dung", by=cast.head, at=NEXT_MONDAY)

    assert recalled.state == State.APPRAISAL
    assert list(Interruption.objects.values_list("mode", flat=True)) == ["none", "none", "pause"]
    assert recalled.due_at == at("2026-03-12 17:00")  # from Wednesday to Monday: three working days
    assert verify(again(recalled)) == []
