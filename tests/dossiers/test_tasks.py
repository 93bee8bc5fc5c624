"""The rounds: what is soon due or late is told to holder and head, once each; stale drafts to their authors."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from dossiers import actions, tasks
from dossiers.models import Dossier, Event, State
from notifications.models import Notice
from people.actions import revoke
from people.models import Agency, Post
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.dossiers.stories import MONDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
SOON, DUE, LATE = at("2026-03-05 08:00"), at("2026-03-09 17:00"), at("2026-03-09 17:01")


def told(words: str, when: datetime | None = None) -> set[str]:
    """Who found an alert in their inbox whose subject begins so."""
    rows = Notice.objects.filter(kind="dossier_alert", channel="inbox", subject__startswith=words)
    return set(
        (rows.filter(created_at=when) if when else rows).values_list("user__username", flat=True)
    )


def given(cast: Cast) -> Dossier:
    """Being appraised, by the officer."""
    return actions.assign(cast.appraised(), cast.officer, by=cast.head, at=MONDAY)


def test_holder_and_head_are_told_when_it_is_soon_due(cast: Cast) -> None:
    dossier = given(cast)
    assert tasks.announce_batch(SOON - timedelta(seconds=1)) == 0

    assert tasks.announce_batch(SOON) == 1

    assert told("Sắp đến hạn") == {"chuyenvien", "truongphong"}
    assert again(dossier).next_alert_at == DUE


def test_holder_and_head_are_told_again_when_it_is_late(cast: Cast) -> None:
    dossier = given(cast)
    tasks.announce_batch(SOON)

    tasks.announce_batch(LATE)

    assert told("Quá hạn") == {"chuyenvien", "truongphong"}
    assert again(dossier).next_alert_at is None


def test_nobody_is_told_twice_however_often_the_round_runs(cast: Cast) -> None:
    dossier = given(cast)
    for _round in range(2):
        Dossier.objects.filter(pk=dossier.pk).update(next_alert_at=SOON)
        tasks.announce_batch(SOON)
    for _round in range(3):
        tasks.announce_batch(LATE)

    assert Notice.objects.filter(kind="dossier_alert", channel="inbox").count() == 4


def test_a_round_that_slept_through_it_all_tells_that_it_is_late(cast: Cast) -> None:
    given(cast)

    tasks.announce_batch(LATE)

    assert (told("Sắp đến hạn"), told("Quá hạn")) == (set(), {"chuyenvien", "truongphong"})


def test_an_alert_is_no_act(cast: Cast) -> None:
    given(cast)
    before = Event.objects.count()

    tasks.announce_batch(LATE)

    assert Event.objects.count() == before
    call_command("verify_journal")


def test_where_the_unit_has_no_head_the_next_one_above_is_told(cast: Cast) -> None:
    cast.on_paper()

    tasks.announce_batch(LATE)

    assert told("Quá hạn") == {"lanhdao"}


def test_a_late_head_is_not_the_only_one_who_knows(cast: Cast) -> None:
    actions.assign(cast.appraised(), cast.head, by=cast.head, at=MONDAY)

    tasks.announce_batch(LATE)

    assert told("Quá hạn") == {"truongphong", "lanhdao"}


def test_whoever_left_is_not_told(cast: Cast) -> None:
    given(cast)
    revoke(post=cast.head.posts.get(), until=MONDAY.date())

    tasks.announce_batch(LATE)

    assert told("Quá hạn") == {"chuyenvien", "lanhdao"}


def test_a_leader_elsewhere_is_not_told(cast: Cast, person: Any) -> None:
    person("truongphongkhac", Agency.objects.get(code="SLD-NCC"), Post.Role.HEAD)
    given(cast)

    tasks.announce_batch(LATE)

    assert "truongphongkhac" not in told("Quá hạn")


def test_what_waits_or_is_over_is_not_announced(cast: Cast) -> None:
    cast.in_state(State.AWAITING_SUPPLEMENT)
    cast.in_state(State.RETURNED)

    assert tasks.announce_batch(at("2026-12-01 09:00")) == 0


def test_a_term_begun_anew_is_announced_anew(cast: Cast) -> None:
    given(cast)
    tasks.announce_batch(SOON)
    asked = cast.ask(Dossier.objects.get(), cast.officer, at("2026-03-05 09:00"))
    supplied = actions.supply(asked, by=cast.citizen, at=at("2026-03-16 09:00"))

    tasks.announce_batch(at("2026-03-20 08:00"))

    assert supplied.due_at == at("2026-03-23 17:00")
    assert told("Sắp đến hạn", at("2026-03-20 08:00")) == {"chuyenvien", "truongphong"}


def test_the_whole_round_takes_batch_after_batch(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, clock_at: Any
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    clock_at(LATE)
    for _n in range(5):
        cast.appraised()

    tasks.announce_deadlines()

    assert Dossier.objects.filter(next_alert_at__isnull=False).count() == 0
    assert Notice.objects.filter(kind="dossier_alert", user=cast.head, channel="inbox").count() == 5


def test_the_cost_of_a_round_is_a_few_statements_and_one_notice_each(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _n in range(3):
        given(cast)

    with django_assert_max_num_queries(3 + 2 + 3 * 2):  # rows, heads, moving on; savepoint; notices
        tasks.announce_batch(LATE)


def test_the_author_of_a_stale_draft_is_reminded_once(cast: Cast) -> None:
    draft = cast.draft()
    month = timedelta(days=30)
    assert tasks.remind(MONDAY + month - timedelta(minutes=1)) == 0

    for days in (0, 1, 2):
        tasks.remind(MONDAY + month + timedelta(days=days, minutes=1))

    notice = Notice.objects.get(kind="dossier_stale_draft", channel="inbox")
    assert (notice.user, notice.link) == (cast.citizen, f"/ho-so/{draft.ref}/")
    assert "Cấp giấy phép lao động" in notice.subject


def test_a_draft_touched_since_or_filed_is_not_stale(cast: Cast) -> None:
    draft, _filed = cast.draft(), cast.submitted()
    actions.save_answers(draft, {}, by=cast.citizen, at=WEDNESDAY)

    assert tasks.remind(TUESDAY + timedelta(days=30)) == 0


def test_the_nightly_round_of_drafts_runs_by_the_clock(cast: Cast, clock_at: Any) -> None:
    cast.draft()
    clock_at(MONDAY + timedelta(days=31))

    tasks.remind_of_stale_drafts()

    assert Notice.objects.filter(kind="dossier_stale_draft").exists()
