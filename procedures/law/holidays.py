"""The days off that are known before a year's calendar is decided: those the law fixes on a day of the solar year.

Pure. Labour Code art. 112 and, for 24 November, Resolution 28/2026/QH16; a day that falls on a weekend is made up for
on the next working day (art. 111.3). The Lunar New Year, Hùng Kings' day, the second day of National Day and swapped
Saturdays wait for the decision of each year: terms counted on these days alone are provisional.
"""

from datetime import date, timedelta

from procedures.law.working_time import SATURDAY, SpecialDay

# Month and day, name, and the first year.
FIXED = (
    (1, 1, "Tết Dương lịch", 1994),
    (4, 30, "Ngày Chiến thắng", 1994),
    (5, 1, "Ngày Quốc tế lao động", 1994),
    (9, 2, "Quốc khánh", 1994),
    (11, 24, "Ngày Văn hóa Việt Nam", 2026),
)


def fixed_holidays(year: int) -> dict[date, SpecialDay]:
    """The fixed holidays of *year*, with the days on which those of a weekend are made up for."""
    holidays = {date(year, month, day): name for month, day, name, since in FIXED if year >= since}
    days = {day: SpecialDay("holiday", name) for day, name in holidays.items()}
    for day, name in holidays.items():
        if day.weekday() >= SATURDAY:
            other = day
            while other.weekday() >= SATURDAY or other in days:
                other += timedelta(days=1)
            days[other] = SpecialDay("compensatory", name)
    return days
