"""User: someone who signs in. What they may do is written in posts and representations, never here."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import Token

from people.models.sealed import Sealed

if TYPE_CHECKING:
    from people.models.post import Post

CLOCK_USERNAME = "dong-ho"  # acts of the clock are by a named system user


class User(AbstractUser, Sealed):
    """An account. Names are one field: Vietnamese names are not split for storage (Circular 2 practice)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    is_system = models.BooleanField(_("tài khoản hệ thống"), default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Django and allauth ask for this name."""
        return str(self)

    def set_password(self, raw_password: str | None) -> None:
        """A new password also ends the API token that the old one gave: it may have leaked with it."""
        super().set_password(raw_password)
        if self.pk:
            Token.objects.filter(user=self).delete()

    @cached_property
    def active_posts(self) -> list["Post"]:
        """The posts held today, units included; read once per request."""
        return self.posts_on(timezone.localdate())

    def posts_on(self, day: date) -> list["Post"]:
        """The posts this user holds on *day*."""
        from people.models.post import posts_of  # noqa: PLC0415 - a post names its user

        return [post for post in posts_of(self.pk) if post.in_force(day)]

    def has_role(self, *roles: str) -> bool:
        """True when one of today's posts has one of *roles*."""
        return any(post.role in roles for post in self.active_posts)

    @property
    def is_staff_member(self) -> bool:
        """True for anyone who holds a post today: the officers' side opens."""
        return bool(self.active_posts)
