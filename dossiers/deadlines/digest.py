"""Compose the morning digest: what is late, due today and due soon, for whoever holds or heads it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from dossiers.deadlines.status import soon_until
from dossiers.models import Dossier
from dossiers.models.office import handled_by, headed_by
from dossiers.notices import contexts
from dossiers.notices.kinds import DIGEST
from dossiers.notices.links import queue_link
from notifications.actions import compose, send
from notifications.models import Notice
from people.models import Post, User
from people.models.delegation import borrowed, delegations_on
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Refused

LINES = 20  # of each part of a digest; the list has the rest
DIGEST_ROLES = (Post.Role.DESK, Post.Role.OFFICER, Post.Role.HEAD)


def digest_all(at: datetime) -> int:
    """One message to everybody who holds or heads something late or soon due; none on a day off. Returns how many."""
    day = timezone.localdate(at)
    try:
        if not current_calendar().is_working(day):
            return 0
    except (CalendarMissing, Refused):
        pass  # a year nobody published: rather one message too many
    posts_by_user: dict[User, list[Post]] = {}
    for user, post in _acting(day):
        posts_by_user.setdefault(user, []).append(post)
    notices = [notice for user, user_posts in posts_by_user.items() for notice in _digest(user, user_posts, at)]
    send(notices)
    return len({notice.user_id for notice in notices})


def _acting(day: date) -> Iterator[tuple[User, Post]]:
    """Who acts by which post on *day*: whoever is away hears nothing of it, and who stands in for them does."""
    delegations = delegations_on(day)
    away = {row.post_id for row in delegations if row.is_absence}
    posts = Post.objects.in_force(day).filter(role__in=DIGEST_ROLES, user__is_active=True).exclude(pk__in=away)
    yield from ((post.user, post) for post in posts.select_related("user", "unit"))
    yield from ((row.to, borrowed(row)) for row in delegations if row.post.role in DIGEST_ROLES)


def _digest(user: User, posts: list[Post], at: datetime) -> list[Notice]:
    rows = Dossier.objects.open().filter(due_at__lte=soon_until(at))
    mine = rows.filter(handled_by(user, posts) | headed_by(posts))
    today = timezone.localdate(at)
    parts: dict[str, list[str]] = {"overdue": [], "today": [], "soon": []}
    count = 0
    for row in mine.for_rows().order_by("due_at", "id")[: 5 * LINES]:
        assert row.due_at is not None
        count += 1
        part = "overdue" if row.due_at < at else "today" if timezone.localdate(row.due_at) == today else "soon"
        if len(parts[part]) < LINES:
            parts[part].append(contexts.digest_line(row))
    if not count:
        return []
    shown = sum(len(lines) for lines in parts.values())
    context = contexts.digest(parts, today, count - shown)
    once = f"digest/{user.pk}/{today:%Y%m%d}"
    return compose(DIGEST, [user], at=at, context=context, link=queue_link(), once=once, mail_from=at)
