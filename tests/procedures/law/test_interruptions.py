"""Waits for the applicant: restarts, pauses, several of them, and the ledger that explains them."""

from datetime import date

import pytest

from procedures.law.deadlines import CUTOFF, Deadline, Stage, Term, Wait, due, due_if_completed
from procedures.law.working_time import WORKING
from tests.conftest import at
from tests.support.official_calendar import OFFICIAL

TEN = [Stage(10, "working_day")]
RECEIVED = "2026-03-02 09:00"


def wait(since: str, until: str | None, mode: str) -> Wait:
    """From one instant to another, or still."""
    return Wait(at(since), at(until) if until else None, mode)


def interrupted(*waits: Wait, stages: list[Stage] = TEN) -> Deadline:
    """The deadline of a term received on Monday 2 March 2026."""
    return due(at(RECEIVED), Term(stages), OFFICIAL, waits)


@pytest.mark.parametrize(
    ("mode", "expected"), [("restart", "2026-03-24"), ("pause", "2026-03-20"), ("none", "2026-03-16")]
)
def test_each_mode_does_to_the_clock_what_the_law_says(mode: str, expected: str) -> None:
    deadline = interrupted(wait("2026-03-04 09:00", "2026-03-10 09:00", mode))

    assert deadline.due_at == at(f"{expected} 17:00")
    assert (deadline.ledger[-1].date, deadline.ledger[-1].n) == (at(f"{expected} 17:00").date(), 10)


@pytest.mark.parametrize("mode", ["restart", "pause"])
def test_while_a_wait_is_open_nothing_is_due(mode: str) -> None:
    deadline = interrupted(wait("2026-03-04 09:00", None, mode))

    assert deadline.due_at is None
    assert [(day.date.day, day.n) for day in deadline.ledger] == [(2, 0), (3, 1), (4, 2)]


def test_an_open_wait_that_does_not_stop_the_clock_leaves_the_day() -> None:
    assert interrupted(wait("2026-03-04 09:00", None, "none")).due_at == at("2026-03-16 17:00")


def test_a_wait_asked_for_after_the_term_ran_out_stops_nothing_once_it_is_over() -> None:
    late = interrupted(wait("2026-03-18 09:00", "2026-03-25 09:00", "pause"))

    assert late.due_at == at("2026-03-16 17:00")


def test_a_pause_on_the_last_day_moves_it_by_the_days_waited() -> None:
    deadline = interrupted(wait("2026-03-16 09:00", "2026-03-18 09:00", "pause"))

    assert deadline.due_at == at("2026-03-18 17:00")


def test_the_ledger_of_a_pause_shows_the_days_that_did_not_count() -> None:
    ledger = interrupted(wait("2026-03-04 09:00", "2026-03-06 09:00", "pause")).ledger

    shown = [(day.date.day, day.n, day.verdict) for day in ledger[:7]]
    assert shown == [
        (2, 0, "reception"),
        (3, 1, "counted"),
        (4, 2, "counted"),
        (5, 2, "waiting"),
        (6, 2, "waiting"),
        (7, 2, "weekend"),
        (8, 2, "weekend"),
    ]


def test_the_ledger_of_a_restart_shows_what_was_counted_before_and_begins_again() -> None:
    ledger = interrupted(wait("2026-03-04 09:00", "2026-03-06 09:00", "restart")).ledger

    shown = [(day.date.day, day.n, day.verdict) for day in ledger[:8]]
    assert shown == [
        (2, 0, "reception"),
        (3, 1, "counted"),
        (4, 2, "counted"),
        (5, 2, "waiting"),
        (6, 0, "waiting"),
        (7, 0, "weekend"),
        (8, 0, "weekend"),
        (9, 1, "counted"),
    ]
    assert "tính lại từ đầu" in ledger[4].reason


def test_overlapping_pauses_are_waited_for_once() -> None:
    one = wait("2026-03-04 09:00", "2026-03-10 09:00", "pause")
    two = wait("2026-03-06 09:00", "2026-03-11 09:00", "pause")
    within = wait("2026-03-05 09:00", "2026-03-06 09:00", "pause")

    both = interrupted(one, two, within)

    assert both.due_at == interrupted(wait("2026-03-04 09:00", "2026-03-11 09:00", "pause")).due_at


def test_a_pause_that_outlasts_a_restart_goes_on_after_it() -> None:
    restart = wait("2026-03-04 09:00", "2026-03-06 09:00", "restart")
    pause = wait("2026-03-05 09:00", "2026-03-11 09:00", "pause")

    deadline = interrupted(restart, pause)

    assert deadline.due_at == at("2026-03-25 17:00")  # ten working days after 11 March
    waited = [day.date.day for day in deadline.ledger if day.verdict == "waiting"]
    assert waited == [5, 6, 7, 8, 9, 10, 11]


def test_a_pause_before_a_restart_no_longer_matters() -> None:
    pause = wait("2026-03-03 09:00", "2026-03-04 09:00", "pause")
    restart = wait("2026-03-05 09:00", "2026-03-10 09:00", "restart")

    assert interrupted(pause, restart).due_at == at("2026-03-24 17:00")


def test_of_two_restarts_the_last_one_counts() -> None:
    first = wait("2026-03-03 09:00", "2026-03-05 09:00", "restart")
    second = wait("2026-03-06 09:00", "2026-03-10 09:00", "restart")

    assert interrupted(first, second).due_at == at("2026-03-24 17:00")


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-03-03 09:00", "2026-03-05 09:00", "2026-03-16"),  # in the first stage
        ("2026-03-04 09:00", "2026-03-06 09:00", "2026-03-16"),  # on its last day
        ("2026-03-09 09:00", "2026-03-12 09:00", "2026-03-17"),  # in the second, in calendar days
    ],
)
def test_a_pause_cuts_the_stage_it_falls_into(since: str, until: str, expected: str) -> None:
    stages = [Stage(2, "working_day"), Stage(10, "calendar_day")]

    deadline = interrupted(wait(since, until, "pause"), stages=stages)

    assert deadline.due_at == at(f"{expected} 17:00")
    assert deadline.ledger[-1].n == 12


def test_a_supplement_that_comes_late_in_the_day_begins_the_next_working_day() -> None:
    restart = wait("2026-03-04 09:00", "2026-03-10 16:00", "restart")

    late = due(at(RECEIVED), Term(TEN, cutoff=CUTOFF), OFFICIAL, [restart])

    assert late.due_at == at("2026-03-25 17:00")


def test_asked_and_completed_within_a_day_changes_a_pause_in_nothing() -> None:
    same_day = wait("2026-03-04 09:00", "2026-03-04 15:00", "pause")

    assert interrupted(same_day).due_at == interrupted().due_at


def test_the_due_day_of_an_interrupted_term_is_one_that_counts_or_was_shifted_to() -> None:
    on_saturday = wait("2026-03-16 09:00", "2026-03-21 09:00", "pause")

    last = interrupted(on_saturday).ledger[-1]

    assert (last.date.day, last.verdict) == (23, "shifted")
    assert OFFICIAL.verdict(last.date)[0] in WORKING


def test_the_ledger_of_two_restarts_shows_what_each_count_reached() -> None:
    first = Wait(at("2026-03-04 10:00"), at("2026-03-06 10:00"), "restart")
    second = Wait(at("2026-03-11 10:00"), at("2026-03-12 10:00"), "restart")

    ledger = due(at("2026-03-02 09:00"), Term([Stage(5, "working_day")]), OFFICIAL, [first, second]).ledger

    reached = {f"{day.date:%m-%d}": day.n for day in ledger}
    assert (reached["03-04"], reached["03-06"], reached["03-11"], reached["03-12"]) == (2, 0, 3, 0)
    assert ledger[-1].date == date(2026, 3, 19)


def test_what_is_asked_now_leaves_closed_waits_as_they_were() -> None:
    closed = Wait(at("2026-03-04 10:00"), at("2026-03-05 10:00"), "pause")
    term = Term([Stage(5, "working_day")])

    deadline = due_if_completed(at("2026-03-20 10:00"), at("2026-03-02 09:00"), term, OFFICIAL, [closed])

    assert deadline.due_at == at("2026-03-10 17:00")
