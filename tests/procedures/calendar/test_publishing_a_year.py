"""A year of the calendar that an administrator publishes: a new version, and nothing else changes."""

from datetime import date
from typing import Any

import pytest

from procedures.actions import load_holidays, proposed_year, publish_year
from procedures.calendar.lines import read_lines
from procedures.calendar.lookup import current_calendar, working_calendar
from procedures.calendar.missing_years import missing_year
from procedures.law.working_time import CalendarMissing, is_provisional
from procedures.models import CalendarVersion
from tests.conftest import at
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
NOW = at("2026-11-25 09:00")
LINES = "1/1/2027; nghỉ lễ; Tết Dương lịch\n30/4/2027; nghỉ lễ; Chiến thắng"
NEW_YEAR = at("2027-01-04 09:00")


def publish(administrator: Any, lines: str = LINES, year: int = 2027) -> CalendarVersion:
    """The lines as a version."""
    return publish_year(year, read_lines(year, lines), "QĐ 1/2026", by=administrator, at=NOW)


def test_a_published_year_is_counted_from_then_on_and_no_year_of_an_older_version_changes(
    calendar: int, administrator: Any
) -> None:
    assert is_provisional(working_calendar(1), NEW_YEAR)
    with pytest.raises(CalendarMissing):
        working_calendar(1).is_working(date(2028, 4, 28))

    version = publish(administrator)

    assert (version.number, version.years, version.page_years) == (2, [2024, 2025, 2026, 2027], [2027])
    assert (version.published_by, version.note) == (administrator, "QĐ 1/2026")
    assert not current_calendar().is_working(date(2027, 4, 30))
    assert not is_provisional(current_calendar(), NEW_YEAR)
    assert current_calendar().add(date(2026, 12, 31), 1) == date(2027, 1, 4)
    publish(administrator, "1/1/2026; nghỉ lễ; Khác\n8/4/2026; đóng cửa; Khác", 2026)
    publish(administrator, "1/1/2027; nghỉ lễ; Khác")
    assert working_calendar(1).is_working(date(2026, 4, 8))
    assert not working_calendar(1).is_working(date(2027, 4, 30))  # as the first one said that held it


def test_other_years_are_taken_over_day_for_day(calendar: int, administrator: Any) -> None:
    before = working_calendar(1)

    publish(administrator)

    days = [date(2026, 1, 1).replace(month=month, day=day) for month in range(1, 13) for day in (1, 2, 24)]
    assert [current_calendar().verdict(day) for day in days] == [before.verdict(day) for day in days]


def test_the_reviewed_file_does_not_undo_what_was_published_on_the_page(calendar: int, administrator: Any) -> None:
    publish(administrator, "2/1/2026; nghỉ lễ; Khác", 2026)

    assert load_holidays(at=NOW) is None
    assert CalendarVersion.objects.latest("number").number == 2


def test_a_calendar_that_says_nothing_new_or_has_no_holiday_is_refused(calendar: int, administrator: Any) -> None:
    publish(administrator)

    with pytest.raises(Refused, match="không có gì mới"):
        publish(administrator)
    with pytest.raises(Refused, match="ít nhất một ngày nghỉ lễ"):
        publish(administrator, "2/5/2027; làm bù; Chủ nhật")


def test_without_any_calendar_nothing_is_published(db: None, administrator: Any) -> None:
    with pytest.raises(Refused, match="chưa được nạp"):
        publish(administrator)


def test_what_is_proposed_are_the_laws_holidays_on_working_days() -> None:
    kinds = {row.date: row.kind for row in proposed_year(2027)}

    assert kinds[date(2027, 4, 30)] == "holiday"
    assert kinds[date(2027, 5, 3)] == "compensatory"
    assert date(2027, 5, 1) not in kinds  # a Saturday
    assert len([day for day in kinds if day.month == 2]) == 5  # Tết


@pytest.mark.parametrize(
    ("today", "year"), [("2026-09-30", None), ("2026-10-01", 2027), ("2026-12-31", 2027), ("2027-01-05", 2027)]
)
def test_the_next_year_is_missed_from_october_on(calendar: int, today: str, year: int) -> None:
    assert missing_year(date.fromisoformat(today)) == year


def test_nothing_is_missed_once_it_is_there(calendar: int, administrator: Any) -> None:
    publish(administrator)

    assert missing_year(date(2026, 12, 1)) is None
