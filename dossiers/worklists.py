"""What waits for somebody's hand: proposals for who signs, signed results for who keeps the seal; and how many."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dossiers.competences import SUPERIORS
from dossiers.models import Dossier, Paper
from dossiers.models.paper import PaperQuerySet
from dossiers.models.queries import DossierQuerySet
from people.models import Post, User

COUNTED = 99


def to_sign(user: User) -> DossierQuerySet:
    """Proposals and drafts that wait with the units *user* heads or leads, to be endorsed or signed.

    What a head below proposed waits in their own division, where only a leader decides it.
    """
    posts = [post for post in user.acting_posts if post.role in SUPERIORS]
    units, below = {post.unit_id for post in posts}, {unit for post in posts for unit in post.unit_ids}
    heads = Post.objects.in_force(timezone.localdate()).filter(role=Post.Role.HEAD, user=OuterRef("appraiser"))
    there = Q(holder_unit__in=units) | Q(Exists(heads), holder_unit__in=below)
    rows: DossierQuerySet = Dossier.objects.at_work_of(user)
    return rows.awaiting_decision().filter(there)


def to_seal(user: User) -> PaperQuerySet:
    """Signed results of the desks for which *user* keeps the seal."""
    clerk = Post.Role.SEAL_CLERK
    units = sorted({unit for post in user.acting_posts if post.role == clerk for unit in post.unit_ids})
    seen = Dossier.objects.at_work_of(user).filter(desk_unit__in=units)
    return Paper.objects.to_seal().filter(dossier__in=seen)


def count_of(rows: QuerySet[Any]) -> str:
    """How many *rows* there are, as a menu shows it: `3`, `99+`, or nothing."""
    count = len(rows.order_by().values_list("pk")[: COUNTED + 1])
    return f"{COUNTED}+" if count > COUNTED else str(count or "")
