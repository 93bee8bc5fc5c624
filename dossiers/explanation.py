"""Explain in words why somebody sees a dossier, and who could have opened it on a day.

It says what `visible_to` and `permissions` decide, and decides nothing: a test holds both to the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Dossier, DossierAccess
from dossiers.models.visibility import AT_WORK_ROLES, FROM_THEIR_STEP_ROLES
from people.models import Delegation, Post, Representation, User
from people.models.delegation import borrowed
from toolbox.formats import day as in_words


@dataclass(frozen=True)
class Opening:
    """One way in: a post, or the applicant's side; why it opens the dossier, and since when where that is known."""

    why: str
    since: datetime | None = None


@dataclass(frozen=True)
class Reader:
    """Somebody who could open a dossier on a day, and by what."""

    user: User
    openings: list[Opening]


def openings_of(user: User, dossier: Dossier) -> list[Opening]:
    """Every reason why *user* may see *dossier* today, in words; none for who may not."""
    day = timezone.localdate()
    if dossier.is_draft:
        return [Opening(_("Bản nháp của ông/bà."))] if dossier.submitted_by_id == user.pk else []
    rows = Representation.objects.in_force(day).filter(user=user, party=dossier.applicant_id).select_related("party")
    openings = [*_of_applicant(rows, dossier), *_of_posts(user.acting_posts, dossier, _access_of(dossier, day))]
    return openings if user.is_active else []


def readers_on(dossier: Dossier, day: date) -> list[Reader]:
    """Everybody whose post or representation opened *dossier* on *day*, by name; for auditors.

    By posts and access as they were on that day; an account that was closed since is named all the same.
    """
    access = _access_of(dossier, day)
    readers: dict[User, list[Opening]] = {}
    posts = Post.objects.in_force(day).select_related("user", "unit").order_by("user__full_name", "pk")
    for post in posts:
        if openings := _of_posts([post], dossier, access):
            readers.setdefault(post.user, []).extend(openings)
    for delegation in Delegation.objects.dated(day).select_related("post__user", "post__unit", "to").order_by("pk"):
        if delegation.post.in_force(day) and (openings := _of_posts([borrowed(delegation)], dossier, access)):
            readers.setdefault(delegation.to, []).extend(openings)
    rows = Representation.objects.in_force(day).filter(party=dossier.applicant_id).select_related("user", "party")
    for row in rows:
        if openings := list(_of_applicant([row], dossier)):
            readers.setdefault(row.user, []).extend(openings)
    return [Reader(user, openings) for user, openings in readers.items()]


def _access_of(dossier: Dossier, day: date) -> list[DossierAccess]:
    """Which units and roles had been let in by the end of *day*; what holds and received it has been."""
    rows = list(DossierAccess.objects.filter(dossier=dossier.pk).select_related("unit").order_by("since"))
    for row in rows:
        row.dossier = dossier
    return [row for row in rows if timezone.localdate(row.since) <= day]


def _of_applicant(rows: Iterable[Representation], dossier: Dossier) -> Iterable[Opening]:
    """By what each of *rows* opens the applicant's side."""
    for row in rows:
        if row.only_code:
            if row.only_code == dossier.code:
                yield Opening(_("Có giấy tiếp nhận của hồ sơ này: chỉ xem."))
        elif row.is_checked:
            yield Opening(_("Là người nộp, hoặc đại diện đã được đối chiếu giấy tờ."))
        elif dossier.submitted_by_id == row.user_id:
            yield Opening(_("Tự nộp hồ sơ này; giấy tờ của người nộp chưa được đối chiếu."))


def _of_posts(posts: Iterable[Post], dossier: Dossier, access: list[DossierAccess]) -> list[Opening]:
    openings = []
    for post in posts:
        if post.role == Post.Role.AUDITOR:
            openings.append(Opening(_("%(post)s: xem mọi hồ sơ để kiểm tra.") % {"post": post}))
        for row in access:
            if _opens(post, row):
                openings.append(Opening(_why(post, row, dossier), row.since))
                break
    return openings


def _opens(post: Post, row: DossierAccess) -> bool:
    """True where *post* enters by *row*: all who work in the unit, or a role from its step on."""
    if post.delegation is not None and not post.delegation.is_for(row.dossier.edition.procedure.slug):
        return False
    if row.role:
        return post.role == row.role and post.role in FROM_THEIR_STEP_ROLES and post.covers(row.unit)
    return post.role in AT_WORK_ROLES and post.covers(row.unit)


def _why(post: Post, row: DossierAccess, dossier: Dossier) -> str:
    name = str(post)
    if post.delegation is not None:
        until = in_words(post.delegation.valid_to)
        name = _("%(post)s, thay %(who)s đến %(until)s") % {"post": post, "who": post.user, "until": until}
    facts = {"post": name, "unit": row.unit, "since": in_words(timezone.localdate(row.since))}
    if row.role:
        return _("%(post)s: từ bước của vị trí này, %(since)s.") % facts
    if row.unit_id == dossier.holder_unit_id:
        return _("%(post)s: %(unit)s đang giữ hồ sơ.") % facts
    if row.unit_id == dossier.desk_unit_id:
        return _("%(post)s: %(unit)s đã tiếp nhận hồ sơ.") % facts
    return _("%(post)s: %(unit)s đã giữ hồ sơ từ %(since)s.") % facts
