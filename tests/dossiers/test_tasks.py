"""Background tasks: what is soon due or late is told to holder and head, once each; stale drafts to their authors."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from dossiers import actions, tasks
from dossiers.deadlines import alerts
from dossiers.deadlines.alerts import announce_batch
from dossiers.deadlines.digest import digest_all
from dossiers.deadlines.reminders import remind_of_drafts
from dossiers.models import Dossier, Event, State
from notifications.models import Notice
from people.actions import revoke
from people.models import Agency, Post
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
HALF, SOON, LATE = at("2026-03-05 08:30"), at("2026-03-06 08:00"), at("2026-03-09 17:01")


def told(words: str, when: datetime | None = None) -> set[str]:
    """Who found an alert in their inbox whose subject begins so."""
    rows = Notice.objects.filter(kind="dossier_alert", channel="inbox", subject__startswith=words)
    return set((rows.filter(created_at=when) if when else rows).values_list("user__username", flat=True))


def given(cast: Cast) -> Dossier:
    """Being appraised, by the officer."""
    return actions.assign(cast.appraised(), cast.officer, by=cast.head, at=MONDAY)


def test_only_the_holder_hears_when_half_of_the_term_is_gone(cast: Cast) -> None:
    given(cast)
    assert announce_batch(HALF - timedelta(seconds=1)) == 0

    assert announce_batch(HALF) == 1

    assert told("Sắp đến hạn") == {"chuyenvien"}
    mail = Notice.objects.filter(kind="dossier_alert", channel="email")
    assert not mail.exists()  # the morning's digest has it


def test_holder_and_head_are_told_a_day_before_and_by_mail(cast: Cast) -> None:
    dossier = given(cast)

    announce_batch(SOON)

    assert told("Sắp đến hạn") == {"chuyenvien", "truongphong"}
    assert Notice.objects.filter(kind="dossier_alert", channel="email").count() == 2
    assert again(dossier).next_alert_at == at("2026-03-06 08:12")


def test_the_leader_is_told_as_well_when_it_is_late(cast: Cast) -> None:
    dossier = given(cast)
    announce_batch(SOON)

    announce_batch(LATE)

    assert told("Quá hạn") == {"chuyenvien", "truongphong", "lanhdao"}
    assert (again(dossier).next_alert_at, again(dossier).alerts_ahead) == (None, [])


def test_nobody_is_told_twice_however_often_the_round_runs(cast: Cast) -> None:
    dossier = given(cast)
    ahead = again(dossier).alerts_ahead
    for _round in range(2):
        Dossier.objects.filter(pk=dossier.pk).update(next_alert_at=HALF, alerts_ahead=ahead)
        announce_batch(SOON)
    for _round in range(3):
        announce_batch(LATE)

    assert Notice.objects.filter(kind="dossier_alert", channel="inbox").count() == 2 + 3


def test_a_round_that_slept_through_it_all_tells_that_it_is_late_and_no_more(cast: Cast) -> None:
    given(cast)

    announce_batch(LATE)

    assert (told("Sắp đến hạn"), told("Quá hạn")) == (set(), {"chuyenvien", "truongphong", "lanhdao"})
    assert Notice.objects.filter(kind="dossier_alert", channel="inbox").count() == 3


def test_mail_of_the_night_waits_for_the_office_and_the_inbox_does_not(cast: Cast) -> None:
    given(cast)

    announce_batch(at("2026-03-09 21:00"))

    mail = Notice.objects.filter(kind="dossier_alert", channel="email").first()
    inbox = Notice.objects.filter(kind="dossier_alert", channel="inbox").first()
    assert mail is not None
    assert inbox is not None
    assert (mail.not_before, inbox.state) == (at("2026-03-10 08:00"), "sent")


def test_a_step_that_runs_out_is_told_to_its_holder_and_the_head(cast: Cast) -> None:
    given(cast)
    announce_batch(at("2026-03-06 16:59"))

    announce_batch(at("2026-03-06 17:00"))

    assert told("Quá hạn bước") == {"chuyenvien", "truongphong"}


def test_an_online_dossier_nobody_answered_is_told_above_the_desk(cast: Cast) -> None:
    cast.submitted()

    announce_batch(at("2026-03-03 09:00"))

    assert told("Chưa trả lời lần đầu") == {"lanhdao"}


def test_the_morning_brings_one_message_with_what_is_late_and_soon_due(cast: Cast) -> None:
    late, soon = given(cast), cast.submitted()
    soon = actions.accept(soon, by=cast.clerk, at=at("2026-03-05 09:00"))

    for _twice in range(2):
        digest_all(at("2026-03-10 07:30"))

    message = Notice.objects.get(kind="dossier_digest", channel="inbox", user=cast.head)
    assert message.body.index(late.name) < message.body.index("Sắp đến hạn") < message.body.index(soon.name)
    assert Notice.objects.filter(kind="dossier_digest", channel="email", user=cast.officer).count() == 1


def test_a_day_off_brings_no_digest(cast: Cast) -> None:
    given(cast)

    assert digest_all(at("2026-03-08 07:30")) == 0


def test_an_alert_is_no_act(cast: Cast) -> None:
    given(cast)
    before = Event.objects.count()

    announce_batch(LATE)

    assert Event.objects.count() == before
    call_command("verify_journal")


def test_where_the_unit_has_no_head_the_next_one_above_is_told(cast: Cast) -> None:
    cast.on_paper()

    announce_batch(LATE)

    assert told("Quá hạn") == {"lanhdao"}


def test_a_late_head_is_not_the_only_one_who_knows(cast: Cast) -> None:
    actions.assign(cast.appraised(), cast.head, by=cast.head, at=MONDAY)

    announce_batch(LATE)

    assert told("Quá hạn") == {"truongphong", "lanhdao"}


def test_whoever_left_is_not_told(cast: Cast) -> None:
    given(cast)
    revoke(post=cast.head.posts.get(), until=MONDAY.date())

    announce_batch(LATE)

    assert told("Quá hạn") == {"chuyenvien", "lanhdao"}


def test_a_leader_elsewhere_is_not_told(cast: Cast, person: Any) -> None:
    person("truongphongkhac", Agency.objects.get(code="SLD-NCC"), Post.Role.HEAD)
    given(cast)

    announce_batch(LATE)

    assert "truongphongkhac" not in told("Quá hạn")


def test_what_waits_or_is_over_is_not_announced(cast: Cast) -> None:
    cast.in_state(State.AWAITING_SUPPLEMENT)
    cast.in_state(State.RETURNED)

    assert announce_batch(at("2026-12-01 09:00")) == 0


def test_a_term_begun_anew_is_announced_anew(cast: Cast) -> None:
    given(cast)
    announce_batch(SOON)
    asked = cast.ask(Dossier.objects.get(), cast.officer, at("2026-03-05 09:00"))
    supplied = actions.supply(asked, by=cast.citizen, at=at("2026-03-16 09:00"))

    announce_batch(at("2026-03-20 08:00"))

    assert supplied.due_at == at("2026-03-23 17:00")
    assert told("Sắp đến hạn", at("2026-03-20 08:00")) == {"chuyenvien", "truongphong"}


def test_the_whole_round_takes_batch_after_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch, clock_at: Any) -> None:
    monkeypatch.setattr(alerts, "BATCH", 2)
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

    with django_assert_max_num_queries(3 + 3 + 3 * 2):  # rows, heads, stand-ins, moving on; savepoint; notices
        announce_batch(LATE)


def test_the_author_of_a_stale_draft_is_reminded_once(cast: Cast) -> None:
    draft = cast.draft()
    month = timedelta(days=30)
    assert remind_of_drafts(MONDAY + month - timedelta(minutes=1)) == 0

    for days in (0, 1, 2):
        remind_of_drafts(MONDAY + month + timedelta(days=days, minutes=1))

    notice = Notice.objects.get(kind="dossier_stale_draft", channel="inbox")
    assert (notice.user, notice.link) == (cast.citizen, f"/ho-so/{draft.ref}/")
    assert "Cấp giấy phép lao động" in notice.subject


def test_a_draft_touched_since_or_filed_is_not_stale(cast: Cast) -> None:
    draft, _filed = cast.draft(), cast.submitted()
    actions.save_answers(draft, {}, by=cast.citizen, at=WEDNESDAY)

    assert remind_of_drafts(TUESDAY + timedelta(days=30)) == 0


def test_the_nightly_round_of_drafts_runs_by_the_clock(cast: Cast, clock_at: Any) -> None:
    cast.draft()
    clock_at(MONDAY + timedelta(days=31))

    tasks.remind_of_stale_drafts()

    assert Notice.objects.filter(kind="dossier_stale_draft").exists()
