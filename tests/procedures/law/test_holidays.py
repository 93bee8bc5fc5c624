"""The holidays of a year that nobody has decided yet."""

from datetime import date

import pytest

from procedures.law.holidays import fixed_holidays


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # 1 May 2027 is a Saturday.
        (2027, ["01-01", "04-30", "05-01", "05-03", "09-02", "11-24"]),
        # 1 January and 2 September 2028 are Saturdays, 30 April a Sunday before a holiday.
        (2028, ["01-01", "01-03", "04-30", "05-01", "05-02", "09-02", "09-04", "11-24"]),
        (2025, ["01-01", "04-30", "05-01", "09-02"]),
    ],
)
def test_fixed_holidays_and_the_days_that_make_up_for_weekends(year: int, days: list[str]) -> None:
    assert sorted(fixed_holidays(year)) == [date.fromisoformat(f"{year}-{day}") for day in days]


def test_a_day_made_up_for_carries_the_name_of_its_holiday() -> None:
    day = fixed_holidays(2027)[date(2027, 5, 3)]

    assert (day.kind, day.name) == ("compensatory", "Ngày Quốc tế lao động")
