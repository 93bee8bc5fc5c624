"""The act by which a seal clerk has the agency sign a result, where its edition wants one (Decree 30/2020 art. 32, 33).

The person's signature is in the file already; the worker adds the agency's, in the place that was left for it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import heed, require_post
from dossiers.actions.results import DECIDED
from dossiers.journal import Lockable, entry, out_of_turn
from dossiers.models import Dossier, Paper, particulars
from dossiers.models.event import Verb
from dossiers.models.paper import PaperQuerySet
from dossiers.papers.render import render_waiting
from dossiers.release import RESULTS
from people.models import User
from toolbox.formats import instant
from toolbox.refusal import Refused


def seal_result(dossier: Lockable, seen: str = "", *, by: User, at: datetime) -> Dossier:
    """Have the agency sign the result of *dossier* that waits for it; once, whatever is asked twice.

    *seen* is the SHA-256 of the signed file that the clerk looked at: when another one waits by now, nothing is sealed.
    Raises Forbidden to who may not, or who signed it themselves; Refused where nothing waits for the seal.
    """
    with entry(dossier, Verb.SEALED, by=by, at=at) as act:
        require_post(act, None)
        if act.dossier.state not in DECIDED:
            raise out_of_turn(act)
        heed(refusal_to_seal(act.dossier))
        paper = _rows(act.dossier).to_seal().select_for_update(of=("self",)).get()
        if seen and seen != paper.sha256:
            raise Refused(_("Văn bản đã thay đổi sau khi ông/bà xem. Mở lại văn bản rồi đóng dấu."))
        act.particulars |= {particulars.PAPER: paper.reference, particulars.FILE: paper.sha256}
        paper.sealed_by, paper.sealed_at = by, act.at
        paper.state, paper.tries, paper.not_before = Paper.State.PENDING, 0, act.at
        paper.save(update_fields=["sealed_by", "sealed_at", "state", "tries", "not_before"])
        tell_applicant(act)
        # The row is the job: with the broker down the act stands all the same, and the round makes the file.
        transaction.on_commit(render_waiting.delay, robust=True)
    return act.dossier


def may_be_sealed(dossier: Dossier) -> bool:
    """A seal clerk has its results signed, and there is one that was not sealed yet."""
    if dossier.state not in DECIDED:
        return False
    paper = _latest(dossier)
    return paper is not None and paper.is_sealed_by_clerk and not paper.sealed_at and not paper.is_ready


def refusal_to_seal(dossier: Dossier) -> Refused | None:
    """Why there is nothing to seal now; None where a signed result waits for it."""
    paper = _latest(dossier)
    if paper is None:
        return Refused(_("Kết quả đã bị thay hoặc thu hồi nên không còn văn bản để đóng dấu."))
    if not paper.is_sealed_by_clerk or (paper.is_ready and not paper.sealed_at):
        return Refused(_("Kết quả của hồ sơ này được ký số của cơ quan tự động, không chờ văn thư đóng dấu."))
    if paper.sealed_at and paper.sealed_by:
        words = {"number": paper.reference, "who": paper.sealed_by, "at": instant(paper.sealed_at)}
        return Refused(_("Văn bản số %(number)s đã được %(who)s đóng dấu lúc %(at)s.") % words)
    if paper.state == Paper.State.FAILED:
        return Refused(_("Chưa tạo được tệp của văn bản này. Báo quản trị hệ thống rồi đóng dấu sau."))
    if paper.state == Paper.State.PENDING:
        return Refused(_("Tệp của văn bản đang được ký. Chờ ít phút rồi đóng dấu."))
    return None


def _rows(dossier: Dossier) -> PaperQuerySet:
    """The results that count: neither void, nor replaced or revoked."""
    return Paper.objects.filter(dossier=dossier, kind__in=RESULTS, voided_at=None, result__ended_at=None)


def _latest(dossier: Dossier) -> Paper | None:
    return _rows(dossier).select_related("sealed_by").order_by("id").last()
