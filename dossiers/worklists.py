"""What waits for somebody's hand: proposals for who signs, signed results for who keeps the seal; and how many."""

from typing import Any

from django.db.models import QuerySet

from dossiers.models import Dossier, Paper, State
from dossiers.models.paper import PaperQuerySet
from dossiers.models.queries import DossierQuerySet
from dossiers.permissions import SUPERIORS
from people.models import Post, User

COUNTED = 99


def to_sign(user: User) -> DossierQuerySet:
    """Proposals in the units that *user* heads or leads; whose decision each is, its edition says."""
    units = sorted({unit for post in user.active_posts if post.role in SUPERIORS for unit in post.unit_ids})
    rows: DossierQuerySet = Dossier.objects.at_work_of(user)
    return rows.filter(state=State.APPROVAL.value, holder_unit__in=units)


def to_seal(user: User) -> PaperQuerySet:
    """Signed results of the desks for which *user* keeps the seal."""
    clerk = Post.Role.SEAL_CLERK
    units = sorted({unit for post in user.active_posts if post.role == clerk for unit in post.unit_ids})
    seen = Dossier.objects.at_work_of(user).filter(desk_unit__in=units)
    return Paper.objects.to_seal().filter(dossier__in=seen)


def count_of(rows: QuerySet[Any]) -> str:
    """How many *rows* there are, as a menu shows it: `3`, `99+`, or nothing."""
    count = len(rows.order_by().values_list("pk")[: COUNTED + 1])
    return f"{COUNTED}+" if count > COUNTED else str(count or "")
