"""User: someone who signs in. What they may do is written in posts and representations, never here."""

import hashlib
import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from people.models.sealed import Sealed

if TYPE_CHECKING:
    from people.models.post import Post

CLOCK_USERNAME = "dong-ho"  # acts of the clock are by a named system user
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]*[a-z0-9]")
# Names of the house, compared without dots, dashes and digits at the end: nobody else may look like it.
RESERVED = frozenset(
    {"admin", "administrator", "root", "superuser", "sysadmin", "system", "webmaster", "postmaster", "hostmaster"}
    | {"hethong", "dongho", "quantri", "quantrivien", "quantrihethong", "baomat", "hotro", "support", "security"}
    | {"motcua", "bophanmotcua", "canbo", "lanhdao", "giamdoc", "thanhtra", "vanthu", "ketoan"}
    | {"noreply", "anonymous", "guest", "null", "api"}
)


class User(AbstractUser, Sealed):
    """An account. Names are one field: Vietnamese names are not split for storage (Circular 2 practice)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    # Drawn anew with each change of the second factor (`people.actions.renew_credentials`).
    credentials = models.CharField(max_length=16, blank=True, editable=False, default="", db_default="")
    is_system = models.BooleanField(_("tài khoản hệ thống"), default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        """Names that are new are of one script and not the house's own; old ones stay and still sign in."""
        if User.objects.filter(pk=self.pk, username=self.username).exists():
            self.email = User.objects.normalize_email(self.email)
            return
        super().clean()
        self.username = new_username(self.username)

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The name of an account that is made, by whatever door, folded. Raises ValidationError for other scripts."""
        name: str = super().normalize_username(username)
        if not USERNAME.fullmatch(name.lower()):
            raise ValidationError({"username": username_message()})
        return name

    def set_password(self, raw_password: str | None) -> None:
        """Keep the password in one form: an accent opens from every keyboard, composed or not."""
        super().set_password(raw_password and one_form(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """True for the password in any form of its accents; or as it was set before forms counted."""
        form = raw_password and one_form(raw_password)
        return super().check_password(form) or (form != raw_password and super().check_password(raw_password))

    def get_full_name(self) -> str:
        """Django and allauth ask for this name."""
        return str(self)

    @property
    def credentials_mark(self) -> str:
        """What changes with the password and with the second factor: keys given for other credentials are no more."""
        return hashlib.sha256(f"{self.password}/{self.credentials}".encode()).hexdigest()

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Sessions begun with another password or factor end; those from before factors counted go on."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, self.password + self.credentials, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def active_posts(self) -> list["Post"]:
        """The posts held today, units included; read once per request."""
        return self.posts_on(timezone.localdate())

    def posts_on(self, day: date) -> list["Post"]:
        """The posts this user holds on *day*."""
        from people.models.post import posts_of  # noqa: PLC0415 - a post names its user

        return [post for post in posts_of(self.pk) if post.in_force(day)]

    @cached_property
    def acting_posts(self) -> list["Post"]:
        """The same and those of whom they stand in for today, each with its `delegation`."""
        from people.models.delegation import acting_posts_on  # noqa: PLC0415 - a delegation names its users

        return acting_posts_on(self, timezone.localdate())

    def has_role(self, *roles: str) -> bool:
        """True when one of today's posts has one of *roles*, or one they act by without limits."""
        return any(post.role in roles for post in self.acting_posts if post.is_whole)

    @property
    def is_staff_member(self) -> bool:
        """True for anyone who holds a post today: the officers' side opens."""
        return bool(self.active_posts)


def one_form(password: str) -> str:
    """A password as it is hashed (NFKC, as RFC 8265 and NIST 800-63B have it)."""
    return unicodedata.normalize("NFKC", password)


def new_username(typed: str) -> str:
    """*typed* as a new account is called: folded (NFKC), in lower case.

    Raises ValidationError for other letters than ASCII, for a name of the house, and for one that differs from another
    account's by capitals only.
    """
    name = unicodedata.normalize("NFKC", typed).strip().lower()
    if not USERNAME.fullmatch(name):
        raise ValidationError({"username": username_message()})
    bare = re.sub(r"[._-]", "", name).rstrip("0123456789")
    if bare in RESERVED or User.objects.filter(username__iexact=name).exists():
        raise ValidationError({"username": _("Không dùng được tên đăng nhập này. Chọn tên khác.")})
    return name


def username_message() -> str:
    """What a user name is made of."""
    return str(
        _("Tên đăng nhập chỉ gồm chữ cái không dấu a–z, chữ số, dấu chấm, gạch nối và gạch dưới; ít nhất 2 ký tự.")
    )
