"""What whoever holds the slip of a dossier may know of it: more than its code tells, and nothing about a person.

The code is consecutive and may be guessed; the four characters are drawn, and printed on the slip alone. No account is
asked for, so nothing here names the applicant or a number, and nothing can be done.
"""

from datetime import datetime
from secrets import compare_digest
from typing import Any

from django.utils.translation import gettext as _

from dossiers.deadlines.progress import steps_done
from dossiers.deadlines.promise import begin_of, due_if_completed, is_provisional
from dossiers.deadlines.status import standing_of
from dossiers.lateness import is_unanswered, lateness_of
from dossiers.models import Dossier, State
from dossiers.offices import desk_of, phone_about
from people.throttling import note_failure, require_unlocked
from toolbox.references import normalise, only_characters
from toolbox.refusal import Refused

SCOPE = "slip"
CODE_SCOPE = "look_up"


class NotOnSlip(Refused):
    """Code and characters stand together on no slip; in the same words whether there is such a code or not."""

    def __init__(self) -> None:
        super().__init__(_("Mã hồ sơ và mã tra cứu không khớp. So lại từng chữ với giấy tiếp nhận."))


def dossier_by_code(typed: str) -> Dossier | None:
    """The filed dossier that *typed* calls by its code, of which anybody learns the progress; None where there is none.

    Raises Locked for a code that was tried in vain too often.
    """
    code = normalise(typed)
    require_unlocked(CODE_SCOPE, code)
    dossier = Dossier.objects.filed_as(code).first()
    if dossier is None:
        note_failure(CODE_SCOPE, code)
    return dossier


def dossier_on_slip(code: str, characters: str) -> Dossier:
    """The dossier whose slip has both, however they were typed.

    Raises NotOnSlip for what does not fit, and Locked for a code that was tried in vain too often: whether there is
    such a dossier or not.
    """
    code = normalise(code)[:40]
    require_unlocked(SCOPE, code)
    dossier = Dossier.objects.filed_as(code).exclude(lookup_code="").filter(code=code).first()
    kept = dossier.lookup_code if dossier else "----"  # what nobody can type: the same work for no dossier
    if not compare_digest(kept.encode(), only_characters(characters)[:20].encode()) or dossier is None:
        note_failure(SCOPE, code)
        raise NotOnSlip
    return dossier


def facts_on_slip(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """*dossier* as its slip opens it at *at*: where it is, by when, and what it waits for."""
    asked, standing = dossier.open_supplement, standing_of(dossier, at)
    owes = dossier.fee_outstanding and not dossier.is_final
    return {
        "dossier": dossier,
        "step": steps_done(dossier),
        "standing": standing,
        "late": lateness_of(dossier, standing),
        "is_unanswered": is_unanswered(dossier, at),
        "counted_from": begin_of(dossier),
        "is_provisional": is_provisional(dossier),
        "if_completed": due_if_completed(dossier, at),
        "unit": dossier.holder_unit if dossier.is_open else None,
        "asked": asked if dossier.state == State.AWAITING_SUPPLEMENT else None,
        "fee_due": dossier.fee_due if owes else 0,
        "result_waits": dossier.state == State.RESOLVED,
        "desk": desk_of(dossier, at),
        "phone": phone_about(dossier),
    }
