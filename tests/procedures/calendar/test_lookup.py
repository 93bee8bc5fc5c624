"""The official calendar, row by row as decided for 2024 to 2026, and its published versions."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from procedures.actions import CALENDAR_FILE, load_holidays
from procedures.calendar.lookup import current_calendar, current_version, working_calendar
from procedures.models import CalendarDay, CalendarVersion
from tests.conftest import at
from toolbox.refusal import Refused

OFF = {
    2024: ["01-01", "02-08", "02-09", "02-12", "02-13", "02-14", "04-18", "04-29", "04-30", "05-01", "09-02", "09-03"],
    2025: ["01-01", "01-27", "01-28", "01-29", "01-30", "01-31", "04-07", "04-30", "05-01", "05-02", "09-01", "09-02"],
    2026: [
        "01-01",
        "01-02",
        "02-16",
        "02-17",
        "02-18",
        "02-19",
        "02-20",
        "04-27",
        "04-30",
        "05-01",
        "08-31",
        "09-01",
        "09-02",
        "11-24",
    ],
}
SATURDAYS = {2024: ["05-04"], 2025: ["04-26"], 2026: ["01-10", "08-22"]}
NOW = at("2026-03-02 09:00")


def days(year: int, rows: list[str]) -> set[date]:
    """The days `03-02` of a year."""
    return {date.fromisoformat(f"{year}-{row}") for row in rows}


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_year_is_as_it_was_decided_and_not_a_day_else(year: int) -> None:
    calendar = current_calendar()
    whole_year = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]

    weekdays_off = {day for day in whole_year if day.weekday() < 5 and not calendar.is_working(day)}
    working_weekend = {day for day in whole_year if day.weekday() >= 5 and calendar.is_working(day)}

    assert weekdays_off == days(year, OFF[year])
    assert working_weekend == days(year, SATURDAYS[year])


@pytest.mark.usefixtures("calendar")
def test_every_exception_has_a_name_and_the_decision_it_rests_on() -> None:
    assert not CalendarDay.objects.filter(name="").exists()
    assert not CalendarDay.objects.filter(decision_no="").exists()


@pytest.mark.django_db
def test_loading_the_same_calendar_twice_publishes_it_once() -> None:
    first, second = load_holidays(at=NOW), load_holidays(at=NOW)

    assert first is not None
    assert second is None
    assert CalendarVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_closure_published_later_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    load_holidays(at=NOW)
    later = tmp_path / "days.toml"
    more = 'local_closure = ["2026-03-05 Bão số 1"]\n'
    later.write_text(CALENDAR_FILE.read_text() + more)

    version = load_holidays(at=NOW, file=later)

    assert version is not None
    assert current_version() == version.number == 2
    assert not working_calendar(2).is_working(date(2026, 3, 5))
    assert working_calendar(1).is_working(date(2026, 3, 5))


@pytest.mark.django_db
def test_without_a_calendar_the_refusal_says_so_in_words() -> None:
    with pytest.raises(Refused, match="chưa được nạp"):
        current_calendar()


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_holidays")
    call_command("load_holidays")

    assert capsys.readouterr().out.splitlines() == ["Calendar version 1 published.", "Calendar unchanged."]
