"""Restrict lists of dossiers to what a person may see; every list anywhere begins with one of these four."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from dossiers.models.access import DossierAccess
from dossiers.models.state import OPEN_ROWS, State
from people.models import Party, Post, User

if TYPE_CHECKING:
    from dossiers.models.dossier import Dossier  # noqa: F401

AT_WORK_ROLES = (Post.Role.DESK, Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER)
FROM_THEIR_STEP_ROLES = (Post.Role.SEAL_CLERK, Post.Role.CASHIER)


class VisibleQuerySet(models.QuerySet["Dossier"]):
    """Every list of dossiers anywhere goes through visible_to, or one of its two sides."""

    def visible_to(self, user: Any) -> Self:
        """What *user* may see: their own side's, and what their posts open. An administrator sees none.

        For finding one dossier; lists are of one side or the other.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        parties = Party.objects.represented_by(user.pk, timezone.localdate()).values("pk")
        own = _own(user, parties)
        return self.filter(own | self._at_work(user) if user.active_posts else own)

    def own_of(self, user: User) -> Self:
        """The applicant's side, for finding one: a draft of the user's, or filed for whom they represent today."""
        parties = Party.objects.represented_by(user.pk, timezone.localdate()).values("pk")
        return self.filter(_own(user, parties))

    def all_own_of(self, user: User) -> Self:
        """The same for a list: the parties are read first, since beside an OR no index serves a subquery."""
        today = timezone.localdate()
        parties = Party.objects.represented_by(user.pk, today).values_list("pk", flat=True)
        return self.filter(_own(user, list(parties)))

    def at_work_of(self, user: User) -> Self:
        """The officers' side: what the user's posts open."""
        return self.filter(self._at_work(user))

    def _at_work(self, user: User) -> Q:
        if not user.active_posts:
            return Q(pk__in=[])
        not_draft = ~Q(state=State.DRAFT.value)
        if user.has_role(Post.Role.AUDITOR):
            return not_draft
        rows = DossierAccess.objects.filter(access_of(user), dossier=OuterRef("pk"))
        units = _units_of(user)
        if not units:
            return Q(Exists(rows)) & not_draft
        # What a unit of theirs holds or received has its access row from then on, so none is looked up.
        near = Q(holder_unit__in=units) | Q(desk_unit__in=units)
        # Beside an OR PostgreSQL would list all that a unit ever saw, for the few rows that are open. A condition
        # on the outer row keeps it from that: each is then looked up by the index on its own access.
        outer = ExpressionWrapper(OuterRef("pk"), output_field=models.BigIntegerField())
        each = rows.annotate(outer=outer).filter(outer__gt=0)
        seen = (OPEN_ROWS & Q(Exists(each))) | (~OPEN_ROWS & Q(Exists(rows)))
        return (near | seen) & not_draft


def access_of(user: User) -> Q:
    """The access rows that today's posts of *user* open; matches nothing without such a post."""
    rows = Q(unit__in=units, role="") if (units := _units_of(user)) else Q(pk__in=[])
    for post in user.active_posts:
        if post.role in FROM_THEIR_STEP_ROLES:
            rows |= Q(unit__in=post.unit_ids, role=post.role)
    return rows


def _units_of(user: User) -> list[int]:
    """The units whose dossiers are the daily work of *user* today."""
    return sorted({unit for post in user.active_posts if post.role in AT_WORK_ROLES for unit in post.unit_ids})


def _own(user: User, parties: Any) -> Q:
    """A draft is its author's; what was filed is its applicant's and of who represents them today."""
    return Q(submitted_by=user, state=State.DRAFT.value) | (Q(applicant__in=parties) & ~Q(state=State.DRAFT.value))
