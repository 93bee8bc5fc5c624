"""What holds for every term, whatever the dates: tried on random cases."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from procedures.law.deadlines import Deadline, Stage, Term, Wait, due
from procedures.law.working_time import VIETNAM
from tests.support.official_calendar import OFFICIAL, with_closures

instants = st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 31), timezones=st.just(VIETNAM))  # noqa: DTZ001
working = st.builds(Stage, st.integers(1, 30), st.just("working_day"))
stages = st.lists(
    st.builds(Stage, st.integers(0, 20), st.sampled_from(["working_day", "calendar_day"])), min_size=1, max_size=4
)
gaps = st.timedeltas(timedelta(0), timedelta(days=25))


@st.composite
def waits(draw: Any, received: datetime, modes: tuple[str, ...] = ("restart", "pause", "none")) -> Any:
    """Closed waits after reception, overlapping as they like."""
    rows = []
    for _number in range(draw(st.integers(0, 4))):
        since = received + draw(gaps)
        rows.append(Wait(since, since + draw(gaps), draw(st.sampled_from(modes))))
    return rows


@given(received=instants, term=stages, data=st.data())
def test_the_due_day_is_a_working_day_and_never_before_reception(
    received: datetime, term: list[Stage], data: st.DataObject
) -> None:
    deadline = due(received, Term(term), OFFICIAL, data.draw(waits(received)))

    assert deadline.due_at is not None
    assert OFFICIAL.is_working(deadline.due_at.date())
    assert deadline.due_at.date() >= received.date()


@given(received=instants, term=stages, data=st.data())
def test_the_ledger_ends_on_the_due_day_with_the_whole_term_counted(
    received: datetime, term: list[Stage], data: st.DataObject
) -> None:
    deadline = due(received, Term(term), OFFICIAL, data.draw(waits(received)))

    assert deadline.due_at is not None
    assert deadline.ledger[0].date == received.date()
    assert deadline.ledger[-1].date == deadline.due_at.date()
    assert deadline.ledger[-1].n == sum(stage.value for stage in term)
    days = [day.date for day in deadline.ledger]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]


@given(received=instants, term=stages)
def test_without_interruption_the_counted_days_are_the_term(received: datetime, term: list[Stage]) -> None:
    ledger = due(received, Term(term), OFFICIAL).ledger

    counted = [day for day in ledger if day.verdict in ("counted", "swapped_work")]
    assert len(counted) == sum(stage.value for stage in term)


@given(received=instants, stage=working, used=st.integers(0, 29), gap=gaps)
def test_a_closed_pause_of_n_working_days_moves_the_due_day_by_exactly_n(
    received: datetime, stage: Stage, used: int, gap: timedelta
) -> None:
    asked = min(used, stage.value - 1)
    day = OFFICIAL.add(received.date(), asked) if asked else received.date()
    since = datetime.combine(day, received.timetz())
    pause = Wait(since, since + gap, "pause")

    plain = last_day(due(received, Term([stage]), OFFICIAL))
    paused = last_day(due(received, Term([stage]), OFFICIAL, [pause]))

    assert OFFICIAL.measure(plain, paused) == OFFICIAL.measure(day, (since + gap).date())


@given(received=instants, term=stages, since=gaps, length=gaps)
def test_a_restart_equals_a_dossier_received_that_day(
    received: datetime, term: list[Stage], since: timedelta, length: timedelta
) -> None:
    until = received + since + length
    restart = Wait(received + since, until, "restart")

    restarted = due(received, Term(term), OFFICIAL, [restart])

    assert restarted.due_at == due(until, Term(term), OFFICIAL).due_at


@given(received=instants, term=stages, closed=st.sets(st.integers(0, 120), max_size=10), data=st.data())
def test_closing_the_office_never_brings_a_due_day_nearer(
    received: datetime, term: list[Stage], closed: set[int], data: st.DataObject
) -> None:
    interruptions = data.draw(waits(received))
    calendar = with_closures(received.date() + timedelta(days=n) for n in closed)

    later = last_day(due(received, Term(term), calendar, interruptions))

    assert later >= last_day(due(received, Term(term), OFFICIAL, interruptions))


@given(received=instants, term=stages, data=st.data())
def test_the_order_in_which_interruptions_are_entered_does_not_matter(
    received: datetime, term: list[Stage], data: st.DataObject
) -> None:
    interruptions = data.draw(waits(received))
    shuffled = data.draw(st.permutations(interruptions))

    assert due(received, Term(term), OFFICIAL, shuffled) == due(received, Term(term), OFFICIAL, interruptions)


@given(received=instants, term=stages, data=st.data())
def test_an_open_wait_gives_no_due_instant_and_a_ledger_up_to_it(
    received: datetime, term: list[Stage], data: st.DataObject
) -> None:
    mode = data.draw(st.sampled_from(["restart", "pause"]))
    opened = Wait(received + data.draw(gaps), None, mode)

    deadline = due(received, Term(term), OFFICIAL, [*data.draw(waits(received)), opened])

    assert deadline.due_at is None
    assert deadline.ledger[-1].date >= opened.since.date()


def last_day(deadline: Deadline) -> date:
    """The due day of a term that has one."""
    assert deadline.due_at is not None
    return deadline.due_at.date()
