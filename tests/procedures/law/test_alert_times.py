"""When to warn that a term runs out: by shares of its office time, and by days before its last."""

from datetime import datetime

import pytest

from procedures.law.alert_times import ONE_STEP, WHOLE_TERM, Thresholds, alerts
from tests.conftest import at
from tests.support.official_calendar import OFFICIAL


def planned(begin: str, due: str, wanted: Thresholds = WHOLE_TERM) -> list[tuple[str, datetime]]:
    """The warnings of a term."""
    return alerts(at(begin), at(due), OFFICIAL, wanted)


def test_a_term_of_ten_days_warns_at_half_at_four_fifths_the_day_before_and_on_its_last_day() -> None:
    assert planned("2026-03-02 08:00", "2026-03-13 17:00") == [
        ("50%", at("2026-03-06 17:00")),
        ("80%", at("2026-03-11 17:00")),
        ("1d", at("2026-03-12 08:00")),
        ("due", at("2026-03-13 08:00")),
        ("overdue", at("2026-03-13 17:00")),
    ]


def test_days_off_take_no_share_of_the_term() -> None:
    over_tet = dict(planned("2026-02-12 17:00", "2026-02-24 17:00"))  # 13, 23 and 24 February

    assert over_tet["50%"] == at("2026-02-23 12:00")
    assert over_tet["1d"] == at("2026-02-23 08:00")


def test_a_step_warns_once_before_its_end() -> None:
    assert planned("2026-03-02 08:00", "2026-03-02 17:00", ONE_STEP) == [
        ("80%", at("2026-03-02 15:24")),
        ("overdue", at("2026-03-02 17:00")),
    ]


def test_of_several_at_one_instant_the_most_urgent_is_told() -> None:
    one_day = planned("2026-03-02 16:00", "2026-03-03 17:00")

    assert [key for key, _at in one_day] == ["due", "50%", "80%", "overdue"]


def test_what_would_have_been_before_it_began_is_left_out() -> None:
    assert [key for key, _at in planned("2026-03-02 10:00", "2026-03-02 17:00")] == ["50%", "80%", "overdue"]


def test_a_procedure_may_have_thresholds_of_its_own() -> None:
    own = Thresholds(shares=(25,), days_before=(3, 2), last_day=False)

    assert [key for key, _at in planned("2026-03-02 08:00", "2026-03-13 17:00", own)] == ["25%", "3d", "2d", "overdue"]


def test_a_typed_date_in_a_year_nobody_loaded_still_becomes_overdue() -> None:
    rows = planned("2026-12-30 08:00", "2027-01-15 17:00", ONE_STEP)

    assert rows == [("overdue", at("2027-01-15 17:00"))]


@pytest.mark.parametrize("due", ["2026-03-02 08:00", "2026-03-01 08:00"])
def test_a_term_without_length_warns_of_nothing_before_its_end(due: str) -> None:
    assert planned("2026-03-02 08:00", due) == []
