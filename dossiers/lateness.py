"""What an applicant is told of a broken promise."""

from dossiers.models import Dossier, Lateness
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
