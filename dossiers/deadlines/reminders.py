"""Remind applicants who owe an answer, authors of stale drafts, and whoever keeps the calendar."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from dossiers.deadlines.alerts import BATCH, superiors
from dossiers.models import Dossier, Interruption, State
from dossiers.models.office import holder_in_office
from dossiers.models.substitutes import Substitutes
from dossiers.notices import contexts
from dossiers.notices.audience import applicant_side, former_mail, mail_of
from dossiers.notices.kinds import CALENDAR_MISSING, REMINDER, SILENT, STALE_DRAFT
from dossiers.notices.links import calendar_link, desk_link, own_link
from notifications.actions import compose, one_each, send
from notifications.models import Notice
from people.models import Post, Representation, User, WritesDraft
from procedures.calendar.missing_years import missing_year

STALE_DAYS, MISSED_ROUNDS = 30, timedelta(days=7)


def reminders(since: datetime, answer_by: datetime) -> list[datetime]:
    """When a silent applicant is reminded, half-way and three days before, and when closing is proposed."""
    half = since + (answer_by - since) / 2
    return sorted(max(when, since) for when in (half, answer_by - timedelta(days=3), answer_by))


def remind_applicants(at: datetime) -> int:
    """Remind up to BATCH applicants, or propose closing when the wait is over; returns how many. No act."""
    with transaction.atomic():
        waiting = Interruption.objects.filter(until=None, next_reminder_at__lte=at)
        waiting = waiting.filter(dossier__state=State.AWAITING_SUPPLEMENT.value)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        rows = list(waiting.order_by("next_reminder_at", "id")[:BATCH])
        named = Dossier.objects.with_names().annotate(former_mail=former_mail(timezone.localdate(at)))
        dossiers = {row.pk: row for row in named.filter(pk__in=[row.dossier_id for row in rows])}
        above = superiors((row.holder_unit for row in dossiers.values() if row.holder_unit), at)
        notices, substitutes = list[Notice](), Substitutes.on(timezone.localdate(at))
        for row in rows:
            dossier, over = dossiers[row.dossier_id], row.answer_by is not None and row.answer_by <= at
            notices += (
                _proposal(row, dossier, above.get(dossier.holder_unit_id or 0, []), substitutes, at)
                if over
                else _reminder(row, dossier, at)
            )
            row.reminded += not over
            ahead = [when for when in reminders(row.since, row.answer_by or row.since) if when > at]
            row.next_reminder_at = ahead[0] if ahead else None
        send(notices)
        Interruption.objects.bulk_update(rows, ["reminded", "next_reminder_at"])
    return len(rows)


def remind_of_drafts(at: datetime) -> int:
    """One notice for each draft that has become stale since the last rounds; returns how many drafts."""
    rows = Dossier.objects.stale_drafts(at, STALE_DAYS)
    rows = rows.filter(sort_at__gte=at - timedelta(days=STALE_DAYS) - MISSED_ROUNDS)
    rows = rows.select_related("edition__procedure", "submitted_by", "applicant").defer("answers", "edition__content")
    writes = WritesDraft(F("submitted_by"), F("applicant"), timezone.localdate(at), F("submitted_by"))
    count = 0
    for draft in rows.annotate(author_writes=writes).order_by("sort_at", "id").iterator():
        count += 1
        authors = [draft.submitted_by] if draft.author_writes else []
        notices = compose(
            STALE_DRAFT,
            authors or applicant_side(draft, timezone.localdate(at), submitter_represents=False),
            at=at,
            context=contexts.stale_draft(draft),
            link=own_link(draft),
            once=f"{draft.pk}/stale/{draft.sort_at:%Y%m%d%H%M}",
            mail_from=at,
        )
        send(one_each(notices))
    return count


def warn_of_missing_year(at: datetime) -> int:
    """Once a week, to everybody who keeps the calendar, while a year is missing; returns how many were told."""
    today = timezone.localdate(at)
    year = missing_year(today)
    if year is None:
        return 0
    posts = Post.objects.in_force(today).filter(role=Post.Role.ADMINISTRATOR, user__is_active=True)
    keepers = {post.user for post in posts.select_related("user")}
    week = today.isocalendar()
    send(
        compose(
            CALENDAR_MISSING,
            sorted(keepers, key=str),
            at=at,
            mail_from=at,
            link=calendar_link(year),
            context=contexts.calendar_missing(year),
            once=f"calendar/{year}/{week.year}-{week.week}",
        )
    )
    return len(keepers)


def _reminder(supplement: Interruption, dossier: Dossier, at: datetime) -> list[Notice]:
    """To the applicant's side, in their language."""
    day = timezone.localdate(at)
    with translation.override(dossier.language):
        rows = Representation.objects.in_force(day).filter(only_code="", party=dossier.applicant_id)
        may = rows.filter(user=dossier.submitted_by_id).exists()
        notices = compose(
            REMINDER,
            applicant_side(dossier, day, submitter_represents=may),
            at=at,
            context=contexts.reminder(dossier, supplement),
            email=mail_of(dossier, is_former=bool(vars(dossier)["former_mail"])),
            link=own_link(dossier),
            once=f"{dossier.pk}/reminder/{supplement.pk}/{supplement.reminded}",
            mail_from=at,
        )
    return one_each(notices)


def _proposal(
    supplement: Interruption, dossier: Dossier, above: list[list[User]], substitutes: Substitutes, at: datetime
) -> list[Notice]:
    """To who may close it: the holder and the nearest head. Nothing closes by itself."""
    holder = holder_in_office(dossier, timezone.localdate(at))
    recipients = {holder} if holder else set()
    recipients |= set(above[0]) if above else set()
    return compose(
        SILENT,
        sorted(substitutes.all_instead_of(list(recipients), dossier.holder_unit), key=str),
        at=at,
        context=contexts.silent(dossier, supplement),
        link=desk_link(dossier),
        once=f"{dossier.pk}/silent/{supplement.pk}",
        mail_from=at,
    )
