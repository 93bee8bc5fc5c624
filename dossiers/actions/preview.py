"""See the paper of a proposal before it is proposed or signed: who may, and what they see."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Dossier, State
from dossiers.models.event import Verb
from dossiers.papers.preview import Proposal, proposal_of, typeset
from dossiers.permissions import post_for
from people.models import Post, User
from toolbox.refusal import Forbidden


def preview(dossier: Dossier, *, by: User, at: datetime, proposal: Proposal | None = None) -> bytes:
    """The PDF of *proposal*, or of what is proposed now, to who may propose or sign it now; nothing is stored.

    Raises Forbidden for anybody else, and whenever nothing is to be decided.
    """
    verb, post = deciding(dossier, by, at)
    return typeset(dossier, proposal or proposal_of(dossier, at), verb, post, by=by, at=at)


def deciding(dossier: Dossier, user: User, at: datetime) -> tuple[Verb, Post]:
    """Which decision on *dossier* is *user*'s now, and the post by which it is. Raises Forbidden."""
    verb = _next_decision(dossier)
    day = timezone.localdate(at)
    if verb and (post := post_for(user, dossier, verb, day)):
        return verb, post
    if verb == Verb.RESOLVED and not dossier.is_drafted and (post := post_for(user, dossier, Verb.DRAFTED, day)):
        return Verb.DRAFTED, post
    if verb == Verb.APPROVED and (post := post_for(user, dossier, Verb.ENDORSED, day)):
        return Verb.ENDORSED, post
    if verb in (Verb.APPROVED, Verb.RESOLVED) and dossier.appraiser_id == user.pk and user.active_posts:
        return Verb.PROPOSED, user.active_posts[0]
    raise Forbidden(_("Chỉ người trình hoặc người ký xem trước kết quả, khi hồ sơ đang chờ việc đó."))


def _next_decision(dossier: Dossier) -> Verb | None:
    if dossier.state == State.APPROVAL:
        return Verb.APPROVED
    if dossier.may_be_resolved:
        return Verb.RESOLVED
    return Verb.PROPOSED if dossier.state == State.APPRAISAL and dossier.edition.needs_approval else None
