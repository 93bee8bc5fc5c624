"""The act of whoever holds the slip of the counter: follow that dossier in one's own account."""

from datetime import datetime, timedelta
from secrets import compare_digest

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.journal import entry
from dossiers.models import Dossier, FailedSlip
from dossiers.models.event import Verb
from people.actions import represent_by_slip
from people.models import User
from toolbox.refusal import InvalidInput, Refused

KEPT = timedelta(days=1)


def follow_by_slip(code: str, characters: str, *, by: User, at: datetime) -> Dossier:
    """Open the dossier *code*, taken in at the counter, to the account of whoever knows the *characters* of its slip.

    A slip may be lost or shown to others: it lets one follow this one dossier, and do no act on it; that takes the card
    at the counter. The person is told. Raises InvalidInput for what does not fit, in the same words whether there is
    such a code or not, and Refused once five tries within a quarter of an hour have failed.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        dossier = _filed_at_counter(code)
        if FailedSlip.objects.close(code[:40], by, at):
            raise Refused(_("Đã thử sai nhiều lần. Thử lại sau 15 phút, hoặc mang giấy tiếp nhận đến Bộ phận Một cửa."))
        fits = dossier is not None and compare_digest(dossier.lookup_code.encode(), characters.encode())
        if not fits:
            FailedSlip.objects.filter(at__lt=at - KEPT).delete()
            FailedSlip.objects.create(code=code[:40], user=by, at=at)
    if dossier is None or not fits:
        message = _("Mã hồ sơ và mã tra cứu không khớp. Xem lại trên giấy tiếp nhận.")
        raise InvalidInput({"characters": [message]}, message)
    if Dossier.objects.own_of(by).filter(pk=dossier.pk).exists():
        return dossier
    with entry(dossier, Verb.SLIP_SHOWN, by=by, at=at) as act:
        represent_by_slip(user=by, party=act.dossier.applicant, code=code, at=at)
    return act.dossier


def _filed_at_counter(code: str) -> Dossier | None:
    """The dossier, locked, so that tries at one code are counted one after another."""
    rows = Dossier.objects.select_for_update(of=("self",), no_key=True).exclude(channel=Dossier.Channel.ONLINE)
    return rows.filter(code=code).exclude(lookup_code="").first()
