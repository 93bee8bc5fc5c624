"""Acts on parcels that come in: register one that the postal worker brought, enter the dossiers in it, or none.

A dossier sent by post is filed at the moment when postal worker and desk sign the hand-over record (Decision 45/2016
art. 7.4): that stands as `submitted_at`. Its term runs from acceptance, as every other's does.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.parcel_checks import checked_number, insert_parcel, locked, require_postage, require_state
from dossiers.actions.preconditions import require_text
from dossiers.journal import Act
from dossiers.models import Dossier, Parcel, ParcelItem, particulars
from people.models import Post, User
from toolbox.refusal import Forbidden, InvalidInput, Refused

LATEST = timedelta(days=30)  # a record older than this is mistyped
State = Parcel.State


def receive_parcel(
    number: str,
    *,
    sender: str,
    courier: str,
    handed_at: datetime,
    by: User,
    at: datetime,
    address: str = "",
    record_no: str = "",
    postage: int = 0,
    payer: str = Parcel.Payer.APPLICANT,
    as_printed: bool = False,
) -> Parcel:
    """Register a parcel that *courier* of the post handed to the desk at *handed_at*, as their record says.

    Raises Forbidden to who works at no desk, InvalidInput at a field.
    """
    parcel = Parcel(desk=_desk_of(by, at).unit, direction=Parcel.Direction.IN, state=State.ARRIVED)
    parcel.number = checked_number(number, as_printed=as_printed)
    parcel.party = require_text(sender, _("Nhập họ tên người gửi ghi trên bưu gửi."), name="sender")[:255]
    parcel.courier = require_text(courier, _("Nhập họ tên nhân viên bưu điện giao bưu gửi."), name="courier")[:150]
    if not at - LATEST <= handed_at <= at:
        message = _("Lúc giao nhận phải trong 30 ngày qua và không sau lúc này.")
        raise InvalidInput({"handed_at": [message]}, message)
    require_postage(postage, payer)
    parcel.address, parcel.record_no, parcel.postage = address.strip()[:500], record_no.strip()[:40], postage
    parcel.payer, parcel.clerk, parcel.posted_at = payer, by, handed_at
    parcel.registered_by, parcel.registered_at = by, at
    insert_parcel(parcel)
    return parcel


def close_arrival(parcel: Parcel, reason: str, *, by: User, at: datetime) -> Parcel:
    """Say that no dossier is entered from a parcel, and why: it holds something else, or came to the wrong place."""
    reason = require_text(reason, _("Nhập lý do không vào sổ hồ sơ nào từ bưu gửi này."))[:500]
    with transaction.atomic():
        parcel = locked(parcel.pk)
        _require_own_desk(parcel, by, at)
        require_state(parcel, State.ARRIVED)
        parcel.state, parcel.reason = State.ENTERED, reason
        _end(parcel, by, at)
    return parcel


def arrived(number: str, dossier_channel: str) -> Parcel | None:
    """The parcel of this number from which a dossier is taken in; None for no number.

    Raises InvalidInput, at `parcel`, for one that nobody registered, and for a dossier that did not come by post.
    """
    if not number.strip():
        return None
    if dossier_channel != Dossier.Channel.POSTAL:
        raise _wrong(_("Có số bưu gửi thì kênh nộp phải là bưu chính công ích. Chọn lại, hoặc bỏ số bưu gửi."))
    code = checked_number(number, as_printed=True, name="parcel")
    parcel = Parcel.objects.filter(direction=Parcel.Direction.IN, number=code).exclude(state=State.CANCELLED).first()
    if parcel is None:
        raise _wrong(_("Chưa ghi nhận bưu gửi đến %(number)s. Vào mục Bưu gửi ghi nhận trước.") % {"number": code})
    return parcel


def enter(act: Act, parcel: Parcel) -> datetime:
    """Enter the dossier that is being filed as come in *parcel*; returns the instant when it counts as filed."""
    parcel = locked(parcel.pk)
    _require_own_desk(parcel, act.by, act.at)
    require_state(parcel, State.ARRIVED, State.ENTERED)
    if parcel.reason:
        raise Refused(_("Bưu gửi %(number)s đã đóng: không có hồ sơ để vào sổ.") % {"number": parcel.number})
    assert parcel.posted_at is not None
    ParcelItem.objects.create(parcel=parcel, dossier=act.dossier, ended_at=act.at)
    if parcel.state == State.ARRIVED:
        parcel.state = State.ENTERED
        _end(parcel, act.by, act.at)
    act.particulars |= {particulars.PARCEL: parcel.number, particulars.FILED_AT: parcel.posted_at.isoformat()}
    if parcel.record_no:
        act.particulars[particulars.PARCEL_RECORD] = parcel.record_no
    return parcel.posted_at


def _end(parcel: Parcel, by: User, at: datetime) -> None:
    parcel.ended_on, parcel.closed_by, parcel.closed_at = timezone.localdate(at), by, at
    parcel.save()


def _desk_of(user: User, at: datetime) -> Post:
    posts = (post for post in user.acting_posts if post.role == Post.Role.DESK)
    own = next((post for post in posts if post.in_force(timezone.localdate(at))), None)
    if own is None:
        raise Forbidden(_("Chỉ Bộ phận Một cửa mới ghi nhận bưu gửi đến."))
    return own


def _require_own_desk(parcel: Parcel, by: User, at: datetime) -> None:
    day = timezone.localdate(at)
    posts = [post for post in by.acting_posts if post.role == Post.Role.DESK and post.in_force(day)]
    if not any(post.covers(parcel.desk) for post in posts):
        raise Forbidden(_("Bưu gửi này của bộ phận khác."))


def _wrong(message: str) -> InvalidInput:
    return InvalidInput({"parcel": [message]}, message)
