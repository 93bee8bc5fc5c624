"""The statutory clock by the numbers of the law: terms, stages, ledgers, and what is refused."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from procedures.law.deadlines import CUTOFF, Deadline, Stage, Term, Wait, due, due_if_completed
from procedures.law.working_time import CalendarMissing
from tests.conftest import at
from tests.support.official_calendar import OFFICIAL


def counted(received: str, *stages: tuple[int, str], cutoff: bool = False, ledger: bool = True) -> Deadline:
    """The deadline of a term received at an instant, under the official calendar."""
    term = Term([Stage(*stage) for stage in stages], cutoff=CUTOFF if cutoff else None)
    return due(at(received), term, OFFICIAL, with_ledger=ledger)


def verdicts(deadline: Deadline) -> dict[str, str]:
    """What the ledger says of each day, as `03-02`."""
    return {f"{day.date:%m-%d}": day.verdict for day in deadline.ledger}


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        ("2026-02-13 16:45", 5, "working_day", "2026-02-27"),  # over Tết
        ("2025-12-31 09:00", 3, "working_day", "2026-01-07"),  # over the New Year and its swap
        ("2026-04-20 09:00", 15, "working_day", "2026-05-14"),  # 27, 30 April and 1 May off
        ("2026-04-24 09:00", 5, "working_day", "2026-05-06"),
        ("2026-04-24 09:00", 10, "working_day", "2026-05-13"),
        ("2026-11-20 09:00", 3, "working_day", "2026-11-26"),  # 24 November is off since 2026
        ("2025-11-21 09:00", 3, "working_day", "2025-11-26"),  # and was a Monday like any in 2025
        ("2025-04-25 09:00", 3, "working_day", "2025-04-29"),  # Saturday 26 April works
        ("2025-04-25 09:00", 5, "working_day", "2025-05-06"),
        ("2025-01-24 09:00", 1, "working_day", "2025-02-03"),
        ("2025-12-24 09:00", 10, "calendar_day", "2026-01-05"),  # ends on a Saturday
        ("2026-04-01 09:00", 30, "calendar_day", "2026-05-04"),  # ends on 1 May, a Friday
        ("2024-04-26 09:00", 3, "working_day", "2024-05-04"),  # Saturday 4 May 2024 works
        ("2026-08-21 09:00", 1, "working_day", "2026-08-22"),
    ],
)
def test_a_term_ends_at_the_close_of_its_lawful_last_day(received: str, value: int, unit: str, expected: str) -> None:
    deadline = counted(received, (value, unit))

    assert deadline.due_at == at(f"{expected} 17:00")
    assert deadline.ledger[-1].date == date.fromisoformat(expected)
    assert deadline.ledger[-1].n == value


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown unit"):
        Stage(1, "week")
    with pytest.raises(ValueError, match="never negative"):
        Stage(-1, "working_day")
    with pytest.raises(ValueError, match="unknown mode"):
        Wait(at("2026-03-02 09:00"), None, "stop")
    with pytest.raises(ValueError, match="never ends before"):
        Wait(at("2026-03-02 09:00"), at("2026-03-01 09:00"), "pause")
    with pytest.raises(ValueError, match="at least one stage"):
        Term([])


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ([(5, "working_day"), (5, "working_day")], "2026-03-16"),  # as one of ten
        ([(5, "working_day"), (12, "calendar_day")], "2026-03-23"),  # ends on Saturday 21
        ([(5, "calendar_day"), (2, "working_day")], "2026-03-10"),  # 7 March is a Saturday: only the end moves
        ([(0, "working_day"), (3, "working_day")], "2026-03-05"),
        ([(2, "working_day"), (1, "calendar_day"), (1, "working_day")], "2026-03-06"),
    ],
)
def test_stages_run_one_after_another_each_in_its_own_unit(stages: list[tuple[int, str]], expected: str) -> None:
    deadline = counted("2026-03-02 09:00", *stages)

    assert deadline.due_at == at(f"{expected} 17:00")
    assert deadline.ledger[-1].n == sum(value for value, _unit in stages)


def test_a_term_of_no_days_is_due_the_day_it_is_received() -> None:
    assert counted("2026-03-02 16:59", (0, "working_day")).due_at == at("2026-03-02 17:00")
    assert counted("2026-03-07 09:00", (0, "working_day")).due_at == at("2026-03-09 17:00")


def test_reception_on_a_day_off_counts_from_the_next_working_day() -> None:
    deadline = counted("2026-03-07 10:00", (1, "working_day"))

    assert deadline.due_at == at("2026-03-09 17:00")
    assert verdicts(deadline) == {"03-07": "reception", "03-08": "weekend", "03-09": "counted"}


def test_the_day_of_reception_is_a_day_of_vietnam() -> None:
    late = at("2026-03-03 00:30").astimezone(tz=None)

    assert due(late, Term([Stage(1, "working_day")]), OFFICIAL).due_at == at("2026-03-04 17:00")


@pytest.mark.parametrize(
    ("received", "moves", "expected"),
    [
        ("2026-03-02 15:00", True, "2026-03-04"),  # at the cut-off is in time
        ("2026-03-02 15:01", True, "2026-03-05"),
        ("2026-03-02 15:01", False, "2026-03-04"),
        ("2026-03-06 16:00", True, "2026-03-11"),  # Friday afternoon counts as Monday
    ],
)
def test_a_late_hour_moves_the_deadline_only_where_the_procedure_says_so(
    received: str, moves: bool, expected: str
) -> None:
    deadline = counted(received, (2, "working_day"), cutoff=moves)

    assert deadline.due_at == at(f"{expected} 17:00")
    assert deadline.ledger[-1].n == 2


def test_a_day_moved_by_a_late_hour_explains_itself() -> None:
    deadline = counted("2026-03-06 16:00", (1, "working_day"), cutoff=True)

    moved = next(day for day in deadline.ledger if day.verdict == "shifted")
    assert (moved.date, moved.n) == (date(2026, 3, 9), 0)
    assert "15:00" in moved.reason


def test_the_ledger_gives_each_day_its_verdict_and_reason() -> None:
    deadline = counted("2025-12-31 09:00", (3, "working_day"))

    assert verdicts(deadline) == {
        "12-31": "reception",
        "01-01": "holiday",
        "01-02": "swapped_off",
        "01-03": "weekend",
        "01-04": "weekend",
        "01-05": "counted",
        "01-06": "counted",
        "01-07": "counted",
    }
    assert deadline.ledger[1].reason == "Tết Dương lịch"


def test_calendar_days_count_days_off_and_only_the_last_one_moves() -> None:
    deadline = counted("2026-04-28 09:00", (3, "calendar_day"))

    assert verdicts(deadline) == {
        "04-28": "reception",
        "04-29": "counted",
        "04-30": "counted",
        "05-01": "counted",
        "05-02": "weekend",
        "05-03": "weekend",
        "05-04": "shifted",
    }


def test_a_ledger_leaves_out_no_day_and_never_counts_backwards() -> None:
    ledger = counted("2026-04-20 09:00", (5, "working_day"), (20, "calendar_day")).ledger

    assert all(later.date - day.date == timedelta(days=1) for day, later in pairwise(ledger))
    assert all(later.n - day.n in (0, 1) for day, later in pairwise(ledger))


def test_without_a_ledger_the_due_instant_is_the_same() -> None:
    deadline = counted("2026-04-20 09:00", (15, "working_day"), ledger=False)

    assert deadline.due_at == at("2026-05-14 17:00")
    assert list(deadline.ledger) == []


@pytest.mark.parametrize(
    ("received", "value"), [("2027-01-04 09:00", 1), ("2026-12-30 09:00", 5), ("2023-12-29 09:00", 1)]
)
def test_a_term_that_leaves_the_loaded_calendar_is_refused(received: str, value: int) -> None:
    for unit in ("working_day", "calendar_day"):
        with pytest.raises(CalendarMissing):
            counted(received, (value, unit))


def test_what_an_open_wait_would_give_if_it_ended_now() -> None:
    opened = [Wait(at("2026-03-04 09:00"), None, "restart")]

    deadline = due_if_completed(
        at("2026-03-10 09:00"), at("2026-03-02 09:00"), Term([Stage(10, "working_day")]), OFFICIAL, opened
    )

    assert deadline.due_at == at("2026-03-24 17:00")
