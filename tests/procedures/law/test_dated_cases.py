"""A hundred terms by their dates, to be read against a wall calendar: received, term, due, and what it is about.

Days off are those of the official decisions for 2024–2026; where no reason is given in words, the day before tells it.
"""

from datetime import datetime, time

import pytest

from procedures.law.deadlines import Stage, Term, Wait, due
from tests.conftest import at
from tests.support import oracle
from tests.support.official_calendar import OFFICIAL

TABLE = """
# Tết 2026: Mon 16 to Fri 20 February off
2026-02-13 16:45 | 5 working_day | 2026-02-27 17:00 | rules N1: day 1 is Monday 23
2026-02-13 09:00 | 1 working_day | 2026-02-23 17:00 | the last working day before Tết
2026-02-12 09:00 | 1 working_day | 2026-02-13 17:00 | the Friday before Tết still counts
2026-02-12 09:00 | 2 working_day | 2026-02-23 17:00 | the second one comes after Tết
2026-02-14 09:00 | 1 working_day | 2026-02-23 17:00 | received on the Saturday before
2026-02-18 10:00 | 1 working_day | 2026-02-23 17:00 | filed in the middle of Tết
2026-02-18 10:00 | 0 working_day | 2026-02-23 17:00 | "in the day", while the office is shut
2026-02-22 23:59 | 1 working_day | 2026-02-23 17:00 | the last minute of Tết's Sunday
2026-02-10 09:00 | 10 calendar_day | 2026-02-23 17:00 | ends on Friday 20, off: moves to Monday
2026-02-09 09:00 | 7 calendar_day | 2026-02-23 17:00 | ends on Monday 16, off
2026-02-06 09:00 | 7 calendar_day | 2026-02-13 17:00 | ends on Friday 13, a working day
2026-02-13 09:00 | 20 working_day | 2026-03-20 17:00 | a month of work over Tết
2026-01-20 09:00 | 1 month | 2026-02-23 17:00 | ends on Friday 20 February, off
2026-01-13 09:00 | 1 month | 2026-02-13 17:00 | ends on Friday 13 February
# Tết 2025: Mon 27 to Fri 31 January off
2025-01-24 09:00 | 1 working_day | 2025-02-03 17:00 | rules N8
2025-01-24 09:00 | 5 working_day | 2025-02-07 17:00 | a week after Tết
2025-01-23 16:59 | 2 working_day | 2025-02-03 17:00 | one before, one after
2025-01-25 09:00 | 1 working_day | 2025-02-03 17:00 | Saturday before Tết
2025-01-20 09:00 | 10 calendar_day | 2025-02-03 17:00 | ends on Thursday 30, off
2025-01-15 09:00 | 15 working_day | 2025-02-12 17:00 | a term around Tết
# Tết 2024: 8, 9, 12, 13, 14 February off
2024-02-07 09:00 | 1 working_day | 2024-02-15 17:00 | the eve of Tết
2024-02-07 09:00 | 3 working_day | 2024-02-19 17:00 | three days after it
2024-02-02 09:00 | 5 working_day | 2024-02-16 17:00 | three before, two after
2024-02-05 09:00 | 7 calendar_day | 2024-02-15 17:00 | ends on Monday 12, off
2024-01-31 09:00 | 15 working_day | 2024-02-28 17:00 | a term around Tết
# New Year 2026: 1, 2 January off, Saturday 10 January works
2025-12-31 09:00 | 3 working_day | 2026-01-07 17:00 | rules N2
2025-12-30 09:00 | 1 working_day | 2025-12-31 17:00 | the last day of the year
2025-12-24 09:00 | 10 calendar_day | 2026-01-05 17:00 | rules N9
2026-01-08 09:00 | 2 working_day | 2026-01-10 17:00 | Saturday 10 January works
2026-01-09 09:00 | 1 working_day | 2026-01-10 17:00 | worked in exchange: due on a Saturday
2026-01-09 09:00 | 2 working_day | 2026-01-12 17:00 | and Monday after it
2026-01-10 09:00 | 1 working_day | 2026-01-12 17:00 | received on that Saturday
2026-01-10 09:00 | 0 working_day | 2026-01-10 17:00 | and answered on it
2026-01-03 09:00 | 7 calendar_day | 2026-01-10 17:00 | ends on the working Saturday: does not move
2026-01-04 09:00 | 7 calendar_day | 2026-01-12 17:00 | ends on Sunday 11: moves
2024-12-31 09:00 | 1 working_day | 2025-01-02 17:00 | 1 January 2025 off
# Hùng Kings, 30 April, 1 May
2026-04-20 09:00 | 15 working_day | 2026-05-14 17:00 | rules N3
2026-04-24 09:00 | 5 working_day | 2026-05-06 17:00 | rules N4
2026-04-24 09:00 | 10 working_day | 2026-05-13 17:00 | rules N4
2026-04-24 09:00 | 1 working_day | 2026-04-28 17:00 | Monday 27 is off for Sunday's Hùng Kings
2026-04-29 09:00 | 1 working_day | 2026-05-04 17:00 | 30 April and 1 May off
2026-04-01 09:00 | 30 calendar_day | 2026-05-04 17:00 | rules N10
2026-03-31 09:00 | 30 calendar_day | 2026-05-04 17:00 | ends on Thursday 30 April
2026-04-30 09:00 | 0 working_day | 2026-05-04 17:00 | received on the holiday itself
2025-04-25 09:00 | 1 working_day | 2025-04-26 17:00 | Saturday 26 April works
2025-04-25 09:00 | 3 working_day | 2025-04-29 17:00 | rules N7
2025-04-25 09:00 | 5 working_day | 2025-05-06 17:00 | rules N7
2025-04-26 09:00 | 0 working_day | 2025-04-26 17:00 | answered on the worked Saturday
2025-04-29 09:00 | 1 working_day | 2025-05-05 17:00 | 30 April to 4 May off
2025-04-04 09:00 | 1 working_day | 2025-04-08 17:00 | Monday 7 April is Hùng Kings
2024-04-26 09:00 | 1 working_day | 2024-05-02 17:00 | 29 April to 1 May off, swapped
2024-04-26 09:00 | 3 working_day | 2024-05-04 17:00 | Saturday 4 May works
2024-05-03 09:00 | 1 working_day | 2024-05-04 17:00 | due on that Saturday
2024-05-04 09:00 | 1 working_day | 2024-05-06 17:00 | received on it
2024-04-17 09:00 | 1 working_day | 2024-04-19 17:00 | Hùng Kings on Thursday 18
# 2 September
2026-08-21 09:00 | 1 working_day | 2026-08-22 17:00 | Saturday 22 August works
2026-08-21 09:00 | 6 working_day | 2026-08-28 17:00 | into the week of the holiday
2026-08-28 09:00 | 1 working_day | 2026-09-03 17:00 | 31 August to 2 September off
2026-08-28 16:59 | 2 working_day | 2026-09-04 17:00 | and the next
2026-08-03 09:00 | 30 calendar_day | 2026-09-03 17:00 | ends on Wednesday 2 September
2025-08-29 09:00 | 1 working_day | 2025-09-03 17:00 | 1 and 2 September off
2024-08-30 09:00 | 2 working_day | 2024-09-05 17:00 | 2 and 3 September off
# 24 November
2026-11-20 09:00 | 3 working_day | 2026-11-26 17:00 | rules N5: off since 2026
2025-11-21 09:00 | 3 working_day | 2025-11-26 17:00 | rules N6: not in 2025
2026-11-23 09:00 | 1 working_day | 2026-11-25 17:00 | the day before it
2026-11-24 08:00 | 0 working_day | 2026-11-25 17:00 | received on it
2026-11-09 09:00 | 15 calendar_day | 2026-11-25 17:00 | ends on it
# Months, their ends, leap days
2024-01-31 09:00 | 1 month | 2024-02-29 17:00 | 29 February of a leap year
2025-01-31 09:00 | 1 month | 2025-02-28 17:00 | 28 February, a Friday
2024-02-29 09:00 | 12 month | 2025-02-28 17:00 | 28 February 2025
2025-10-31 09:00 | 1 month | 2025-12-01 17:00 | 30 November, a Sunday
2026-03-31 09:00 | 3 month | 2026-06-30 17:00 | 30 June
2025-08-31 09:00 | 6 month | 2026-03-02 17:00 | 28 February 2026, a Saturday
2024-11-30 09:00 | 3 month | 2025-02-28 17:00 | 28 February 2025
2026-05-15 09:00 | 6 month | 2026-11-16 17:00 | 15 November, a Sunday
2024-02-28 09:00 | 1 calendar_day | 2024-02-29 17:00 | the leap day
2024-02-27 09:00 | 2 working_day | 2024-02-29 17:00 | through the leap day
2025-02-27 09:00 | 2 calendar_day | 2025-03-03 17:00 | no leap day: Saturday 1 March
# Late hours
2026-03-02 15:00 | 2 working_day, cutoff | 2026-03-04 17:00 | at the cut-off is in time
2026-03-02 15:01 | 2 working_day, cutoff | 2026-03-05 17:00 | a minute later counts from Tuesday
2026-03-06 15:01 | 1 working_day, cutoff | 2026-03-10 17:00 | Friday after it: from Monday, due Tuesday
2026-02-13 15:01 | 1 working_day, cutoff | 2026-02-24 17:00 | before Tết: from Monday 23
2026-03-02 18:00 | 0 working_day | 2026-03-03 17:00 | after closing time nothing is due before it came
2026-03-02 15:01 | 0 working_day, cutoff | 2026-03-03 17:00 | "in the day", late: the next one
# Stages
2026-03-02 09:00 | 5 working_day, 12 calendar_day | 2026-03-23 17:00 | ends on Saturday 21
2026-03-02 09:00 | 5 calendar_day, 2 working_day | 2026-03-10 17:00 | only the end of the whole term moves
2026-04-24 09:00 | 3 working_day, 3 calendar_day | 2026-05-07 17:00 | over the long weekend
2026-02-12 09:00 | 1 working_day, 1 working_day | 2026-02-23 17:00 | as one of two
2026-02-10 09:00 | 3 working_day, 1 month | 2026-03-13 17:00 | a month after Tết's eve
# Asked for more on Wednesday 4 March, given on Tuesday 10
2026-03-02 09:00 | 10 working_day | 2026-03-16 17:00 | rules N12: not interrupted
2026-03-02 09:00 | 10 working_day, restart 03-04 03-10 | 2026-03-24 17:00 | rules N12
2026-03-02 09:00 | 10 working_day, pause 03-04 03-10 | 2026-03-20 17:00 | rules N12
2026-02-11 09:00 | 5 working_day, pause 02-12 02-24 | 2026-03-02 17:00 | a wait over Tết costs its working days only
2026-02-11 09:00 | 5 working_day, restart 02-12 02-18 | 2026-02-27 17:00 | given in the middle of Tết
2026-03-02 09:00 | 5 working_day, pause 03-09 03-11 | 2026-03-11 17:00 | asked on the last day
2026-03-02 09:00 | 5 working_day, pause 03-09T18:00 03-11 | 2026-03-11 17:00 | after closing, but the day is not over
2026-03-02 09:00 | 5 working_day, pause 03-10 03-12 | 2026-03-09 17:00 | asked after the term ran out: stops nothing
2026-03-02 09:00 | 5 working_day, pause 03-07 03-08 | 2026-03-09 17:00 | over a weekend: no day lost
2026-03-02 09:00 | 9 calendar_day, pause 03-04 03-10 | 2026-03-17 17:00 | six days of waiting
2026-03-02 09:00 | 5 working_day, restart 03-03 03-04, restart 03-05 03-06T18:00 | 2026-03-13 17:00 | the last counts
# By the hour
2026-02-21 10:00 | 8 working_hour | 2026-02-23 17:00 | rules N11
2026-03-02 09:00 | 8 working_hour | 2026-03-03 09:00 | tomorrow, the same minute
2026-03-02 16:30 | 1 working_hour | 2026-03-03 08:30 | half an hour today, half tomorrow
2026-03-02 11:30 | 1 working_hour | 2026-03-02 13:30 | over lunch
2026-03-02 11:30 | 30 hour | 2026-03-03 17:30 | clock hours run through the night
2026-03-06 15:00 | 4 working_hour | 2026-03-09 10:00 | over a weekend
2026-02-13 16:00 | 2 working_hour | 2026-02-23 09:00 | over Tết
2026-01-09 16:00 | 2 working_hour | 2026-01-10 09:00 | into the worked Saturday
2026-03-06 16:00 | 24 hour | 2026-03-07 16:00 | clock hours end on a Saturday and stay there
2026-03-02 09:00 | 8 working_hour, pause 03-02 03-03 | 2026-03-04 09:00 | an hour used, seven left
"""
Case = tuple[datetime, list[oracle.Stage], list[oracle.Wait], time | None, datetime]


def read(line: str) -> Case:
    """A line of the table: reception, stages, waits, cut-off and due instant."""
    received, term, expected, _about = (part.strip() for part in line.split(" | "))
    stages: list[oracle.Stage] = []
    waits: list[oracle.Wait] = []
    for part in term.replace("cutoff", "").split(", "):
        match part.split():
            case [("restart" | "pause") as mode, since, until]:
                waits.append((_in_year(received[:4], since), _in_year(received[:4], until), mode))
            case [value, unit]:
                stages.append((int(value), unit))
    cutoff = time(15) if "cutoff" in term else None
    return at(received), stages, waits, cutoff, at(expected)


def _in_year(year: str, text: str) -> datetime:
    """`03-10`, at ten in the morning, or `03-10T18:00`."""
    return at(f"{year}-{text if 'T' in text else text + 'T10:00'}")


LINES = [line for line in TABLE.strip().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("line", LINES)
def test_a_term_of_the_table_is_due_when_the_table_says(line: str) -> None:
    received, stages, waits, cutoff, expected = read(line)
    term = Term([Stage(*stage) for stage in stages], cutoff=cutoff)

    deadline = due(received, term, OFFICIAL, [Wait(*wait) for wait in waits])

    assert deadline.due_at == expected
    assert deadline.ledger[0].date == received.date()
    assert deadline.ledger[-1].date == expected.date()


def test_the_slow_walk_says_the_same_as_the_table() -> None:
    assert len(LINES) >= 80
    for line in LINES:
        received, stages, waits, cutoff, expected = read(line)
        by_time = stages[-1][1].endswith("hour")
        due_at = oracle.due_by_time(received, stages, waits) if by_time else oracle.due(received, stages, waits, cutoff)
        assert due_at == expected, line
