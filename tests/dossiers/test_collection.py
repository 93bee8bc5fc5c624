"""Results that wait: who is reminded, when, and never twice; and which of them count as not fetched."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.collection import collectable, remind_to_collect, to_be_posted, uncollected, waiting_results
from dossiers.models import Dossier, Paper
from notifications.models import Notice
from tests.conftest import at
from tests.support.stories import THURSDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ready(cast: Cast) -> Dossier:
    """Paid and made on Wednesday."""
    return cast.make_files(cast.pay(cast.resolved()))


def told() -> int:
    """How many reminders stand in inboxes."""
    return Notice.objects.filter(kind="dossier_collect", channel="inbox").count()


def test_reminders_come_after_three_ten_and_thirty_days_and_never_twice(cast: Cast) -> None:
    ready(cast)
    counts = []

    for days in range(45):
        for hours in (0, 1):  # the round that ran twice, or was killed and began again
            remind_to_collect(WEDNESDAY + days * DAY + timedelta(hours=hours))
        counts.append(told())

    assert [counts[day] for day in (2, 3, 9, 10, 29, 30, 44)] == [0, 1, 1, 2, 2, 3, 3]


def test_a_worker_that_was_away_reminds_once_of_what_is_due(cast: Cast) -> None:
    ready(cast)

    remind_to_collect(WEDNESDAY + 12 * DAY)

    assert told() == 1


def handed(cast: Cast) -> Dossier:
    return actions.hand_out(ready(cast), by=cast.clerk, at=THURSDAY)


def by_post(cast: Cast) -> Dossier:
    row = ready(cast)
    Dossier.objects.filter(pk=row.pk).update(answers=row.answers | {"result_delivery": "buu_chinh"})
    return row


def packed(cast: Cast) -> Dossier:
    row = ready(cast)
    actions.register_parcel([row], "EA123456785VN", address="x", ground="x", by=cast.clerk, at=THURSDAY)
    return row


def came_back(cast: Cast) -> Dossier:
    row = by_post(cast)
    parcel = actions.register_parcel([row], "EA123456785VN", address="x", ground="x", by=cast.clerk, at=THURSDAY)
    actions.hand_to_post([parcel], "Bưu", by=cast.clerk, at=THURSDAY)
    actions.record_return(parcel, "Vắng", THURSDAY.date(), by=cast.clerk, at=THURSDAY)
    return row


def unmade(cast: Cast) -> Dossier:
    row = ready(cast)
    Paper.objects.filter(dossier=row).exclude(kind="receipt").update(state="pending")
    return row


def revoked(cast: Cast) -> Dossier:
    return actions.revoke_result(ready(cast), "Sai", "Điều 20", by=cast.leader, at=THURSDAY)


# What each waits for: does it lie at the desk, is it to be posted, may its applicant come.
KINDS: dict[str, tuple[Callable[[Cast], Dossier], tuple[bool, bool, bool]]] = {
    "ready": (ready, (True, False, True)),
    "unpaid": (Cast.resolved, (True, False, False)),
    "handed out": (handed, (False, False, False)),
    "by post": (by_post, (True, True, False)),
    "in a parcel": (packed, (False, False, False)),
    "brought back": (came_back, (True, True, True)),
    "without a file": (unmade, (True, False, False)),
    "revoked": (revoked, (True, False, False)),
    "not decided": (Cast.proposed, (False, False, False)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_stands_in_its_lists_and_who_may_come_is_reminded(cast: Cast, kind: str) -> None:
    story, expected = KINDS[kind]
    story(cast)
    rows = Dossier.objects.at_work_of(cast.clerk)

    lists = tuple(narrow(rows).exists() for narrow in (waiting_results, to_be_posted, collectable))
    remind_to_collect(THURSDAY + 4 * DAY)

    assert lists == expected
    assert uncollected(rows, THURSDAY + 4 * DAY).exists() == bool(told()) == expected[2]


@pytest.mark.parametrize(("days", "reminded"), [((), 0), ((4,), 1), ((1, 4), 2)])
def test_the_department_says_after_which_days(cast: Cast, settings: Any, days: tuple[int, ...], reminded: int) -> None:
    settings.COLLECT_REMINDER_DAYS = days
    ready(cast)

    remind_to_collect(WEDNESDAY + 5 * DAY)

    assert told() == reminded


def test_the_message_says_where_and_whom_to_call(cast: Cast) -> None:
    dossier = ready(cast)

    remind_to_collect(WEDNESDAY + 4 * DAY)

    message = Notice.objects.filter(kind="dossier_collect").first()
    assert message is not None
    assert str(dossier.code) in message.subject
    assert "04/03/2026" in message.body
    assert "Bộ phận Một cửa" in message.body


def test_a_hand_out_that_was_undone_waits_anew(cast: Cast) -> None:
    when: datetime = at("2026-03-06 09:00")
    actions.undo_hand_out(handed(cast), "Nhầm", by=cast.head, at=when)

    remind_to_collect(when + 2 * DAY)
    before = told()
    remind_to_collect(when + 3 * DAY)

    assert (before, told()) == (0, 1)
