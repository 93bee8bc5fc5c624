"""Acts on posts and agencies: appoint, revoke, open a unit; the only writers of these rows."""

from datetime import date, timedelta
from typing import Any

from people.models import Agency, Post, User
from people.models.reference import forget_version


def appoint(
    *,
    user: User,
    unit: Agency,
    role: str,
    since: date,
    until: date | None = None,
    decision_no: str = "",
    is_deputy: bool = False,
) -> Post:
    """Give *user* a role in *unit* from *since*."""
    forget_version()
    term = {"valid_from": since, "valid_to": until, "decision_no": decision_no}
    return Post.objects.create(user=user, unit=unit, role=role, is_deputy=is_deputy, **term)


def revoke(*, post: Post, until: date) -> None:
    """End a post on *until*; the row stays as history."""
    post.valid_to = until
    post.save(update_fields=["valid_to"])
    forget_version()


def end_at_once(*, post: Post, day: date) -> None:
    """End a post before *day*, so that it opens nothing any more; one that begins later never began."""
    yesterday = day - timedelta(days=1)
    post.valid_from, post.valid_to = min(post.valid_from, yesterday), yesterday
    post.save(update_fields=["valid_from", "valid_to"])
    forget_version()


def open_agency(*, code: str, name: str, kind: str, since: date, **facts: Any) -> Agency:
    """Create a body or unit under its parent; its path is written once, then."""
    path = path_below(facts.get("parent"), code)
    forget_version()
    agency, _created = Agency.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "valid_from": since, "path": path, **facts}
    )
    return agency


def path_below(parent: Agency | None, code: str) -> str:
    """The path of the unit *code* under *parent*: "T/SLD/SLD-NCC/"."""
    return f"{parent.path if parent else ''}{code}/"
