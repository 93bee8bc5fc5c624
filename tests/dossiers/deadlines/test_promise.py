"""What is derived of a dossier: the promise, its place in the queues, its alert, its internal step."""

from datetime import datetime, timedelta

import pytest

from dossiers import actions
from dossiers.deadlines.promise import deadline_of
from dossiers.deadlines.steps import hand_over_by
from dossiers.deadlines.waiting import answer_dates
from dossiers.models import Dossier, State
from procedures.models import CalendarVersion, Edition
from tests.conftest import at
from tests.dossiers.conftest import again, changed
from tests.support import factories
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [  # the office's own reckoning, rules 13.1
        ("2026-02-13 16:45", 5, "2026-02-27"),
        ("2025-12-31 09:00", 3, "2026-01-07"),
        ("2026-04-20 09:00", 15, "2026-05-14"),
        ("2026-11-20 09:00", 3, "2026-11-26"),
    ],
)
def test_the_promise_is_the_close_of_the_last_counted_day(cast: Cast, accepted: str, days: int, due: str) -> None:
    edition = changed(cast.edition, stages=[{"value": days, "unit": "working_day"}])

    filed = factories.submitted(edition, cast.citizen, at(accepted))

    dossier = actions.accept(filed, by=cast.clerk, at=at(accepted))

    assert dossier.due_at == at(f"{due} 17:00")


def test_stages_run_one_after_another(cast: Cast) -> None:
    stages = [{"value": 2, "unit": "working_day"}, {"value": 3, "unit": "calendar_day"}]
    edition = changed(cast.edition, stages=stages)

    dossier = actions.accept(cast.submitted(edition), by=cast.clerk, at=MONDAY)

    assert dossier.due_at == at("2026-03-09 17:00")  # Wednesday, then Saturday, moved to Monday


def test_a_promise_once_made_outlives_new_calendars_and_editions(cast: Cast) -> None:
    dossier = cast.appraised()
    CalendarVersion.objects.create(number=2, published_at=TUESDAY, digest="x", years=[2026])
    changed(cast.edition, stages=[{"value": 99, "unit": "working_day"}])

    later = actions.propose(dossier, "granted", "", by=cast.officer, at=TUESDAY)

    assert (later.due_at, later.calendar_version) == (dossier.due_at, 1)


def test_the_ledger_ends_on_the_promised_day(cast: Cast) -> None:
    dossier = again(cast.appraised())

    deadline = deadline_of(dossier)

    assert deadline is not None
    assert (deadline.ledger[0].verdict, deadline.ledger[-1].n) == ("reception", 5)
    assert deadline.due_at == dossier.due_at


def test_before_acceptance_there_is_no_promise(cast: Cast) -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.NOT_ACCEPTED):
        dossier = cast.in_state(state)
        assert (dossier.due_at, deadline_of(dossier)) == (None, None)


def test_queues_are_ordered_by_the_promise_and_before_it_by_the_filing(cast: Cast) -> None:
    filed = cast.submitted()
    assert filed.sort_at == MONDAY

    accepted = actions.accept(filed, by=cast.clerk, at=TUESDAY)

    assert accepted.sort_at == accepted.due_at


def test_what_waits_for_the_applicant_keeps_its_place_and_alerts_nobody(cast: Cast) -> None:
    before = cast.appraised()

    asked = cast.ask(before, cast.officer, TUESDAY)

    assert (asked.sort_at, asked.next_alert_at) == (before.due_at, None)


def test_the_first_alert_comes_when_half_of_the_office_time_is_gone(cast: Cast) -> None:
    appraised = cast.appraised()

    assert appraised.next_alert_at == at("2026-03-05 08:30")  # 23.5 of 47 hours
    assert [key for key, _when in appraised.alerts_ahead] == [
        "50%",
        "1d",
        "step-80%",
        "80%",
        "step-overdue",
        "due",
        "overdue",
    ]


def test_an_online_dossier_is_answered_within_eight_working_hours(cast: Cast) -> None:
    submitted = cast.submitted()
    answered = actions.accept(submitted, by=cast.clerk, at=TUESDAY)

    assert submitted.first_answer_due_at == at("2026-03-03 09:00")
    assert submitted.next_alert_at == at("2026-03-02 16:24")
    assert answered.first_answered_at == TUESDAY
    assert not [key for key, _when in answered.alerts_ahead if key.startswith("answer")]


def test_a_warning_that_was_not_announced_yet_survives_the_next_act(cast: Cast) -> None:
    dossier = cast.appraised()
    assert dossier.next_alert_at is not None

    given = actions.assign(dossier, cast.officer, by=cast.head, at=at("2026-03-05 09:00"))

    assert given.next_alert_at == dossier.next_alert_at


def test_an_act_that_moves_no_promise_moves_no_alert(cast: Cast) -> None:
    dossier = cast.appraised()
    Dossier.objects.filter(pk=dossier.pk).update(next_alert_at=None)  # announced already

    given = actions.assign(dossier, cast.officer, by=cast.head, at=TUESDAY)

    assert given.next_alert_at is None


def test_nothing_that_is_over_alerts_anybody(cast: Cast) -> None:
    for state in (State.RESOLVED, State.RETURNED, State.STOPPED):
        assert cast.in_state(state).next_alert_at is None


@pytest.mark.parametrize(
    ("accepted", "by"),
    [
        ("2026-03-02 09:00", "2026-03-02 17:00"),
        ("2026-03-02 15:00", "2026-03-02 17:00"),
        ("2026-03-02 15:01", "2026-03-03 08:00"),
        ("2026-03-06 16:00", "2026-03-09 08:00"),
        ("2026-03-07 09:00", "2026-03-09 08:00"),  # a Saturday
    ],
)
def test_paper_is_handed_over_that_day_or_after_three_as_the_next_one_opens(cast: Cast, accepted: str, by: str) -> None:
    taken = cast.on_paper()
    taken.accepted_at = at(accepted)

    assert hand_over_by(taken) == at(by)


def test_each_phase_puts_the_dossier_on_its_step_with_the_step_s_own_day(cast: Cast) -> None:
    steps: list[tuple[str, datetime | None]] = []
    taken = cast.on_paper()
    steps.append((taken.step, taken.step_due_at))
    over = actions.hand_over(taken, by=cast.clerk, at=MONDAY + timedelta(hours=1))
    steps.append((over.step, over.step_due_at))
    proposed = actions.propose(over, "granted", "", by=cast.officer, at=TUESDAY)
    steps.append((proposed.step, proposed.step_due_at))
    done = actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY)
    steps.append((done.step, done.step_due_at))

    assert steps == [
        ("tiep-nhan", at("2026-03-02 17:00")),
        ("tham-dinh", at("2026-03-06 17:00")),
        ("phe-duyet", at("2026-03-04 17:00")),
        ("tra-ket-qua", None),
    ]


def test_a_step_left_and_come_back_to_has_a_new_day(cast: Cast) -> None:
    back = actions.send_back(cast.proposed(), "Xem lại", by=cast.leader, at=WEDNESDAY)

    assert (back.step, back.step_due_at) == ("tham-dinh", at("2026-03-10 17:00"))


def test_where_the_cutoff_moves_the_term_a_typed_day_still_stands(cast: Cast, edition_without_term: Edition) -> None:
    edition = changed(edition_without_term, cutoff_moves_deadline=True)
    late = MONDAY.replace(hour=16)

    dossier = actions.accept(
        cast.submitted(edition), by=cast.clerk, at=late, due_day=at("2026-03-10 00:00").date(), due_ground="CV"
    )

    assert dossier.due_at == at("2026-03-10 17:00")


def test_boundary_free_reception_counts_from_the_competent_agency(cast: Cast) -> None:
    dossier = cast.appraised()
    dossier.competent_received_at = WEDNESDAY

    deadline = deadline_of(dossier)

    assert deadline is not None
    assert deadline.due_at == at("2026-03-11 17:00")


@pytest.mark.parametrize(
    ("asked", "answer_by"),
    [
        ("2026-03-03 09:00", "2026-04-02 17:00"),
        ("2026-03-06 09:00", "2026-04-06 17:00"),
        ("2026-12-02 09:00", "2027-01-04 17:00"),
    ],  # the second lands on a Sunday, the third on a holiday of every year
)
def test_the_wait_for_an_answer_ends_on_a_working_day(cast: Cast, asked: str, answer_by: str) -> None:
    assert answer_dates(cast.appraised(), at(asked))["answer_by"] == at(answer_by)
