"""Chase opinions: remind the unit that owes one, tell who asked when it is late and when it is there. No act."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from dossiers.deadlines.alerts import BATCH
from dossiers.models import Dossier, Opinion
from dossiers.models.office import is_in_office
from dossiers.notices import contexts
from dossiers.notices.kinds import OPINION_ASKED, OPINION_DUE, OPINION_GIVEN
from dossiers.notices.links import desk_link
from notifications.actions import notify
from notifications.kinds import Kind
from people.models import Agency, Post, User


def first_reminder(asked_at: datetime, due_at: datetime) -> datetime:
    """Half-way to the instant it is due."""
    return asked_at + (due_at - asked_at) / 2


def remind_units(at: datetime) -> int:
    """Remind up to BATCH units of what they owe, half-way and when it is late; returns how many."""
    with transaction.atomic():
        rows = Opinion.objects.waiting().filter(next_reminder_at__lte=at)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        opinions = list(rows.order_by("next_reminder_at", "id")[:BATCH])
        dossiers = Dossier.objects.with_names().in_bulk([row.dossier_id for row in opinions])
        for opinion in opinions:
            dossier, late = dossiers[opinion.dossier_id], opinion.due_at <= at
            if dossier.is_open:
                once = f"{dossier.pk}/opinion/{opinion.pk}/{opinion.reminded}"
                _tell(OPINION_DUE, _answerers(opinion.unit, at), opinion, dossier, once, at)
                if late:
                    _tell(OPINION_DUE, _lead(opinion, dossier, at), opinion, dossier, f"{once}/lead", at)
            opinion.reminded += 1
            opinion.next_reminder_at = None if late or not dossier.is_open else opinion.due_at
        Opinion.objects.bulk_update(opinions, ["reminded", "next_reminder_at"])
    return len(opinions)


def tell_unit(opinion: Opinion, dossier: Dossier, once: str, at: datetime) -> None:
    """Tell the head of the unit that is asked, or its officers where it has none."""
    _tell(OPINION_ASKED, _answerers(opinion.unit, at), opinion, dossier, once, at)


def tell_lead(opinion: Opinion, dossier: Dossier, once: str, at: datetime) -> None:
    """Tell whoever handles the dossier, or asked, that the answer is there."""
    _tell(OPINION_GIVEN, _lead(opinion, dossier, at), opinion, dossier, once, at)


def _tell(kind: Kind, users: list[User], opinion: Opinion, dossier: Dossier, once: str, at: datetime) -> None:
    context = contexts.opinion(dossier, opinion)
    for user in users:
        notify(kind, at=at, context=context, user=user, link=desk_link(dossier), once=f"{once}/{kind.key}")


def _answerers(unit: Agency, at: datetime) -> list[User]:
    """The heads of *unit*; its leaders or officers where it has none."""
    posts = Post.objects.in_force(timezone.localdate(at)).filter(unit=unit, user__is_active=True).select_related("user")
    by_role: dict[str, dict[int, User]] = {}
    for post in posts:
        by_role.setdefault(post.role, {})[post.user_id] = post.user
    roles = (Post.Role.HEAD, Post.Role.LEADER, Post.Role.OFFICER)
    return next((list(by_role[role].values()) for role in roles if role in by_role), [])


def _lead(opinion: Opinion, dossier: Dossier, at: datetime) -> list[User]:
    """Who handles it; else who asked, while they are still there; else the heads of the unit that leads."""
    day = timezone.localdate(at)
    for user in (dossier.holder, opinion.asked_by):
        if user is not None and is_in_office(user, opinion.lead_unit, day):
            return [user]
    return _answerers(opinion.lead_unit, at)
