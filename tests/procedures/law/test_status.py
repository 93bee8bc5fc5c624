"""The status of a dossier against its promised date, counted in working days."""

from datetime import datetime

import pytest

from procedures.law.status import Standing, standing
from tests.conftest import at
from tests.support.official_calendar import OFFICIAL

DUE = at("2026-03-16 17:00")  # a Monday


def stands(now: str, **how: object) -> Standing:
    """How the promise for 16 March 2026 stands at an instant."""
    return standing(DUE, at(now), OFFICIAL, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "case", "days"),
    [
        ("2026-03-02 09:00", "on_track", 10),
        ("2026-03-11 09:00", "on_track", 3),
        ("2026-03-12 09:00", "due_soon", 2),
        ("2026-03-14 09:00", "due_soon", 1),  # a Saturday: one working day is left
        ("2026-03-16 09:00", "due_today", 0),
        ("2026-03-16 17:00", "due_today", 0),  # until the close of business
        ("2026-03-16 17:01", "overdue", 1),
        ("2026-03-17 09:00", "overdue", 1),
        ("2026-03-18 09:00", "overdue", 2),
        ("2026-03-21 09:00", "overdue", 4),  # a Saturday adds nothing
    ],
)
def test_a_running_dossier_stands_by_the_working_days_left(now: str, case: str, days: int) -> None:
    assert stands(now) == Standing(case, days, DUE)


@pytest.mark.parametrize(
    ("finished", "case", "days"),
    [
        ("2026-03-12 09:00", "done_early", 2),
        ("2026-03-16 09:00", "done_on_time", 0),
        ("2026-03-16 17:00", "done_on_time", 0),
        ("2026-03-16 17:30", "done_late", 1),
        ("2026-03-19 09:00", "done_late", 3),
    ],
)
def test_a_finished_dossier_stands_as_it_did_when_it_was_finished(finished: str, case: str, days: int) -> None:
    assert stands("2026-06-01 09:00", finished_at=at(finished)) == Standing(case, days, DUE)


def test_while_waiting_for_the_applicant_nothing_is_late() -> None:
    assert stands("2026-06-01 09:00", waiting=True) == Standing("waiting", 0, DUE)


@pytest.mark.parametrize(("due_at", "calendar"), [(None, OFFICIAL), (DUE, None)])
def test_without_a_promise_or_a_calendar_there_is_nothing_to_say(due_at: datetime | None, calendar: object) -> None:
    now = at("2026-03-02 09:00")

    assert standing(due_at, now, calendar) == Standing("none")  # type: ignore[arg-type]


def test_past_the_loaded_years_plain_days_are_counted() -> None:
    assert stands("2027-03-16 09:00") == Standing("overdue", 365, DUE)
