"""The time of a dossier: shares that add up, and each time through a step with its own end."""

from datetime import datetime, timedelta

import pytest

from dossiers import actions
from dossiers.deadlines.time_spent import in_words, left_in_words, parts_of, passages_of, step_left
from dossiers.models import Dossier
from tests.conftest import at
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def shares(dossier: Dossier, moment: datetime) -> dict[str, timedelta]:
    """How long each of them had it."""
    return {part.who: part.time for part in parts_of(dossier, list(dossier.events.all()), moment)}


def steps(dossier: Dossier, moment: datetime) -> list[tuple[datetime, datetime | None]]:
    """Since when and until when each step ran."""
    return [(one.since, one.until) for one in passages_of(dossier, list(dossier.events.all()), moment)]


def test_office_hours_are_the_offices_and_waiting_is_the_applicants(cast: Cast) -> None:
    asked = cast.awaiting_supplement()  # Monday 9:00 to Tuesday 9:00 with the division, then asked
    again = actions.supply(asked, by=cast.citizen, at=WEDNESDAY)

    held = shares(again, WEDNESDAY + 2 * HOUR)

    assert held["applicant"] == timedelta(days=1)
    assert held["division"] == 10 * HOUR  # eight before it was asked, two since it came back
    assert sum(held.values(), timedelta(0)) == timedelta(days=2, hours=2)


@pytest.mark.parametrize("minutes", [0, 1, 7 * 60 + 13, 3 * 24 * 60 + 1, 20 * 24 * 60])
def test_the_parts_add_up_to_the_whole_exactly(cast: Cast, minutes: int) -> None:
    moment = TUESDAY + timedelta(minutes=minutes)
    dossier = cast.proposed()

    parts = parts_of(dossier, list(dossier.events.all()), moment)

    assert sum((part.time for part in parts), timedelta(0)) == moment - MONDAY
    assert sum(part.share for part in parts) == pytest.approx(100)


def test_the_time_stops_with_the_decision(cast: Cast) -> None:
    done = cast.resolved()

    assert shares(done, at("2026-03-30 09:00")) == shares(done, WEDNESDAY)
    assert set(shares(done, WEDNESDAY)) == {"division", "signer", "off"}


def test_a_step_that_is_sent_back_is_two_passages_each_with_its_own_end(cast: Cast) -> None:
    back = actions.send_back(cast.proposed(), "Xem lại", by=cast.leader, at=WEDNESDAY)
    passages = passages_of(back, list(back.events.all()), WEDNESDAY + HOUR)
    names = [one.name for one in passages]

    assert len(names) == 3
    assert names[0] == names[2] != names[1]
    assert [one.until for one in passages] == [TUESDAY, WEDNESDAY, None]
    assert len({one.due_at for one in passages} - {None}) == 3
    assert passages[2].worked == HOUR


def test_a_step_that_waited_is_one_passage_and_is_due_later(cast: Cast) -> None:
    asked = cast.awaiting_supplement()
    before = passages_of(asked, list(asked.events.all()), TUESDAY)[-1]
    again = actions.supply(asked, by=cast.citizen, at=at("2026-03-10 09:00"))

    passage = passages_of(again, list(again.events.all()), at("2026-03-10 10:00"))[-1]

    assert (passage.since, passage.until) == (before.since, None)
    assert passage.worked == 9 * HOUR
    assert passage.due_at is not None
    assert passage.due_at > at("2026-03-10 10:00")


def test_what_is_left_of_a_step_counts_office_time_only(cast: Cast) -> None:
    dossier = cast.appraised()
    assert dossier.step_due_at is not None
    friday_afternoon, monday_morning = at("2026-03-06 16:00"), at("2026-03-09 09:00")
    Dossier.objects.filter(pk=dossier.pk).update(step_due_at=monday_morning)
    dossier.refresh_from_db()

    assert step_left(dossier, friday_afternoon) == 2 * HOUR
    assert step_left(dossier, at("2026-03-09 11:00")) == -2 * HOUR
    assert step_left(cast.resolved(), WEDNESDAY) is None


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(minutes=45), "45 phút"),
        (2 * HOUR, "2 giờ"),
        (16 * HOUR, "2 ngày"),
        (19 * HOUR, "2 ngày 3 giờ"),
        (-19 * HOUR, "2 ngày 3 giờ"),
        (timedelta(0), "0 phút"),
    ],
)
def test_office_time_is_said_in_days_of_eight_hours(time: timedelta, words: str) -> None:
    assert left_in_words(time) == words


def test_a_share_is_said_in_hours_and_minutes() -> None:
    assert in_words(timedelta(days=1, hours=23, minutes=12, seconds=59)) == "47 giờ 12 phút"
