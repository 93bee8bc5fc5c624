"""Restrict lists of dossiers to what a person may see; every list anywhere begins with one of these four."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from dossiers.models.access import HasAccess
from dossiers.models.state import OPEN_ROWS, State
from people.models import Follows, Party, Post, Representation, User, WritesDraft

if TYPE_CHECKING:
    from dossiers.models.dossier import Dossier  # noqa: F401

AT_WORK_ROLES = (Post.Role.DESK, Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER)
FROM_THEIR_STEP_ROLES = (Post.Role.SEAL_CLERK, Post.Role.CASHIER)
NOT_DRAFT = ~Q(state=State.DRAFT.value)


class VisibleQuerySet(models.QuerySet["Dossier"]):
    """Every list of dossiers anywhere goes through visible_to, or one of its two sides."""

    def visible_to(self, user: Any) -> Self:
        """What *user* may see: their own side's, and what their posts open. An administrator sees none.

        For finding one dossier; lists are of one side or the other.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.has_role(Post.Role.AUDITOR):
            return self.filter(_own_draft(user) | NOT_DRAFT)
        seen = Q(_represented(user))
        if user.active_posts:
            seen |= _near(user) | Q(HasAccess(F("pk"), _openings_of(user))) | _limited(user)
        return self.filter(_own_draft(user) | NOT_DRAFT & seen)

    def own_of(self, user: User) -> Self:
        """The applicant's side, for finding one: a draft they may go on with, or what `Follows` opens to them today."""
        return self.filter(_own_draft(user) | NOT_DRAFT & Q(_represented(user)))

    def all_own_of(self, user: User) -> Self:
        """The same for a list: the parties are read first, since beside an OR no index serves a subquery."""
        rows = Representation.objects.in_force(timezone.localdate()).filter(user=user)
        parties: dict[str, list[int]] = {"checked": [], "claimed": [], "slip": [], "organisation": []}
        rows = rows.annotate(party_kind=F("party__kind"))  # spares a join of all that a party is
        for row in rows:
            parties["slip" if row.only_code else "checked" if row.is_checked else "claimed"].append(row.party_id)
            if row.is_checked and not row.only_code and vars(row)["party_kind"] == Party.Kind.ORGANISATION:
                parties["organisation"].append(row.party_id)
        seen = Q(applicant__in=parties["checked"])
        if parties["claimed"]:
            seen |= Q(applicant__in=parties["claimed"], submitted_by=user)
        if parties["slip"]:
            seen |= Q(applicant__in=parties["slip"], code__in=[row.only_code for row in rows if row.only_code])
        drafts = Q(submitted_by=user) | Q(applicant__in=parties["organisation"])
        return self.filter(drafts & _own_draft(user) | NOT_DRAFT & seen)

    def at_work_of(self, user: User) -> Self:
        """The officers' side: what the user's posts open."""
        if not user.active_posts:
            return self.none()
        if user.has_role(Post.Role.AUDITOR):
            return self.filter(NOT_DRAFT)
        near, openings = _near(user), _openings_of(user)
        limited = _limited(user)
        if not near and not limited:
            return self.filter(NOT_DRAFT, HasAccess(F("pk"), openings))
        seen = (OPEN_ROWS & Q(HasAccess(F("pk"), openings, each=True))) | (~OPEN_ROWS & Q(HasAccess(F("pk"), openings)))
        return self.filter(near | seen | limited, NOT_DRAFT)

    def read_by(self, user: User) -> Self:
        """Each with what its reader is to it: `followed` from the applicant's side, `opened_whole` by a post.

        What a post opens from its step on (cashier, seal clerk) is not opened whole (`dossiers/sight.py`).
        """
        if not user.active_posts:
            return self
        return self.annotate(followed=_represented(user), opened_whole=_opens_whole(user))


def _opens_whole(user: User) -> Any:
    """True where a post of *user* opens all of it; asked of the database only for who also has a part of some."""
    units, limited = _units_of(user), _limited(user)
    roles = {post.role for post in user.acting_posts}
    if Post.Role.AUDITOR in roles or not roles.intersection(FROM_THEIR_STEP_ROLES):
        return Value(True)
    if not units and not limited:
        return Value(False)
    opened = _near(user) | Q(HasAccess(F("pk"), [(units, "")] if units else [])) | limited
    return Case(When(opened, then=Value(True)), default=Value(False))


def _units_of(user: User) -> list[int]:
    """The units whose dossiers are the daily work of *user* today, all of them."""
    posts = (post for post in user.acting_posts if post.role in AT_WORK_ROLES and _of_every_procedure(post))
    return sorted({unit for post in posts for unit in post.unit_ids})


def _near(user: User) -> Q:
    """What a unit of theirs holds or received: it has its access row from then on, so none is looked up."""
    units = _units_of(user)
    return Q(holder_unit__in=units) | Q(desk_unit__in=units) if units else Q()


def _openings_of(user: User) -> list[tuple[list[int], str]]:
    """Which access rows today's posts of *user* open: units, with the role of the row."""
    posts = (post for post in user.acting_posts if post.role in FROM_THEIR_STEP_ROLES and _of_every_procedure(post))
    by_role = [(post.unit_ids, post.role) for post in posts]
    return [(units, ""), *by_role] if (units := _units_of(user)) else by_role


def _of_every_procedure(post: Post) -> bool:
    return post.delegation is None or not post.delegation.procedures


def _limited(user: User) -> Q:
    """What delegations of some procedures open: dossiers of these, where the post itself opens them; else nothing."""
    opened = Q()
    for post in user.acting_posts:
        if post.delegation is None or not post.delegation.procedures:
            continue
        of_them, units = Q(edition__procedure__slug__in=post.delegation.procedures), post.unit_ids
        if post.role in AT_WORK_ROLES:
            opened |= of_them & (
                Q(holder_unit__in=units) | Q(desk_unit__in=units) | Q(HasAccess(F("pk"), [(units, "")]))
            )
        else:
            opened |= of_them & Q(HasAccess(F("pk"), [(units, post.role)]))
    return opened


def _represented(user: User) -> Follows:
    """What the applicant's side opens to *user* today: on proof, by the slip, or what they filed on their own claim."""
    return Follows(Value(user.pk), F("applicant"), timezone.localdate(), F("submitted_by"), F("code"))


def _own_draft(user: User) -> Q:
    """A draft is its author's; an organisation's also of whoever stands for it today, and of nobody who did."""
    writes = WritesDraft(Value(user.pk), F("applicant"), timezone.localdate(), F("submitted_by"))
    return Q(writes, state=State.DRAFT.value)
