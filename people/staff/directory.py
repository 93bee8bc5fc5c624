"""The directory of the office: who has, had or will have a post, and their standing; found by name, unit, role."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from people.models import Agency, Invitation, Post, User
from toolbox.collation import collation_key
from toolbox.keyset import BadCursor, Page
from toolbox.text import fold


class Standing(models.TextChoices):
    """What an account is on a day."""

    WORKING = "working", _("Đang giữ vị trí")
    COMING = "coming", _("Sắp giữ vị trí")
    LEFT = "left", _("Đã thôi mọi vị trí")
    NONE = "none", _("Chưa có vị trí")
    UNOPENED = "unopened", _("Chưa đặt mật khẩu")
    CLOSED = "closed", _("Tài khoản bị khóa")


@dataclass(frozen=True)
class Entry:
    """One account of the office, with its posts, on a day."""

    user: User
    posts: list[Post]
    day: date

    @property
    def today(self) -> list[Post]:
        """The posts that are held on the day."""
        return [post for post in self.posts if post.in_force(self.day)]

    @property
    def coming(self) -> list[Post]:
        """The posts that begin later."""
        return [post for post in self.posts if post.valid_from > self.day]

    @property
    def standing(self) -> Standing:
        """The one word that says most."""
        if not self.user.is_active:
            return Standing.CLOSED
        if self.today:
            return Standing.WORKING
        if self.coming:
            return Standing.COMING
        return Standing.LEFT if self.posts else Standing.NONE

    @property
    def standings(self) -> set[str]:
        """Every word that is true of it; that nobody has set a password yet stands beside the others."""
        opened = self.user.has_usable_password() or not self.user.is_active
        return {self.standing} | (set() if opened else {Standing.UNOPENED})

    @property
    def order(self) -> tuple[str, str]:
        """By the given name, which stands last, then by the whole."""
        name = str(self.user)
        return collation_key(name.split()[-1] if name.split() else ""), collation_key(name)


def entry_of(user: User, day: date) -> Entry:
    """The entry of one account."""
    return Entry(user, list(Post.objects.filter(user=user).order_by("-valid_from", "-id")), day)


def people_of_the_office() -> models.QuerySet[User]:
    """The accounts that the directory lists: as many as the office has people, whatever the number of citizens."""
    posts, invitations = Post.objects.filter(user=OuterRef("pk")), Invitation.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(posts) | Exists(invitations), is_system=False)


def entries(
    day: date, *, words: str = "", unit: Agency | None = None, role: str = "", standing: str = ""
) -> list[Entry]:
    """The entries that fit all of what is given, by given name; of *unit* also those of the units below it."""
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.order_by("-valid_from", "-id"):
        posts.setdefault(post.user_id, []).append(post)
    rows = [Entry(user, posts.get(user.pk, []), day) for user in people_of_the_office()]
    needle = fold(words)
    fitting = (row for row in rows if _fits(row, needle, unit, role) and (not standing or standing in row.standings))
    return sorted(fitting, key=lambda row: (row.order, row.user.pk))


def page_of(rows: list[Entry], cursor: str, size: int) -> Page:
    """One page of *rows*: those from the entry that *cursor* names on. Raises BadCursor."""
    start = _place(rows, cursor) if cursor else 0
    earlier, later = max(start - size, 0), start + size
    return Page(
        rows=rows[start:later],
        next=_cursor(rows[later]) if later < len(rows) else "",
        previous=_cursor(rows[earlier]) if start else "",
    )


def _fits(row: Entry, needle: str, unit: Agency | None, role: str) -> bool:
    if needle and needle not in fold(f"{row.user.full_name} {row.user.username} {row.user.email}"):
        return False
    if unit is None and not role:
        return True
    # Of who has left, by the posts they had.
    held = [*row.today, *row.coming] or row.posts
    return any((not role or post.role == role) and (unit is None or _is_in(post.unit, unit)) for post in held)


def _is_in(unit: Agency, above: Agency) -> bool:
    return unit.path.startswith(above.path)


def _cursor(entry: Entry) -> str:
    return base64.urlsafe_b64encode(f"e|{entry.user.pk}".encode()).decode().rstrip("=")


def _place(rows: list[Entry], cursor: str) -> int:
    try:
        kind, _bar, key = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
    except (ValueError, binascii.Error) as error:
        raise BadCursor(cursor) from error
    if kind != "e":
        raise BadCursor(cursor)
    return next((place for place, row in enumerate(rows) if str(row.user.pk) == key), 0)
