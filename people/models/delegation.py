"""Delegation: who acts by somebody else's post for a while: by a document, during a leave, or in a sudden absence.

Decree 30/2020 art. 13.3: in writing, limited in time and matter, and never passed on. It gives no post: what is done
by it is done by the one in the name of the other, and stands in the record with both.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.post import Post
from people.models.reference import Kept, copy_of
from people.models.sealed import Sealed
from people.models.user import User

Role = Post.Role
KT, TUQ, THAY = "KT.", "TUQ.", "Thay"  # ký thay, thừa ủy quyền; of who signs nothing
# Who is competent to stand in: the same work, or the one it is answered for by or to.
STAND_INS: dict[str, tuple[str, ...]] = {
    Role.DESK: (Role.DESK, Role.OFFICER, Role.HEAD),
    Role.OFFICER: (Role.OFFICER, Role.HEAD),
    Role.HEAD: (Role.HEAD, Role.OFFICER, Role.LEADER),
    Role.LEADER: (Role.LEADER, Role.HEAD),
    Role.SEAL_CLERK: (Role.SEAL_CLERK, Role.DESK, Role.OFFICER),
    Role.CASHIER: (Role.CASHIER, Role.SEAL_CLERK, Role.OFFICER),
}


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Queries of delegations."""

    def with_names(self) -> "DelegationQuerySet":
        """With what a list prints."""
        return self.select_related("post__user", "post__unit", "to", "made_by", "ended_by")

    def dated(self, day: date) -> "DelegationQuerySet":
        """Those whose days hold *day* and that nobody ended; whether the posts still hold is asked of each."""
        rows = self.filter(valid_from__lte=day, valid_to__gte=day)
        return rows.filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def visible_to(self, user: User) -> "DelegationQuerySet":
        """Given or received, and those of the units that one answers for; all of them for auditors."""
        if user.has_role(Role.AUDITOR):
            return self
        units = {unit for post in user.active_posts if post.role in (Role.HEAD, Role.LEADER) for unit in post.unit_ids}
        return self.filter(Q(post__user=user) | Q(to=user) | Q(post__unit__in=units))


class Delegation(Sealed):
    """One post of one person, acted by another, from day to day; ended early, never deleted."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Ủy quyền bằng văn bản")
        LEAVE = "leave", _("Thay khi nghỉ")
        SUDDEN = "sudden", _("Thay khi nghỉ đột xuất")

    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    to = models.ForeignKey(User, models.PROTECT, related_name="+")
    procedures = models.JSONField(default=list)  # slugs; none: every procedure
    acts = models.JSONField(default=list)  # keys of kinds of act (`dossiers.permissions.KINDS_OF_ACT`); none: every act
    basis = models.CharField(_("văn bản"), max_length=120, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True)  # opens nothing any more from this day on
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ủy quyền, thay thế")
        indexes = [
            models.Index(fields=["to", "valid_to"], name="delegation_to"),
            models.Index(fields=["valid_to"], name="delegation_ends"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.post.user} → {self.to}"

    @property
    def is_absence(self) -> bool:
        """True while its giver is away: what is told to them is told to the stand-in."""
        return self.kind in (self.Kind.LEAVE, self.Kind.SUDDEN)

    @property
    def is_whole(self) -> bool:
        """True for all that the post may do."""
        return not self.procedures and not self.acts

    def is_dated(self, day: date) -> bool:
        """True when its days hold *day* and nobody ended it."""
        return self.valid_from <= day <= self.valid_to and (self.ended_on is None or day < self.ended_on)

    def in_force(self, day: date) -> bool:
        """True when it opens something on *day*: its giver still has the post, the stand-in one that is competent."""
        if not (self.is_dated(day) and self.post.in_force(day) and self.post.user.is_active and self.to.is_active):
            return False
        return any(is_competent(own, self.post) for own in self.to.posts_on(day))

    def is_for(self, procedure: str) -> bool:
        """True for dossiers of the procedure with this slug."""
        return not self.procedures or procedure in self.procedures


def is_competent(own: Post, post: Post) -> bool:
    """True when the holder of *own* may stand in by *post*: a fitting role of its unit, or of one above or below."""
    if own.role not in STAND_INS.get(post.role, ()):
        return False
    return own.unit_id == post.unit_id or post.covers(own.unit) or (own.role == Role.LEADER and own.covers(post.unit))


def signs_for(delegation: Delegation, day: date) -> str:
    """How its stand-in signs (Decree 30/2020 art. 13): "TUQ." below a head of agency, "KT." beside; else nothing."""
    post = delegation.post
    if post.role not in (Role.LEADER, Role.HEAD):
        return ""
    beside = post.role == Role.HEAD or any(own.role == Role.LEADER for own in delegation.to.posts_on(day))
    return KT if beside else TUQ


def acting_posts_on(user: User, day: date) -> list[Post]:
    """The posts by which *user* acts on *day*: their own, then those of whom they stand in for (`delegation`)."""
    own = user.posts_on(day)
    return [*own, *(borrowed(row) for row in given_to(user.pk) if row.in_force(day))] if own else own


def borrowed(delegation: Delegation) -> Post:
    """The post of a delegation, as its stand-in acts by it."""
    post = copy_of(delegation.post)
    post.delegation = delegation
    return post


def given_to(user_id: int) -> list[Delegation]:
    """Every delegation to this account that is not over for good, as the process keeps them."""
    return _given_to(user_id)


def delegations_on(day: date) -> list[Delegation]:
    """Every delegation that opens something on *day*, as the database has them: one statement where there is any."""
    if not _is_any_dated(day):
        return []
    return [row for row in Delegation.objects.dated(day).with_names().order_by("id") if row.in_force(day)]


def _load(user_id: int) -> list[Delegation]:
    return list(Delegation.objects.with_names().filter(to=user_id, ended_on=None).order_by("id"))


_given_to: Kept[int, list[Delegation]] = Kept(_load)
_is_any_dated: Kept[date, bool] = Kept(lambda day: Delegation.objects.dated(day).exists())
