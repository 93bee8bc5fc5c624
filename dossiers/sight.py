"""What a reader sees of a dossier, by role; and the record that they read it.

Officers, heads, leaders, the desk and auditors see all of it. The cashier and the seal clerk see what their step needs:
code, procedure, the applicant's name, the fee, and the papers they make or seal. One table for pages, API, files and
search. Which dossiers a unit opens is asked before, of `visible_to`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dossiers.models import Attachment, Dossier, Paper
from dossiers.models.visibility import FROM_THEIR_STEP_ROLES
from people.models import Post, Read, User
from people.privacy import reads
from toolbox.refusal import Forbidden

Role, Kind, What = Post.Role, Paper.Kind, Read.What
Item = Attachment | Paper | None


class Part(StrEnum):
    """What not every reader sees."""

    IDENTITY = "identity"  # numbers and telephone of the applicant
    ANSWERS = "answers"
    ATTACHMENTS = "attachments"
    WORDS = "words"  # what officers wrote, and what was asked for
    GROUND = "fee_ground"  # why less is due: merit, poverty, disability
    RECORD = "record"


@dataclass(frozen=True)
class Sight:
    """The parts and the kinds of papers that a reader sees."""

    parts: frozenset[Part]
    papers: frozenset[str]

    def shows(self, paper: Paper) -> bool:
        """True for a paper of a kind that they see."""
        return paper.kind in self.papers

    def without(self) -> list[str]:
        """The parts that they do not see."""
        return sorted(part.value for part in Part if part not in self.parts)


WHOLE = Sight(frozenset(Part), frozenset(Kind.values))
BY_ROLE: dict[str, Sight] = {
    Role.CASHIER: Sight(frozenset({Part.GROUND}), frozenset({Kind.FEE_RECEIPT})),
    Role.SEAL_CLERK: Sight(frozenset(), frozenset({Kind.RESULT, Kind.REFUSAL, Kind.APOLOGY, Kind.STOP_NOTICE})),
}
PART_OF: dict[str, Part] = {
    What.FORM: Part.ANSWERS,
    What.ATTACHMENT: Part.ATTACHMENTS,
    What.RECORD: Part.RECORD,
    What.PARTY: Part.IDENTITY,
}


def sight_of(user: User, dossier: Dossier) -> Sight:
    """What *user* sees of *dossier*, which was read with `read_by(user)`; together what each of their posts shows."""
    if not user.active_posts or is_own_reading(dossier) or dossier.opened_whole:  # type: ignore[attr-defined]
        return WHOLE
    sights = [BY_ROLE[post.role] for post in user.acting_posts if post.role in BY_ROLE]
    parts = frozenset(part for sight in sights for part in sight.parts)
    return Sight(parts, frozenset(kind for sight in sights for kind in sight.papers))


def is_own_reading(dossier: Dossier) -> bool:
    """True for the applicant's side, which reads what is its own."""
    return dossier.is_draft or bool(dossier.followed)  # type: ignore[attr-defined]


def require_sight(user: User, dossier: Dossier, what: str, item: Item = None) -> None:
    """Raise Forbidden, in words, where *what* of *dossier*, of files *item*, is not theirs to see."""
    sight = sight_of(user, dossier)
    if what in PART_OF and PART_OF[what] not in sight.parts:
        raise Forbidden(_("Vị trí công tác của ông/bà không xem phần này của hồ sơ."))
    if isinstance(item, Paper) and not sight.shows(item):
        raise Forbidden(_("Vị trí công tác của ông/bà không xem giấy tờ này."))


def finds_by_number(user: User) -> bool:
    """True for who may look for an applicant by number or telephone; others find by code and name."""
    roles = {post.role for post in user.acting_posts if post.is_whole} - {Role.ADMINISTRATOR}
    return any(Part.IDENTITY in BY_ROLE.get(role, WHOLE).parts for role in roles)


def note_read(
    request: HttpRequest, dossier: Dossier, what: str, *, by: User, at: datetime, item: Item = None, own: bool
) -> Dossier:
    """Record that *by* read *what* of *dossier*, and return it. Raises Forbidden for what they do not see.

    Nothing is recorded of the applicant's side; *own* is false on pages that only posts open, whoever else reads there.
    """
    require_sight(by, dossier, what, item)
    if by.active_posts and not (own and is_own_reading(dossier)):
        subject = reads.Subject(dossier.pk, dossier.code or "", dossier.applicant_id, item.pk if item else None)
        reads.record(request, what, subject, by=by, at=at, post=_post_of(by, dossier))
    return dossier


def note_reads(request: HttpRequest, dossiers: Iterable[Dossier], *, by: User, at: datetime) -> None:
    """Record that *by* read *dossiers*, which one page of the officers' side shows together."""
    subjects = [reads.Subject(row.pk, row.code or "", row.applicant_id) for row in dossiers]
    reads.record_many(request, What.DOSSIER, subjects, by=by, at=at)


def _post_of(user: User, dossier: Dossier) -> Post | None:
    """The post through which they see it: one of a unit that has or received it, before one that sees a part."""
    units = [unit for unit in (dossier.holder_unit, dossier.desk_unit) if unit is not None]
    posts = [post for post in user.acting_posts if post.role != Role.ADMINISTRATOR]
    whole = [post for post in posts if post.role not in FROM_THEIR_STEP_ROLES]
    posts = whole if dossier.opened_whole else posts  # type: ignore[attr-defined]
    near = (post for post in posts if post.role != Role.AUDITOR and any(map(post.covers, units)))
    return next(near, None) or next(iter(posts), None)
