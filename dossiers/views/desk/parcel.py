"""Page of one parcel: what is in it, where it is, what may be done now; and the record of its hand-over, printed."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import actions
from dossiers.forms.parcels import CloseArrivalForm, DeliveryForm, ReturnForm, TakeOutForm
from dossiers.models import Dossier, Parcel
from dossiers.postal import Fact, service
from dossiers.postal_record import record_sheet
from dossiers.sight import note_reads
from dossiers.views.desk.form_errors import add_errors
from dossiers.views.desk.parcels import desk_only
from people.guards import current_user
from people.models import User
from toolbox.refusal import Forbidden, InvalidInput, Refused

KEY_MAX = 2**63 - 1
State = Parcel.State


class UnknownAct(Refused):
    """No button of the page says this."""


STATUS: dict[type[Refused], int] = {Forbidden: 403, UnknownAct: 422}  # of every other refusal: 409


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """The parcel; POST does what its button `viec` says. What was typed stays where it is refused."""
    user, at = current_user(request), timezone.now()
    row = _of(user, pk)
    note_reads(request, [item.dossier for item in row.items.all()], by=user, at=at)
    word = request.POST.get("viec", "") if request.method == "POST" else ""
    tried, refusal, status = _form(word, row, request), "", 200
    if request.method == "POST" and (tried is None or tried.is_valid()):
        try:
            messages.success(request, _do(word, row, tried, user, at))
            return redirect("dossiers:parcel", pk=row.pk)
        except InvalidInput as wrong:
            add_errors(tried, wrong)
        except Refused as wrong:
            refusal, status = wrong.message, STATUS.get(type(wrong), 409)
            row = _of(user, pk)
    context = {**_forms(row, word, tried), "parcel": row, "refusal": refusal, "tried": tried, "asks": service()}
    return render(request, "dossiers/desk/parcel.html", context, status=422 if tried and tried.errors else status)


@desk_only
@require_safe
def hand_over_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record under which the parcel was given to the post, with all the others of it, to be signed by both."""
    user, at = current_user(request), timezone.now()
    row = _of(user, pk)
    if not (row.is_out and row.record_no):
        raise Http404
    rows = list(Parcel.objects.filter(desk=row.desk_id, direction=row.direction, record_no=row.record_no).with_items())
    note_reads(request, [item.dossier for one in rows for item in one.items.all()], by=user, at=at)
    response = HttpResponse(record_sheet(rows, at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bien-ban-giao-nhan-{row.pk}.pdf"'
    return response


def _of(user: User, pk: int) -> Parcel:
    rows = Parcel.objects.of_desks_of(user).select_related("registered_by", "clerk", "closed_by").with_items()
    row: Parcel = get_object_or_404(rows, pk=min(pk, KEY_MAX))
    return row


def _form(word: str, parcel: Parcel, request: HttpRequest) -> forms.Form | None:
    """The form of the button *word*, filled; None for one that asks nothing."""
    match word:
        case "phat":
            return DeliveryForm(request.POST, auto_id="id_phat_%s")
        case "chuyen-hoan":
            return ReturnForm(request.POST, auto_id="id_chuyen_hoan_%s")
        case "lay-ra":
            return TakeOutForm(request.POST, parcel=parcel, auto_id="id_lay_ra_%s")
        case "dong":
            return CloseArrivalForm(request.POST, auto_id="id_dong_%s")
    return None


def _forms(parcel: Parcel, word: str, tried: forms.Form | None) -> dict[str, Any]:
    """The forms of the acts that the state of *parcel* has, the one that was tried as it came back."""
    fresh: dict[str, forms.Form] = {}
    if parcel.state == State.POSTED:
        fresh = {"phat": DeliveryForm(auto_id="id_phat_%s"), "chuyen-hoan": ReturnForm(auto_id="id_chuyen_hoan_%s")}
    if parcel.is_out and parcel.is_under_way:
        fresh["lay-ra"] = TakeOutForm(parcel=parcel, auto_id="id_lay_ra_%s")
    if parcel.state == State.ARRIVED:
        fresh["dong"] = CloseArrivalForm(auto_id="id_dong_%s")
    shown = {key: tried if tried is not None and key == word else form for key, form in fresh.items()}
    return {f"form_{key.replace('-', '_')}": form for key, form in shown.items()}


def _do(word: str, parcel: Parcel, form: Any, user: User, at: datetime) -> str:
    """Carry it out, and what to say then. Raises Refused."""
    who: dict[str, Any] = {"by": user, "at": at}
    match word:
        case "phat":
            actions.record_delivery(parcel, **form.cleaned_data, **who)
            return _("Đã ghi nhận bưu điện phát; kết quả đã trả cho người nộp.")
        case "chuyen-hoan":
            actions.record_return(parcel, **form.cleaned_data, **who)
            return _("Đã ghi nhận chuyển hoàn; kết quả lại chờ trả tại quầy.")
        case "lay-ra":
            key = form.cleaned_data.get("dossier")
            dossier = Dossier.objects.at_work_of(user).filter(pk=key).first() if key else None
            actions.take_out(parcel, form.cleaned_data["reason"], dossier=dossier, **who)
            return _("Đã lấy kết quả ra khỏi bưu gửi; kết quả lại chờ trả tại quầy.")
        case "dong":
            actions.close_arrival(parcel, **form.cleaned_data, **who)
            return _("Đã đóng bưu gửi đến.")
        case "hoi":
            status = actions.ask_post(parcel, **who)
            told = {
                Fact.UNDER_WAY: _("Bưu điện trả lời: đang chuyển."),
                Fact.DELIVERED: _("Bưu điện trả lời: đã phát. Kết quả đã trả cho người nộp."),
                Fact.CAME_BACK: _("Bưu điện trả lời: chuyển hoàn. Kết quả lại chờ trả tại quầy."),
            }
            return told[status.fact]
    raise UnknownAct(_("Không có việc này. Tải lại trang rồi chọn lại."))
