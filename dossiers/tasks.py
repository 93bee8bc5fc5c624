"""Rounds of the clock: alerts, drafts gone stale, and what a killed worker left undone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dossiers.models import Dossier
from dossiers.notices import ALERT, STALE_DRAFT
from dossiers.papers.render import render_waiting
from dossiers.wording import instant
from notifications.actions import notify
from people.models import Agency, Post, User

__all__ = ["announce_deadlines", "remind_of_stale_drafts", "render_papers", "render_waiting"]

BATCH = 200
STALE_DAYS, MISSED_ROUNDS = 30, timedelta(days=7)
Superiors = dict[int, list[list[User]]]


@shared_task
def render_papers() -> None:
    """Every minute: make files whose job a killed worker or an emptied broker lost."""
    render_waiting()


@shared_task
def announce_deadlines() -> None:
    """Every five minutes: tell holder and head of dossiers due soon, and of those now overdue."""
    while announce_batch(timezone.now()) == BATCH:
        pass


@shared_task
def remind_of_stale_drafts() -> None:
    """Every night: tell their authors of drafts nobody has touched for a month."""
    remind(timezone.now())


def announce_batch(at: datetime) -> int:
    """Announce up to BATCH dossiers whose next alert has come; returns how many. An alert is no act."""
    with transaction.atomic():
        rows = Dossier.objects.open().filter(next_alert_at__lte=at)
        if transaction.get_connection().features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        due = list(rows.for_rows().order_by("next_alert_at", "id")[:BATCH])
        above = superiors((row.holder_unit for row in due if row.holder_unit), at)
        for dossier in due:
            _announce(dossier, above.get(dossier.holder_unit_id or 0, []), at)
        _move_on(due, at)
    return len(due)


def superiors(units: Iterable[Agency], at: datetime) -> Superiors:
    """Who heads each unit, then who stands above it, level by level; levels without anybody are left out."""
    lines = {unit.pk: unit.path.rstrip("/").split("/")[::-1] for unit in units}
    codes = {code for line in lines.values() for code in line}
    roles = [Post.Role.HEAD, Post.Role.LEADER]
    posts = Post.objects.filter(unit__code__in=codes, role__in=roles, user__is_active=True)
    heads: dict[str, list[User]] = {}
    for post in posts.select_related("user", "unit").order_by("id"):
        if post.in_force(timezone.localdate(at)):
            heads.setdefault(post.unit.code, []).append(post.user)
    return {pk: [heads[code] for code in line if code in heads] for pk, line in lines.items()}


def remind(at: datetime) -> int:
    """One notice for each draft that has become stale since the last rounds; returns how many drafts."""
    rows = Dossier.objects.stale_drafts(at, STALE_DAYS)
    rows = rows.filter(sort_at__gte=at - timedelta(days=STALE_DAYS) - MISSED_ROUNDS).for_rows()
    count = 0
    for draft in rows.order_by("sort_at", "id").iterator():
        count += 1
        link = f"/ho-so/{draft.ref}/"
        context = {
            "procedure": draft.edition.procedure.name_vi,
            "touched_at": instant(draft.sort_at),
            "address": f"{settings.SITE_URL}{link}",
        }
        notify(
            STALE_DRAFT, at=at, context=context, user=draft.submitted_by, link=link,
            once=f"{draft.pk}/stale/{draft.sort_at:%Y%m%d%H%M}",
        )  # fmt: skip
    return count


def _announce(dossier: Dossier, above: list[list[User]], at: datetime) -> None:
    overdue = dossier.is_overdue(at)
    context = {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name_vi,
        "due_at": instant(dossier.due_at),
        "holder": str(dossier.holder or ""),
        "unit": dossier.holder_unit.name if dossier.holder_unit else "",
        "overdue": overdue,
    }
    for user in _told(dossier.holder, above):
        notify(
            ALERT, at=at, context=context, user=user, link=f"/can-bo/ho-so/{dossier.name}/",
            once=f"{dossier.pk}/alert/{dossier.due_at:%Y%m%d}/{'overdue' if overdue else 'soon'}",
        )  # fmt: skip


def _told(holder: User | None, above: list[list[User]]) -> list[User]:
    """The holder, and the nearest superiors: nothing late is only ever known to who is late."""
    told = {holder.pk: holder} if holder else {}
    for level in above:
        told |= {user.pk: user for user in level}
        if any(user != holder for user in level):
            break
    return list(told.values())


def _move_on(due: list[Dossier], at: datetime) -> None:
    """The next alert: at the due instant, then none."""
    for dossier in due:
        dossier.next_alert_at = None if dossier.is_overdue(at) else dossier.due_at
    Dossier.objects.bulk_update(due, ["next_alert_at"])
