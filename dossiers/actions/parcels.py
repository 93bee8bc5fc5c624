"""Acts on parcels that carry results: pack, give to the post, record delivery or return, take out (ADR 42).

A parcel is locked first, then its dossiers by key; each of them is changed by the one door, with an event of its own,
or nothing of the act is done. By delivery a result is handed out as at the desk, and only if it may be.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.outcome import give, refusal_to_hand_out, standing_paper
from dossiers.actions.parcel_checks import (
    checked_number,
    insert_parcel,
    locked,
    next_record,
    not_resolved,
    of_one_applicant,
    require_day,
    require_postage,
    require_state,
)
from dossiers.actions.preconditions import heed, require_post, require_text
from dossiers.journal import Act, entry, out_of_turn
from dossiers.models import Dossier, Parcel, ParcelItem, State, particulars
from dossiers.models.event import Verb
from dossiers.models.parcel import wants_post
from dossiers.postal import Fact, Status, ask_number, ask_status
from people.models import User
from toolbox.refusal import Forbidden, InvalidInput, Refused

MOST_PARCELS = 50  # of one hand-over
Payer = Parcel.Payer


def register_parcel(
    dossiers: Iterable[Dossier],
    number: str,
    *,
    by: User,
    at: datetime,
    address: str,
    party: str = "",
    phone: str = "",
    postage: int = 0,
    payer: str = Payer.APPLICANT,
    ground: str = "",
    as_printed: bool = False,
) -> Parcel:
    """Pack the results of *dossiers*, all of one applicant, into a parcel with the post's *number*.

    Without a number the company is asked for one. *ground* is needed where an applicant had not chosen the post.
    Raises InvalidInput at a field, Refused for a number in use and for a result that may not be handed out.
    """
    chosen = of_one_applicant(dossiers)
    first, desk = chosen[0], chosen[0].desk_unit
    assert desk is not None
    parcel = Parcel(desk=desk, direction=Parcel.Direction.OUT, state=Parcel.State.REGISTERED)
    parcel.registered_by, parcel.registered_at = by, at
    parcel.party, parcel.phone = (party.strip() or first.applicant_title)[:255], phone.strip()[:20]
    parcel.address = require_text(address, _("Nhập địa chỉ nhận của người nhận."), name="address")[:500]
    require_postage(postage, payer)
    parcel.postage, parcel.payer, parcel.ground = postage, payer, _ground(chosen, ground)
    _require_ready(chosen)  # before a number is asked for; asked again of the locked rows
    is_typed = bool(number.strip())
    parcel.number = (
        checked_number(number, as_printed=as_printed)
        if is_typed
        else ask_number(parcel.party, parcel.address, first.name)
    )
    with transaction.atomic():
        insert_parcel(parcel)
        for row in chosen:
            with _named(row), entry(row, Verb.PARCELLED, by=by, at=at) as act:
                _pack(act, parcel)
    return parcel


def hand_to_post(
    parcels: Iterable[Parcel], courier: str, *, by: User, at: datetime, record_no: str = ""
) -> list[Parcel]:
    """Give packed *parcels* of one desk to the postal worker *courier*, under one hand-over record (art. 7).

    Without a *record_no* the desk's next one is drawn. All or none; raises Refused for the first that may not go.
    """
    keys = sorted(parcel.pk for parcel in parcels)
    courier = require_text(courier, _("Nhập họ tên nhân viên bưu điện nhận bưu gửi."), name="courier")[:150]
    if not 1 <= len(keys) <= MOST_PARCELS:
        message = _("Chọn từ 1 đến %(most)d bưu gửi để giao một lần.") % {"most": MOST_PARCELS}
        raise InvalidInput({"parcels": [message]}, message)
    with transaction.atomic():
        rows = [locked(key) for key in keys]
        if len({parcel.desk_id for parcel in rows}) > 1:
            raise Refused(_("Các bưu gửi này của nhiều bộ phận. Giao riêng từng bộ phận."))
        typed = record_no.strip()[:40]
        record, number = (typed, None) if typed else next_record(rows[0], at)
        for parcel in rows:
            require_state(parcel, Parcel.State.REGISTERED)
            parcel.state, parcel.record_no, parcel.record_number = Parcel.State.POSTED, record, number
            parcel.courier = courier
            parcel.clerk, parcel.posted_at = by, at
            _on_each(parcel, Verb.POSTED, _post, by=by, at=at)
            parcel.save()
    return rows


def record_delivery(
    parcel: Parcel, taken_by: str, proof: str, day: date, *, by: User, at: datetime, said_by_post: bool = False
) -> Parcel:
    """Record that the post delivered *parcel* to *taken_by* on *day*, by its *proof*: each result is handed out.

    Raises Refused when one of them may not be handed out (any more), and then records nothing.
    """
    taken_by = require_text(taken_by, _("Nhập họ tên người nhận ghi trên giấy báo phát."), name="taken_by")[:150]
    proof = require_text(proof, _("Nhập số giấy báo phát của bưu điện."), name="proof")[:60]
    with transaction.atomic():
        parcel = locked(parcel.pk)
        require_state(parcel, Parcel.State.POSTED)
        require_day(parcel, day, at)
        parcel.state, parcel.taken_by, parcel.proof = Parcel.State.DELIVERED, taken_by, proof
        _close(parcel, day, by, at)
        parcel.said_by_post = said_by_post
        _on_each(parcel, Verb.RETURNED, _deliver, by=by, at=at, note=taken_by, ends=True)
        parcel.save()
    return parcel


def record_return(
    parcel: Parcel, reason: str, day: date, *, by: User, at: datetime, said_by_post: bool = False, proof: str = ""
) -> Parcel:
    """Record that the post brought *parcel* back on *day*: its results wait at the desk again."""
    reason = require_text(reason, _("Nhập lý do chuyển hoàn ghi trên bưu gửi."))[:500]
    with transaction.atomic():
        parcel = locked(parcel.pk)
        require_state(parcel, Parcel.State.POSTED)
        require_day(parcel, day, at)
        parcel.state, parcel.reason, parcel.proof = Parcel.State.CAME_BACK, reason, proof[:60]
        _close(parcel, day, by, at)
        parcel.said_by_post = said_by_post
        _on_each(parcel, Verb.PARCEL_CAME_BACK, _bring_back, by=by, at=at, note=reason, ends=True)
        parcel.save()
    return parcel


def take_out(parcel: Parcel, reason: str, *, by: User, at: datetime, dossier: Dossier | None = None) -> Parcel:
    """Take one result, or all of them, out of *parcel* before it is given to the post.

    From a parcel that is on its way only what may not be handed out any more: recalled, corrected, revoked. A parcel
    with nothing left in it is over.
    """
    reason = require_text(reason, _("Nhập lý do lấy kết quả ra khỏi bưu gửi."))[:500]
    with transaction.atomic():
        parcel = locked(parcel.pk)
        require_state(parcel, Parcel.State.REGISTERED, Parcel.State.POSTED)
        chosen = [item for item in parcel.contents if dossier is None or item.dossier_id == dossier.pk]
        if not chosen:
            raise Refused(_("Hồ sơ này không nằm trong bưu gửi %(number)s.") % {"number": parcel.number})
        for item in chosen:
            item.taken_out = True
        _on_each(parcel, Verb.UNPARCELLED, _take_out, by=by, at=at, note=reason, ends=True, items=chosen)
        if len(chosen) == len(parcel.items.all()) or not parcel.contents:
            is_out = parcel.state == Parcel.State.POSTED
            parcel.state = Parcel.State.CAME_BACK if is_out else Parcel.State.CANCELLED
            parcel.reason = reason
            _close(parcel, timezone.localdate(at), by, at)
            parcel.save()
    return parcel


def ask_post(parcel: Parcel, *, by: User, at: datetime) -> Status:
    """Ask the company where *parcel* is, and record what it says: delivered, or brought back. Raises NoAnswer."""
    require_state(parcel, Parcel.State.POSTED)
    status = ask_status(parcel.number, at)
    day, who = timezone.localdate(status.at or at), {"by": by, "at": at, "said_by_post": True}
    if status.fact == Fact.DELIVERED:
        record_delivery(parcel, status.words or parcel.party, status.reference or parcel.number, day, **who)  # type: ignore[arg-type]
    elif status.fact == Fact.CAME_BACK:
        record_return(parcel, status.words or _("Bưu điện chuyển hoàn"), day, proof=status.reference, **who)  # type: ignore[arg-type]
    return status


def _ground(dossiers: Sequence[Dossier], typed: str) -> str:
    """Why it goes by post: needed where an applicant had not chosen that."""
    if all(wants_post(row.answers) for row in dossiers):
        return typed.strip()[:300]
    message = _("Người nộp chưa chọn nhận qua bưu chính. Nhập căn cứ gửi, ví dụ: người nộp gọi điện đề nghị.")
    return require_text(typed, message, name="ground")[:300]


def _require_ready(dossiers: Sequence[Dossier]) -> None:
    for row in dossiers:
        with _named(row):
            heed(None if row.state == State.RESOLVED else Refused(not_resolved()))
            heed(refusal_to_hand_out(row))


def _pack(act: Act, parcel: Parcel) -> None:
    require_post(act, None)
    if act.dossier.state != State.RESOLVED:
        raise out_of_turn(act)
    heed(refusal_to_hand_out(act.dossier))
    ParcelItem.objects.create(parcel=parcel, dossier=act.dossier, paper=standing_paper(act.dossier))
    act.particulars[particulars.PARCEL] = parcel.number


def _post(act: Act, item: ParcelItem) -> None:
    if act.dossier.state != State.RESOLVED:
        raise out_of_turn(act)
    heed(refusal_to_hand_out(act.dossier, item))
    act.particulars[particulars.PARCEL_RECORD] = item.parcel.record_no
    tell_applicant(act, items=[_("Số bưu gửi: %(number)s") % {"number": item.parcel.number}])


def _deliver(act: Act, item: ParcelItem) -> None:
    parcel = item.parcel
    give(act, item)
    assert parcel.ended_on is not None
    act.particulars |= {particulars.DELIVERED_ON: parcel.ended_on.isoformat(), particulars.PROOF: parcel.proof}


def _bring_back(act: Act, item: ParcelItem) -> None:
    tell_applicant(act, items=[act.note])


def _take_out(act: Act, item: ParcelItem) -> None:
    is_under_way = item.parcel.state == Parcel.State.POSTED and act.dossier.state == State.RESOLVED
    if is_under_way and refusal_to_hand_out(act.dossier, item) is None:
        raise Refused(_("Bưu điện đang chuyển bưu gửi này. Ghi nhận đã phát hoặc chuyển hoàn."))


def _on_each(
    parcel: Parcel,
    verb: Verb,
    do: Callable[[Act, ParcelItem], None],
    *,
    by: User,
    at: datetime,
    note: str = "",
    ends: bool = False,
    items: Sequence[ParcelItem] | None = None,
) -> None:
    """Do the act *verb* to each dossier of the locked *parcel*, in the order of keys; *ends* its place in it."""
    for item in sorted(parcel.contents if items is None else items, key=lambda item: item.dossier_id):
        item.parcel = parcel
        with _named(item.dossier), entry(item.dossier, verb, by=by, at=at, note=note) as act:
            require_post(act, act.dossier.to_returned if verb == Verb.RETURNED else None)
            act.particulars[particulars.PARCEL] = parcel.number
            do(act, item)
            if ends:
                item.ended_at = at
                item.save()


@contextmanager
def _named(dossier: Dossier) -> Iterator[None]:
    """Say in a refusal which dossier it is about."""
    try:
        yield
    except Forbidden as refusal:
        raise Forbidden(f"{dossier.name}: {refusal.message}") from None
    except Refused as refusal:
        raise Refused(f"{dossier.name}: {refusal.message}") from None


def _close(parcel: Parcel, day: date, by: User, at: datetime) -> None:
    parcel.ended_on, parcel.closed_by, parcel.closed_at = day, by, at
