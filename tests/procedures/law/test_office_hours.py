"""Half days, seasons, agencies with hours and days of their own, and terms by the hour."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from time import tzset

import pytest

from procedures.calendar.lookup import calendar_from
from procedures.law.deadlines import Stage, Term, Wait, due
from procedures.law.working_time import NOON, Hours, SpecialDay, WorkingCalendar
from procedures.models import CalendarDay
from tests.conftest import at

MONDAY, FRIDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 7)
SUMMER = Hours(((time(7), time(11, 30)), (time(13, 30), time(17))), first=(4, 16), last=(10, 15))
WINTER = Hours(((time(7, 30), NOON), (time(13), time(16, 30))), first=(10, 16), last=(4, 15))


def calendar(*hours: Hours, **special: SpecialDay) -> WorkingCalendar:
    """2025 to 2027 with these hours, and special days named `d0302`."""
    days = {date(2026, int(key[1:3]), int(key[3:])): row for key, row in special.items()}
    return WorkingCalendar(days, [2025, 2026, 2027], hours=hours or (Hours(),))


def ends(office: WorkingCalendar, received: str, value: int, unit: str, **how: bool) -> datetime:
    """When a term of one stage ends."""
    due_at = due(at(received), Term([Stage(value, unit)], **how), office).due_at
    assert due_at is not None
    return due_at


def test_a_half_day_counts_as_a_day_and_closes_at_its_own_hour() -> None:
    off = calendar(d0303=SpecialDay("local_closure", "Họp", "afternoon"))

    assert ends(off, "2026-03-02 09:00", 1, "working_day") == at("2026-03-03 12:00")
    assert ends(off, "2026-03-02 09:00", 2, "working_day") == at("2026-03-04 17:00")
    assert off.sessions(date(2026, 3, 3)) == ((time(8), NOON),)


def test_a_morning_off_leaves_the_afternoon() -> None:
    off = calendar(d0303=SpecialDay("holiday", "Lễ", "morning"))

    assert off.opens(date(2026, 3, 3)) == at("2026-03-03 13:00")
    assert ends(off, "2026-03-02 16:00", 2, "working_hour") == at("2026-03-03 14:00")


def test_hours_follow_the_season_also_over_the_end_of_the_year() -> None:
    seasons = calendar(SUMMER, WINTER)

    assert seasons.closes(date(2026, 4, 15)) == at("2026-04-15 16:30")
    assert seasons.closes(date(2026, 4, 16)) == at("2026-04-16 17:00")
    assert seasons.opens(date(2026, 10, 15)) == at("2026-10-15 07:00")
    assert seasons.opens(date(2026, 10, 16)) == at("2026-10-16 07:30")
    assert seasons.opens(date(2026, 12, 31)) == at("2026-12-31 07:30")
    assert seasons.opens(date(2027, 1, 1)) == at("2027-01-01 07:30")
    assert ends(seasons, "2026-04-15 15:30", 2, "working_hour") == at("2026-04-16 08:00")


def test_the_last_row_of_hours_that_fits_a_day_applies_from_its_date_on() -> None:
    short_friday = Hours(((time(8), NOON),), weekdays=frozenset([4]), since=FRIDAY)
    office = calendar(Hours(), short_friday)

    assert office.closes(date(2026, 2, 27)) == at("2026-02-27 17:00")
    assert office.closes(FRIDAY) == at("2026-03-06 12:00")
    assert ends(office, "2026-03-05 16:00", 2, "working_hour") == at("2026-03-06 09:00")
    assert ends(office, "2026-03-06 11:00", 2, "working_hour") == at("2026-03-09 09:00")


def test_a_swapped_saturday_has_a_mondays_hours() -> None:
    long_monday = Hours(((time(7), time(18)),), weekdays=frozenset([0]))
    office = calendar(Hours(), long_monday, d0307=SpecialDay("swap_work", "Làm bù"))

    assert office.sessions(SATURDAY) == ((time(7), time(18)),)


def test_a_saturday_that_only_receives_is_no_day_of_the_term() -> None:
    office = calendar(d0307=SpecialDay("reception_only", "Chỉ tiếp nhận"))

    assert not office.is_working(SATURDAY)
    assert ends(office, "2026-03-07 09:00", 1, "working_day") == at("2026-03-09 17:00")
    assert ends(office, "2026-03-06 09:00", 1, "calendar_day") == at("2026-03-09 17:00")


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        ("2026-03-02 09:30", 2, "working_day", "2026-03-04 09:30"),  # sixteen office hours
        ("2026-03-02 11:30", 1, "working_day", "2026-03-03 11:30"),
        ("2026-03-02 18:00", 1, "working_day", "2026-03-03 17:00"),  # runs from the opening
        ("2026-03-05 09:30", 1, "calendar_day", "2026-03-06 09:30"),
        ("2026-03-06 09:30", 1, "calendar_day", "2026-03-09 08:00"),  # ends on a Saturday: as it opens
        ("2026-03-02 09:30", 4, "working_hour", "2026-03-02 14:30"),
    ],
)
def test_in_hour_mode_the_minute_counts(received: str, value: int, unit: str, expected: str) -> None:
    assert ends(calendar(), received, value, unit, by_the_hour=True) == at(expected)


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        ((time(8), time(8)),),
        ((time(12), time(8)),),
        ((time(8), time(13)), (time(12), time(17))),
        ((time(13), time(17)), (time(8), time(12))),
    ],
)
def test_hours_that_close_before_they_open_are_refused(sessions: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="office hours"):
        Hours(sessions)


def test_hours_on_a_day_that_no_week_has_are_refused() -> None:
    with pytest.raises(ValueError, match="days of the week"):
        Hours(weekdays=frozenset([7]))


def rows(*days: tuple[date, str, str]) -> list[CalendarDay]:
    """Rows of the calendar: day, kind, agency."""
    return [CalendarDay(date=day, kind=kind, name=kind, agency_code=code) for day, kind, code in days]


def test_an_agencys_own_decision_goes_before_what_those_above_it_decided() -> None:
    days = rows((SATURDAY, "swap_work", ""), (SATURDAY, "ordinary", "SLD"), (MONDAY, "local_closure", "SLD-MC"))

    everybody = calendar_from(days, [], [2026])
    department = calendar_from(days, [], [2026], codes=("SLD",))
    desk = calendar_from(days, [], [2026], codes=("SLD", "SLD-MC"))

    assert [office.is_working(SATURDAY) for office in (everybody, department, desk)] == [True, False, False]
    assert [office.is_working(MONDAY) for office in (everybody, department, desk)] == [True, True, False]


def test_an_agencys_own_hours_go_before_the_departments() -> None:
    hours = [
        {"weekdays": [1], "sessions": ["07:00-11:00"], "agency": "SLD"},
        {"weekdays": [1, 2, 3, 4, 5], "sessions": ["08:00-12:00", "13:00-17:00"]},
    ]

    assert calendar_from([], hours, [2026]).opens(MONDAY) == at("2026-03-02 08:00")
    assert calendar_from([], hours, [2026], codes=("SLD",)).opens(MONDAY) == at("2026-03-02 07:00")


def test_going_back_stops_where_nothing_is_known() -> None:
    assert calendar().back(MONDAY, 1) == date(2026, 2, 27)
    assert calendar().back(date(2025, 1, 2), 1) == date(2025, 1, 1)
    with pytest.raises(LookupError, match="2024"):
        calendar().back(date(2025, 1, 2), 2)


def test_office_time_runs_backwards_too() -> None:
    office = calendar()

    assert office.time_between(at("2026-03-09 10:00"), at("2026-03-06 16:00")) == -timedelta(hours=3)
    assert office.add_time(at("2026-03-06 16:00"), timedelta(hours=3)) == at("2026-03-09 10:00")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-03-02 07:00", "2026-03-02 08:00"),
        ("2026-03-02 08:00", "2026-03-02 08:00"),
        ("2026-03-02 12:00", "2026-03-02 13:00"),
        ("2026-03-02 16:59", "2026-03-02 16:59"),
        ("2026-03-02 17:00", "2026-03-03 08:00"),
        ("2026-03-07 10:00", "2026-03-09 08:00"),
    ],
)
def test_the_next_open_moment_is_now_or_the_next_opening(moment: str, opens: str) -> None:
    assert calendar().opening_after(at(moment)) == at(opens)
    assert calendar().add_time(at(moment), timedelta(0)) == at(opens)


def test_a_negative_span_of_office_time_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        calendar().add_time(at("2026-03-02 09:00"), timedelta(minutes=-1))


@pytest.mark.parametrize("unit", ["working_day", "calendar_day", "month", "hour", "working_hour"])
def test_a_term_of_more_than_a_thousand_years_is_refused(unit: str) -> None:
    with pytest.raises(ValueError, match="thousand years"):
        Stage(10**9, unit)


def test_what_begins_in_a_year_far_away_is_refused_in_every_unit() -> None:
    for unit in ("month", "calendar_day", "hour"):
        with pytest.raises(LookupError, match="9999"):
            ends(calendar(), "9999-12-31 23:00", 3, unit)


def test_a_season_of_one_day_and_hours_on_every_day_of_the_week_are_hours() -> None:
    feast = Hours(((time(0), NOON),), weekdays=frozenset(range(7)), first=(3, 6), last=(3, 6))
    office = calendar(Hours(), feast)

    assert office.opens(FRIDAY) == at("2026-03-06 00:00")
    assert office.opens(MONDAY) == at("2026-03-02 08:00")


def test_a_saturday_worked_in_exchange_keeps_hours_of_its_own_where_there_are_any() -> None:
    saturday = Hours(((time(8), NOON),), weekdays=frozenset([5]))
    office = calendar(Hours(), saturday, d0307=SpecialDay("swap_work", "Làm bù"))

    assert office.closes(SATURDAY) == at("2026-03-07 12:00")


def test_a_saturday_may_be_worked_for_half_a_day() -> None:
    office = calendar(d0307=SpecialDay("swap_work", "Làm bù", "afternoon"))

    assert ends(office, "2026-03-06 09:00", 1, "working_day") == at("2026-03-07 12:00")
    assert office.verdict(SATURDAY) == ("swapped_work", "Làm bù")


def test_a_day_that_no_row_of_hours_fits_has_the_usual_ones() -> None:
    tuesdays = calendar(Hours(((time(7), time(18)),), weekdays=frozenset([1])))

    assert tuesdays.opens(MONDAY) == at("2026-03-02 08:00")


def test_a_year_is_loaded_from_its_first_day_to_its_last() -> None:
    office = WorkingCalendar({}, [2026, 2028], version=7)

    assert office.version == 7
    assert WorkingCalendar({}, [2026]).version == 0
    assert office.is_working(date(2026, 1, 1))
    assert WorkingCalendar({}, [2026]).is_working(date(2026, 12, 31))
    assert office.verdict(date(2026, 12, 26)) == ("weekend", "")
    with pytest.raises(LookupError, match="2029"):
        office.add(date(2029, 1, 1), 1)
    with pytest.raises(LookupError, match="2027"):
        office.add(date(2026, 12, 31), 1)
    with pytest.raises(LookupError, match="2027"):
        office.measure(date(2026, 12, 31), date(2028, 1, 3))


@pytest.fixture
def _in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine keeps another time than the office."""
    monkeypatch.setenv("TZ", "America/New_York")
    tzset()
    yield
    monkeypatch.undo()
    tzset()


@pytest.mark.usefixtures("_in_new_york")
def test_the_day_is_vietnams_wherever_the_machine_stands() -> None:
    early, since, until, noon = (
        at(f"2026-03-{moment}").astimezone(UTC) for moment in ("03 00:30", "05 00:30", "06 00:30", "02 16:30")
    )
    pause = Wait(since, until, "pause")

    deadline = due(early, Term([Stage(3, "working_day")]), calendar(), [pause])

    assert (deadline.due_at, deadline.ledger[0].date) == (at("2026-03-09 17:00"), date(2026, 3, 3))
    assert due(noon, Term([Stage(9, "working_hour")]), calendar()).due_at == at("2026-03-04 08:30")
    assert calendar().time_between(early, since) == timedelta(hours=16)
    assert calendar().opening_after(early) == at("2026-03-03 08:00")


def test_a_deadline_says_which_calendar_it_was_counted_by() -> None:
    office = WorkingCalendar({}, [2026], version=7)

    assert due(at("2026-03-02 09:00"), Term([Stage(1, "month")]), office).calendar_version == 7
