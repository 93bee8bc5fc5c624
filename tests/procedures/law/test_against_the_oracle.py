"""The clock and a slow walk through the days agree, on random terms, receptions and waits; and so does numpy."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.law.deadlines import Stage, Term, Wait, due
from procedures.law.working_time import VIETNAM, CalendarMissing, WorkingCalendar
from tests.support import oracle
from tests.support.official_calendar import OFFICIAL, SPECIAL

CUTOFF = time(15, 0)
minutes = st.integers(0, 500 * 24 * 60)
START = datetime(2024, 1, 1, tzinfo=VIETNAM)
days = st.lists(st.tuples(st.integers(0, 25), st.sampled_from(["working_day", "calendar_day"])), min_size=1, max_size=3)


def waits_after(draw: Any, received: datetime, most: int, longest: int = 12 * 24 * 60) -> list[oracle.Wait]:
    """Closed waits that follow one another, minutes long: an office does not ask again while it waits."""
    waits, since = [], received
    for _ in range(draw(st.integers(0, most))):
        since += timedelta(minutes=draw(st.integers(0, longest)))
        until = since + timedelta(minutes=draw(st.integers(1, longest)))
        waits.append((since, until, draw(st.sampled_from(["restart", "pause", "none"]))))
        since = until
    return waits


def clock(
    received: datetime, stages: list[oracle.Stage], waits: list[oracle.Wait], cutoff: Any = None
) -> datetime | None:
    """What ours says."""
    term = Term([Stage(*stage) for stage in stages], cutoff=cutoff)
    return due(received, term, OFFICIAL, [Wait(*wait) for wait in waits]).due_at


@settings(max_examples=400)
@given(minute=minutes, stages=days, cutoff=st.sampled_from([None, CUTOFF]), data=st.data())
def test_a_term_of_days_ends_where_the_walk_ends(
    minute: int, stages: list[oracle.Stage], cutoff: time | None, data: st.DataObject
) -> None:
    received = START + timedelta(minutes=minute)
    waits = waits_after(data.draw, received, 3)

    assert clock(received, stages, waits, cutoff) == oracle.due(received, stages, waits, cutoff)


@settings(max_examples=200)
@given(minute=minutes, months=st.integers(0, 8), days=st.integers(0, 9))
def test_a_term_of_months_ends_on_the_corresponding_day(minute: int, months: int, days: int) -> None:
    received = START + timedelta(minutes=minute)
    stages = [(months, "month"), (days, "working_day")]

    assert clock(received, stages, []) == oracle.due(received, stages)


@settings(max_examples=60, deadline=None)
@given(
    minute=minutes,
    data=st.data(),
    stages=st.lists(st.tuples(st.integers(1, 30), st.sampled_from(["working_hour", "hour"])), min_size=1, max_size=2),
)
def test_a_term_of_hours_ends_at_the_minute_that_the_walk_reaches(
    minute: int, stages: list[oracle.Stage], data: st.DataObject
) -> None:
    received = START + timedelta(minutes=minute)
    waits = waits_after(data.draw, received, 3, longest=20 * 60)

    assert clock(received, stages, waits) == oracle.due_by_time(received, stages, waits)


@given(minute=minutes, length=st.integers(0, 30 * 24 * 60))
@settings(max_examples=50, deadline=None)
def test_office_time_between_two_instants_is_the_minutes_the_office_was_open(minute: int, length: int) -> None:
    since = START + timedelta(minutes=minute)

    counted = sum(oracle.open_at(since + timedelta(minutes=n)) for n in range(length))

    assert OFFICIAL.time_between(since, since + timedelta(minutes=length)) == timedelta(minutes=counted)


@given(minute=minutes, worked=st.integers(1, 40 * 60))
def test_time_that_was_added_is_measured_again(minute: int, worked: int) -> None:
    since, span = START + timedelta(minutes=minute), timedelta(minutes=worked)

    assert OFFICIAL.time_between(since, OFFICIAL.add_time(since, span)) == span


def test_every_day_of_the_official_years_is_what_the_decisions_say() -> None:
    every = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365)]

    assert [OFFICIAL.is_working(day) for day in every] == [oracle.works(day) for day in every]


def test_on_plain_working_days_the_calendar_agrees_with_numpy_a_hundred_thousand_times() -> None:
    holidays = [day for day, row in SPECIAL.items() if row.kind != "swap_work"]
    calendar = WorkingCalendar({day: SPECIAL[day] for day in holidays}, [2024, 2025, 2026])
    dice = random.Random(61)
    cases = [(date(2024, 1, 1) + timedelta(days=dice.randrange(800)), dice.randrange(1, 200)) for _ in range(100_000)]

    theirs = np.busday_offset([day for day, _ in cases], [n for _, n in cases], roll="backward", holidays=holidays)

    assert [calendar.add(day, n) for day, n in cases] == theirs.tolist()
    back = np.busday_count([day for day, _ in cases], theirs, holidays=holidays)
    ours = [calendar.measure(day, until) for (day, _), until in zip(cases, theirs.tolist(), strict=True)]
    works = [calendar.is_working(day) for day, _ in cases]
    assert ours == [int(count) + 1 - worked for count, worked in zip(back, works, strict=True)]


@pytest.mark.parametrize("unit", ["working_day", "calendar_day", "month", "hour", "working_hour"])
@pytest.mark.parametrize("value", [800, 1200])
def test_a_term_that_leaves_the_loaded_years_is_refused_in_every_unit(unit: str, value: int) -> None:
    with pytest.raises(CalendarMissing):
        clock(START + timedelta(days=700), [(value * (24 if "hour" in unit else 1), unit)], [])
