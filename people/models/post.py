"""Post: who may do what in which unit, from when to when."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.agency import Agency
from people.models.reference import Kept, KeptForeignKey, copy_of
from people.models.sealed import Sealed
from people.models.user import User

if TYPE_CHECKING:
    from people.models.delegation import Delegation


class PostQuerySet(models.QuerySet["Post"]):
    """Queries of posts."""

    def in_force(self, day: date) -> "PostQuerySet":
        """Those that are held on *day*."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Post(Sealed):
    """One user's role in one unit for a period; revoked by ending it, never by deleting it."""

    class Role(models.TextChoices):
        DESK = "desk", _("Cán bộ Một cửa")
        OFFICER = "officer", _("Chuyên viên")
        HEAD = "head", _("Trưởng phòng")
        LEADER = "leader", _("Lãnh đạo Sở")
        SEAL_CLERK = "seal_clerk", _("Văn thư")
        CASHIER = "cashier", _("Kế toán thu phí")
        AUDITOR = "auditor", _("Thanh tra")
        ADMINISTRATOR = "administrator", _("Quản trị hệ thống")

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    unit = KeptForeignKey(Agency, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=14, choices=Role)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    decision_no = models.CharField(_("số quyết định"), max_length=60, blank=True)
    is_deputy = models.BooleanField(_("cấp phó"), default=False, db_default=False)  # of a leader or a head

    delegation: "Delegation | None" = None  # by which somebody else acts by it; of one's own post none

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("vị trí công tác")
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="post_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title if self.is_deputy else self.get_role_display()}, {self.unit}"

    @property
    def title(self) -> str:
        """As papers print it above a signature (Decree 30/2020, annex I): `Giám đốc`, `Phó Giám đốc`."""
        titles = TITLES.get(self.role)
        return str(titles[self.is_deputy]) if titles else self.get_role_display()

    def get_role_display(self) -> str:  # type: ignore[no-redef]
        """The role in words."""
        # Django's own goes over all choices, translated, at every call.
        return str(self.Role(self.role).label)

    def in_force(self, day: date) -> bool:
        """True when the post is held on *day*, and acted by on it where it is somebody else's."""
        if self.delegation is not None and not self.delegation.is_dated(day):
            return False
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)

    @property
    def is_whole(self) -> bool:
        """True for one's own post, and for one that is acted by without limits."""
        return self.delegation is None or self.delegation.is_whole

    @property
    def unit_ids(self) -> list[int]:
        """The unit of the post; for some roles those below it, too."""
        return Agency.ids_below(self.unit.path) if self.role in SUBTREE_ROLES else [self.unit_id]

    def covers(self, unit: Agency) -> bool:
        """True for the post's own unit; some roles also answer for the units below theirs."""
        if self.role in SUBTREE_ROLES:
            return unit.path.startswith(self.unit.path)
        return self.unit_id == unit.pk


# Of who holds the post itself, and of a deputy.
TITLES: dict[str, tuple[Any, Any]] = {
    Post.Role.LEADER: (_("Giám đốc"), _("Phó Giám đốc")),
    Post.Role.HEAD: (_("Trưởng phòng"), _("Phó Trưởng phòng")),
}


def posts_of(user_id: int) -> list[Post]:
    """Every post the user ever held, as the process keeps them."""
    return [copy_of(post) for post in _by_user(user_id)]


_by_user: Kept[int, list[Post]] = Kept(lambda user_id: list(Post.objects.filter(user_id=user_id).order_by("id")))
# A head or leader answers for the units below; the department's seal clerk and cashier serve its desk too.
SUBTREE_ROLES = (Post.Role.HEAD, Post.Role.LEADER, Post.Role.SEAL_CLERK, Post.Role.CASHIER)
