"""PostGrant: power given or taken: what one administrator proposed and another decided; kept for good."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.agency import Agency
from people.models.post import Post
from people.models.sealed import Sealed
from people.models.staff_sheet import StaffSheet
from people.models.user import User


class PostGrantQuerySet(models.QuerySet["PostGrant"]):
    """Queries of grants."""

    def visible_to(self, user: User) -> "PostGrantQuerySet":
        """All of them for administrators, who answer for each other; of anybody else their own."""
        return self if user.has_role(Post.Role.ADMINISTRATOR) else self.filter(user=user)

    def waiting(self) -> "PostGrantQuerySet":
        """Proposed and not decided, the oldest first."""
        return self.filter(state=PostGrant.State.PROPOSED).order_by("id")

    def with_names(self) -> "PostGrantQuerySet":
        """With what a list prints."""
        return self.select_related("user", "unit", "proposed_by", "decided_by", "leaves")


class PostGrant(Sealed):
    """One change of what an account may do. A post is given, and an account closed or opened, by two administrators.

    Never for oneself; one's own post one ends alone. An administrator ends others' at once, recorded and told, but an
    administrator's and a leader's only with a second. The first two of an empty site are of the console.
    """

    class What(models.TextChoices):
        APPOINT = "appoint", _("Bổ nhiệm")
        END = "end", _("Kết thúc vị trí công tác")
        CLOSE = "close", _("Khóa tài khoản")
        OPEN = "open", _("Mở lại tài khoản")
        MOVE = "move", _("Chuyển công tác")
        CHANGE = "change", _("Sửa tên, thư điện tử")
        LINK = "link", _("Cấp phiếu đặt lại mật khẩu")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ xác nhận")
        DONE = "done", _("Đã có hiệu lực")
        REFUSED = "refused", _("Không chấp nhận")

    what = models.CharField(max_length=8, choices=What)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=14, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    decision_no = models.CharField(_("số quyết định"), max_length=60, blank=True)
    is_deputy = models.BooleanField(_("cấp phó"), default=False, db_default=False)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="grants")  # which it made, or ended
    leaves = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")  # of who moves: ends the day before
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True, default="", db_default="")
    email = models.EmailField(_("thư điện tử"), blank=True, default="", db_default="")
    sheet = models.ForeignKey(StaffSheet, models.PROTECT, null=True, related_name="grants")
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: the console
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = PostGrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("thay đổi quyền")
        constraints = [
            # Two people, neither of them the one it is about; the database says so, too.
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="grant_by_two"),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(what="end") | ~Q(proposed_by=F("user")), name="grant_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")), name="grant_not_by_oneself"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="proposed"), name="grant_waits")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.user}, {self.subject}" if self.unit else self.what_for

    @property
    def subject(self) -> str:
        """The post, as it is called."""
        return str(Post(role=self.role, unit=self.unit, is_deputy=self.is_deputy)) if self.unit else ""

    @property
    def what_for(self) -> str:
        """What, and for whom."""
        return f"{self.get_what_display()}: {self.user}"


def administrators_on(day: date) -> Any:
    """The accounts that hold the post of administrator on *day* and may sign in."""
    posts = Post.objects.in_force(day).filter(role=Post.Role.ADMINISTRATOR)
    return User.objects.filter(is_active=True, pk__in=posts.values("user_id")).order_by("pk")
