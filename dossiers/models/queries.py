"""Questions about many dossiers: who may see which, what is on a desk, what is late."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from dossiers.models.access import DossierAccess
from dossiers.models.lifecycle import OPEN, State
from people.models import SUBTREE_ROLES, Agency, Party, Post, User

if TYPE_CHECKING:
    from dossiers.models.dossier import Dossier  # noqa: F401

AT_WORK_ROLES = (Post.Role.DESK, Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER)
OPEN_ROWS = Q(state__in=[str(state) for state in OPEN])
FEE_WAITS = Q(fee_due__gt=0, fee_settled_at=None, closed_at=None)
ROW = (
    "state",
    "ref",
    "code",
    "channel",
    "step",
    "submitted_at",
    "accepted_at",
    "due_at",
    "resolved_at",
    "closed_at",
    "sort_at",
    "calendar_version",
    "outcome",
    "fee_due",
    "fee_settled_at",
    "edition__procedure__slug",
    "edition__procedure__code",
    "edition__procedure__name_vi",
    "edition__procedure__name_en",
    "applicant__name",
    "holder_unit__name",
    "holder_unit__short_name",
    "holder__full_name",
    "holder__username",
    "desk_unit__path",
)
FROM_THEIR_STEP_ROLES = (Post.Role.SEAL_CLERK, Post.Role.CASHIER)


def access_of(user: User) -> Q:
    """The access rows that today's posts of *user* open; matches nothing without such a post."""
    rows = Q(pk__in=[])
    for post in user.active_posts:
        unit = Q(unit_id=post.unit_id)
        if post.role in SUBTREE_ROLES:
            unit = Q(unit__path__startswith=post.unit.path)
        if post.role in AT_WORK_ROLES:
            rows |= unit & Q(role="")
        elif post.role in FROM_THEIR_STEP_ROLES:
            rows |= unit & Q(role=post.role)
    return rows


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Every list of dossiers anywhere goes through visible_to, or one of its two sides."""

    def visible_to(self, user: Any) -> "DossierQuerySet":
        """What *user* may see: their own side's, and what their posts open. An administrator sees none.

        For finding one dossier; lists are of one side or the other.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        parties = Party.objects.represented_by(user.pk, timezone.localdate()).values("pk")
        return self.filter(_own(user, parties) | self._at_work(user))

    def own_of(self, user: User) -> "DossierQuerySet":
        """The applicant's side, for finding one: a draft of the user's, or filed for whom they represent today."""
        parties = Party.objects.represented_by(user.pk, timezone.localdate()).values("pk")
        return self.filter(_own(user, parties))

    def all_own_of(self, user: User) -> "DossierQuerySet":
        """The same for a list: the parties are read first, since beside an OR no index serves a subquery."""
        today = timezone.localdate()
        parties = Party.objects.represented_by(user.pk, today).values_list("pk", flat=True)
        return self.filter(_own(user, list(parties)))

    def at_work_of(self, user: User) -> "DossierQuerySet":
        """The officers' side: what the user's posts open."""
        return self.filter(self._at_work(user))

    def open(self) -> "DossierQuerySet":
        """The agency still owes an answer."""
        return self.filter(OPEN_ROWS)

    def overdue(self, at: datetime) -> "DossierQuerySet":
        """Open and past the promised instant."""
        return self.open().filter(due_at__lt=at)

    def without_letter(self, at: datetime) -> "DossierQuerySet":
        """Overdue though no letter of apology named a new day (Decree 61/2018 art. 19.9)."""
        return self.overdue(at).filter(new_due_at=None)

    def unanswered(self, at: datetime) -> "DossierQuerySet":
        """Filed online, and past the hours within which the desk says yes, no, or what is missing."""
        return self.open().filter(first_answer_due_at__lt=at, first_answered_at=None)

    def late_because(self, cause: str) -> "DossierQuerySet":
        """Those with this cause of delay; an empty one finds those with none named."""
        return self.filter(lateness__cause=cause) if cause else self.filter(lateness=None)

    def not_overdue(self, at: datetime) -> "DossierQuerySet":
        """Every other: closed, not promised yet, or promised for later."""
        return self.exclude(state__in=[str(state) for state in OPEN], due_at__lt=at)

    def due_between(self, since: datetime, until: datetime) -> "DossierQuerySet":
        """Open and promised in [since, until]."""
        return self.open().filter(due_at__gte=since, due_at__lte=until)

    def awaiting_fee(self) -> "DossierQuerySet":
        """A fee is due and not paid, and the case not closed without it."""
        return self.filter(FEE_WAITS)

    def alerting(self, at: datetime) -> "DossierQuerySet":
        """A warning has come; only what is open has warnings planned."""
        return self.filter(next_alert_at__lte=at)

    def named(self, name: str) -> "DossierQuerySet":
        """The dossier with this code or reference."""
        return self.filter(Q(code=name) | Q(ref=name))

    def filed_as(self, code: str) -> "DossierQuerySet":
        """The filed dossier called so: for the look-up, which tells progress and no more."""
        return self.named(code).exclude(state=State.DRAFT.value).select_related("edition")

    def with_names(self) -> "DossierQuerySet":
        """Everything a row or page prints, in one statement."""
        return self.select_related(
            "edition__procedure", "applicant", "submitted_by", "holder_unit", "holder", "desk_unit"
        )

    def for_rows(self) -> "DossierQuerySet":
        """What a row of a list prints, its chip and the API's summary, and nothing more."""
        named = self.select_related("edition__procedure", "applicant", "holder_unit", "holder", "desk_unit")
        return named.only(*ROW)

    def stale_drafts(self, at: datetime, days: int) -> "DossierQuerySet":
        """Drafts nobody touched for *days*."""
        return self.filter(state=State.DRAFT.value, sort_at__lt=at - timedelta(days=days))

    def _at_work(self, user: User) -> Q:
        if not user.active_posts:
            return Q(pk__in=[])
        not_draft = ~Q(state=State.DRAFT.value)
        if user.has_role(Post.Role.AUDITOR):
            return not_draft
        rows = DossierAccess.objects.filter(access_of(user), dossier=OuterRef("pk"))
        below = _received_below(user)
        if not below:
            return Q(Exists(rows)) & not_draft
        # Beside an OR PostgreSQL would list all that a unit ever saw, for the few rows that are open. A condition
        # on the outer row keeps it from that: each is then looked up by the index on its own access.
        outer = ExpressionWrapper(OuterRef("pk"), output_field=models.BigIntegerField())
        each = rows.annotate(outer=outer).filter(outer__gt=0)
        seen = (OPEN_ROWS & Q(Exists(each))) | (~OPEN_ROWS & Q(Exists(rows)))
        return (below | seen) & not_draft


def _received_below(user: User) -> Q:
    """What a desk below today's posts received: its access row is there from submission on, so none is looked up."""
    rows = Q()
    for post in user.active_posts:
        if post.role in SUBTREE_ROLES and post.role in AT_WORK_ROLES:
            rows |= Q(desk_unit__in=Agency.objects.filter(path__startswith=post.unit.path))
    return rows


def _own(user: User, parties: Any) -> Q:
    """A draft is its author's; what was filed is its applicant's and of who represents them today."""
    return Q(submitted_by=user, state=State.DRAFT.value) | (Q(applicant__in=parties) & ~Q(state=State.DRAFT.value))
