"""Whether whoever holds a dossier is still there: an account that may sign in, with a post of the unit that has it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from dossiers.models.dossier import Dossier
from people.models import Agency, Post, User

HANDLERS = (Post.Role.DESK, Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER)


def is_in_office(user: User, unit: Agency | None, day: date) -> bool:
    """True for an account that handles dossiers of *unit* on *day*; reads what the process keeps."""
    if unit is None or not user.is_active:
        return False
    return any(post.role in HANDLERS and post.covers(unit) for post in user.posts_on(day))


def holder_in_office(dossier: Dossier, day: date) -> User | None:
    """Who handles *dossier*, if they are still there; None where nobody does any more."""
    holder = dossier.holder
    return holder if holder is not None and is_in_office(holder, dossier.holder_unit, day) else None


def is_forsaken(dossier: Dossier, day: date) -> bool:
    """True while it stands with somebody who left: anybody of the unit may take it."""
    return dossier.holder_id is not None and holder_in_office(dossier, day) is None


def handled_by(user: User, posts: Iterable[Post]) -> Q:
    """The condition on rows that *user* handles by *posts*: their own, and those of whom they stand in for."""
    mine = Q(holder=user)
    for post in posts:
        if (row := post.delegation) and post.role in HANDLERS:
            of_them = Q(edition__procedure__slug__in=row.procedures) if row.procedures else Q()
            mine |= Q(holder=post.user_id, holder_unit__in=post.unit_ids) & of_them
    return mine


def headed_by(posts: Iterable[Post]) -> Q:
    """The condition on rows that stand with the unit of one of *posts* that is more than an officer's."""
    rows = Q(holder_unit_id__in=[post.unit_id for post in posts if post.role != Post.Role.OFFICER and _is_of_all(post)])
    for post in posts:
        if post.role != Post.Role.OFFICER and (row := post.delegation) and row.procedures:
            rows |= Q(holder_unit_id=post.unit_id, edition__procedure__slug__in=row.procedures)
    return rows


def _is_of_all(post: Post) -> bool:
    return post.delegation is None or not post.delegation.procedures


def holders_in_office(dossiers: Iterable[Dossier], day: date) -> dict[int, User]:
    """By dossier, who handles it and is still there: one statement for all of them."""
    held = [(row.pk, row.holder, row.holder_unit) for row in dossiers if row.holder and row.holder.is_active]
    posts = Post.objects.in_force(day).filter(user__in={holder.pk for _pk, holder, _unit in held}, role__in=HANDLERS)
    by_user: dict[int, list[Post]] = {}
    for post in posts.select_related("unit") if held else []:
        by_user.setdefault(post.user_id, []).append(post)
    return {
        pk: holder
        for pk, holder, unit in held
        if unit and any(post.covers(unit) for post in by_user.get(holder.pk, []))
    }


def forsaken_in(units: Iterable[Agency], day: date) -> Q:
    """The condition on rows that one of *units* has, that whoever holds them left."""
    posts = Post.objects.in_force(day).filter(role__in=HANDLERS, user__is_active=True).only("user", "unit", "role")
    held = list(posts)
    gone = Q(pk__in=[])
    for unit in units:
        there = [post.user_id for post in held if post.covers(unit)]
        gone |= Q(holder_unit=unit.pk, holder__isnull=False) & ~Q(holder__in=there)
    return gone
