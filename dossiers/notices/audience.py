"""Who on the applicant's side is told of a dossier: who filed it; of an organisation whoever stands for it today."""

from datetime import date

from django.db.models import F

from dossiers.models import Dossier
from people.models import FormerMail, Party, Representation, User


def applicant_side(dossier: Dossier, day: date, *, submitter_represents: bool) -> list[User | None]:
    """The accounts to tell of *dossier*, read with its applicant and submitter; None where there is but an address.

    Who filed it, while they stand for the applicant. An organisation's is told to all who do on *day*, and so is what
    somebody filed who does no more: nobody else would hear of it.
    """
    if dossier.channel != Dossier.Channel.ONLINE:
        return [None]
    users = {dossier.submitted_by.pk: dossier.submitted_by} if submitter_represents else {}
    if not users or dossier.applicant.kind == Party.Kind.ORGANISATION:
        rows = Representation.objects.in_force(day).filter(party=dossier.applicant_id, only_code="")
        rows = rows.filter(checked_at__isnull=False, user__is_active=True).select_related("user").order_by("id")
        users |= {row.user_id: row.user for row in rows}
    return list(users.values()) or [None]


def mail_of(dossier: Dossier, *, is_former: bool) -> str:
    """The address on file; none where it is of somebody who stands for the applicant no more (*is_former*).

    What an account claimed about somebody is not where letters of the counter go.
    """
    online = dossier.channel == Dossier.Channel.ONLINE
    if is_former or not (online or dossier.applicant.is_checked):
        return ""
    return dossier.applicant.email


def former_mail(day: date) -> FormerMail:
    """The condition, on a dossier's row, that the address on file is such a one."""
    return FormerMail(F("applicant"), F("applicant__email"), day)
