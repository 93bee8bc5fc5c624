"""What an applicant is told of a broken promise."""

from datetime import datetime

from dossiers.models import Dossier, Lateness, State
from procedures.law.status import Standing

BROKEN = ("overdue", "done_late")  # cases of a promise that was not kept


def lateness_of(dossier: Dossier, standing: Standing) -> dict[str, str]:
    """The reason of the delay once somebody signed for it; nothing when in time.

    Decree 61/2018/NĐ-CP art. 19.9: whoever is late apologises, says why, and names a new day.
    """
    if standing.case not in BROKEN and (dossier.new_due_at is None or not dossier.is_open):
        return {}
    signed = Lateness.objects.filter(dossier=dossier, decided_at__isnull=False).first()
    return {"reason": signed.reason if signed else ""}


def is_unanswered(dossier: Dossier, at: datetime) -> bool:
    """True while the desk owes the first answer to an online dossier, and its hours are over (Decree 45/2020)."""
    by = dossier.first_answer_due_at
    return dossier.state == State.SUBMITTED and dossier.first_answered_at is None and by is not None and by < at
