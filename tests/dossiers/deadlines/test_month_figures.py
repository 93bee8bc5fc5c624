"""The figures of the months: they agree with what was done, and are counted anew."""

from datetime import date, datetime

import pytest

from dossiers import actions
from dossiers.deadlines.month_figures import count_months, months_until
from dossiers.models import MonthFigures
from portal.home import bars
from tests.conftest import at
from tests.support.stories import TUESDAY, Cast

APRIL = at("2026-04-15 03:30")


@pytest.mark.django_db
def test_the_months_agree_with_what_was_done(cast: Cast) -> None:
    cast.resolved()
    late = cast.proposed()
    actions.approve(late, "granted", by=cast.leader, at=at("2026-04-14 10:00"))
    cast.draft()  # not filed: counts nowhere

    assert count_months(APRIL) == 2

    rows = {row.month: (row.received, row.decided, row.late) for row in MonthFigures.objects.all()}
    assert rows == {date(2026, 3, 1): (2, 1, 0), date(2026, 4, 1): (0, 1, 1)}
    assert [bar.figures.on_time_share for bar in bars(APRIL)] == [100, 0]
    assert [bar.height for bar in bars(APRIL)] == [40, 0]


@pytest.mark.django_db
def test_counting_again_counts_nothing_twice_and_forgets_what_is_a_year_old(cast: Cast) -> None:
    cast.submitted()

    assert [count_months(TUESDAY), count_months(TUESDAY)] == [1, 1]
    assert MonthFigures.objects.get().received == 1
    assert count_months(at("2027-03-01 03:30")) == 0
    assert not MonthFigures.objects.exists()


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 1, 31), date(2025, 2, 1)), (date(2026, 12, 1), date(2026, 1, 1))]
)
def test_there_are_twelve_months_and_the_running_one_is_the_last(day: date, first: date) -> None:
    months = months_until(day)

    assert (len(months), months[0], months[-1]) == (12, first, day.replace(day=1))
    assert all(isinstance(month, date) and not isinstance(month, datetime) for month in months)
