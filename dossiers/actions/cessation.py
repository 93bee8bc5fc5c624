"""The act that ends a dossier whose applicant died, was dissolved, or lost capacity by a court's decision."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_successors
from dossiers.actions.preconditions import require_post, require_text
from dossiers.actions.withdrawal import end
from dossiers.journal import Lockable, entry, following
from dossiers.models import Dossier, Paper, particulars
from dossiers.models.cessation import Cessation
from dossiers.models.event import Verb
from dossiers.papers import issue
from people.models import Party, User
from toolbox.refusal import InvalidInput

LONGEST = 300  # characters of the proof, and of who issued it


def stop_for_cessation(
    dossier: Lockable, ground: str, day: date, document: str, issuer: str, note: str = "", *, by: User, at: datetime
) -> Dossier:
    """Stop a dossier that has no applicant any more, on the paper that proves it: two events, one Form 05.

    *ground* is a Cessation of *day*; *document* says which paper (kind and number), *issuer* whose it is. By head or
    leader: a desk that holds the paper alone ends nothing (Circular 03/2025; Decree 61/2018 art. 19). Whoever succeeds
    the applicant may file anew, and is told so. Raises Forbidden, Refused once it is decided, InvalidInput by field.
    """
    proof = ", ".join(filter(None, (document.strip(), issuer.strip())))
    words = "\n".join(filter(None, (proof, note.strip())))
    with entry(dossier, Verb.APPLICANT_CEASED, by=by, at=at, note=words) as act:
        dossier = act.dossier
        post = require_post(act, dossier.to_withdrawal_requested)
        dossier.to_withdrawal_requested()
        _require_proof(dossier.applicant, ground, day, document, issuer, at)
        dossier.withdrawal_from = act.was
        act.particulars |= {particulars.CEASED_BY: ground, particulars.CEASED_ON: day.isoformat()}
        with following(act, Verb.STOPPED) as last:
            last.as_post(post)
            dossier.to_stopped()
            end(last)
            issue(last, Paper.Kind.STOP_NOTICE, reason=proof)
            tell_successors(last, Cessation(ground), proof)
    return act.dossier


def _require_proof(party: Party, ground: str, day: date, document: str, issuer: str, at: datetime) -> None:
    """A ground that can befall such an applicant, on a day that has come, with the paper that says so."""
    if ground not in Cessation.of(party):
        raise _wrong("ground", _("Chọn căn cứ phù hợp với người nộp hồ sơ là cá nhân hoặc tổ chức."))
    born = party.birth_date if party.kind == Party.Kind.PERSON else None
    if day > timezone.localdate(at) or (born and day < born):
        raise _wrong("day", _("Ngày này phải từ hôm nay trở về trước, và không trước ngày sinh của người nộp hồ sơ."))
    require_text(
        document, _("Nhập tên và số giấy tờ chứng minh, ví dụ: Trích lục khai tử số 12/TLKT."), name="document"
    )
    require_text(issuer, _("Nhập cơ quan cấp giấy tờ chứng minh."), name="issuer")
    for name, text in (("document", document), ("issuer", issuer)):
        if len(text.strip()) > LONGEST:
            raise _wrong(name, _("Viết trong %(n)d ký tự.") % {"n": LONGEST})


def _wrong(name: str, message: str) -> InvalidInput:
    return InvalidInput({name: [message]}, message)
