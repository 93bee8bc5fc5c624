"""Benchmark the clock: due dates against numpy, terms of any length, ledgers by the day."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from benchmarks.measuring import Row, in_turn
from procedures.calendar.lookup import current_calendar
from procedures.law.deadlines import Stage, Term, due
from procedures.law.working_time import VIETNAM
from procedures.models import CalendarDay

DOSSIERS, ROUNDS, LONGEST = 100_000, 7, 60
SHORT, LONG = 16, 160  # working days of the two ledgers


def measure() -> list[Row]:
    """One row a question; SQLite or PostgreSQL makes no difference here."""
    dice = random.Random(48)  # noqa: S311 - cases, not secrets
    start = datetime(2024, 1, 2, 9, tzinfo=VIETNAM)
    cases = [
        (start + timedelta(minutes=dice.randrange(2 * 365 * 24 * 60)), dice.randrange(1, LONGEST))
        for _n in range(DOSSIERS)
    ]
    beside = "numpy.busday_offset, once a dossier"
    instants = "the same, and its hour of closing"
    return [
        Row("due day of 100,000 dossiers", beside, *in_turn(_look_up(cases), _numpy(cases), ROUNDS), 1),
        Row("due instant of 100,000, all the law", instants, *in_turn(_ours(cases), _closing(cases), ROUNDS), 1.2),
        Row("due instant of 160 days, 1,000 times", "of 5 days", *in_turn(_term(LONG), _term(5), 3 * ROUNDS), 1.2),
        Row("ledger of 160 days", "ten of 16 days", *in_turn(_ledger(LONG), _ledgers(SHORT), 3 * ROUNDS), 1.2),
    ]


Cases = list[tuple[datetime, int]]


def _look_up(cases: Cases) -> Callable[[], object]:
    calendar = current_calendar()
    return lambda: [calendar.add(at.date(), days) for at, days in cases]


def _ours(cases: Cases) -> Callable[[], object]:
    calendar = current_calendar()
    terms = {days: Term([Stage(days, "working_day")]) for days in range(LONGEST)}
    return lambda: [due(at, terms[days], calendar, with_ledger=False).due_at for at, days in cases]


def _numpy(cases: Cases) -> Callable[[], object]:
    kept = _busdays()
    return lambda: [np.busday_offset(at.date(), days, roll="backward", busdaycal=kept) for at, days in cases]


def _closing(cases: Cases) -> Callable[[], object]:
    busdays, closes = _busdays(), time(17)

    def instant(day: date, days: int) -> datetime:
        working_day: Any = np.busday_offset(day, days, roll="backward", busdaycal=busdays).item()
        return datetime.combine(working_day, closes, tzinfo=VIETNAM)

    return lambda: [instant(at.date(), days) for at, days in cases]


def _busdays() -> np.busdaycalendar:
    rows = CalendarDay.objects.exclude(kind=CalendarDay.Kind.SWAP_WORK)
    return np.busdaycalendar(holidays=[row.date for row in rows])


def _term(days: int) -> Callable[[], object]:
    calendar, term = current_calendar(), Term([Stage(days, "working_day")])
    received = datetime(2026, 1, 5, 9, tzinfo=VIETNAM)
    return lambda: [due(received, term, calendar, with_ledger=False) for _n in range(1000)]


def _ledger(days: int) -> Callable[[], object]:
    calendar, term = current_calendar(), Term([Stage(days, "working_day")])
    received = datetime(2026, 1, 5, 9, tzinfo=VIETNAM)
    return lambda: due(received, term, calendar)


def _ledgers(days: int) -> Callable[[], object]:
    one = _ledger(days)
    return lambda: [one() for _n in range(LONG // days)]
