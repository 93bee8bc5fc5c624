"""Pages of the parcels of a desk: lists, one that is packed, and the hand-over to the postal worker."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.actions.parcel_checks import MOST
from dossiers.bulk import code_of
from dossiers.collection import to_be_posted
from dossiers.forms.parcels import ArrivalForm, HandToPostForm, ParcelForm
from dossiers.models import Dossier, Parcel
from dossiers.models.parcel import ParcelQuerySet, wants_post
from dossiers.papers.content import postal_address_of
from dossiers.postal import NotANumber, parcel_number, service
from dossiers.sight import note_reads
from dossiers.views.desk.batches import CHOSEN
from dossiers.views.desk.form_errors import add_errors
from people.guards import current_user, role_required
from people.models import Post, User
from toolbox import keyset
from toolbox.refusal import InvalidInput, Refused

SIZE = 50
State = Parcel.State
desk_only = role_required(Post.Role.DESK)
# The lists, by the word of the address: title, and the states in them.
LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "cho-giao": (gettext_lazy("Chờ giao bưu điện"), (State.REGISTERED,)),
    "dang-chuyen": (gettext_lazy("Bưu điện đang chuyển"), (State.POSTED,)),
    "den": (gettext_lazy("Đã nhận, chờ vào sổ"), (State.ARRIVED,)),
    "da-xong": (gettext_lazy("Đã xong"), (State.DELIVERED, State.CAME_BACK, State.CANCELLED, State.ENTERED)),
}


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def parcels(request: HttpRequest) -> HttpResponse:
    """A box for a number, and the parcels in one state; POST opens the one whose number was scanned."""
    user, words = current_user(request), ""
    if request.method == "POST":
        try:
            parcel = _called(parcel_number(request.POST.get("q", ""), as_printed=True), user)
            return redirect("dossiers:parcel", pk=parcel.pk)
        except Refused as refusal:
            words = refusal.message
    return _list(request, words, HandToPostForm(), 422 if words else 200)


@desk_only
@require_http_methods(["POST"])
def hand_to_post(request: HttpRequest) -> HttpResponse:
    """Give the chosen parcels to the postal worker; the record is printed from the page of each."""
    user, form = current_user(request), HandToPostForm(request.POST)
    keys = {key for key in request.POST.getlist(CHOSEN) if key.isascii() and key.isdecimal() and len(key) < 19}
    rows = Parcel.objects.of_desks_of(user).filter(pk__in=keys)
    if not form.is_valid():
        return _list(request, "", form, 422)
    try:
        given = actions.hand_to_post(rows, **form.cleaned_data, by=user, at=timezone.now())
    except InvalidInput as refusal:
        return _list(request, refusal.message, form, 422)
    except Refused as refusal:
        return _list(request, refusal.message, form, 409)
    words = {"n": len(given), "record": given[0].record_no}
    messages.success(
        request, _("Đã giao bưu điện %(n)d bưu gửi, biên bản %(record)s. In biên bản để hai bên ký.") % words
    )
    return redirect("dossiers:parcel", pk=given[0].pk)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_parcel(request: HttpRequest) -> HttpResponse:
    """Pack the results that were chosen; their codes stand in the address."""
    user = current_user(request)
    chosen = _chosen(request, user)
    if not chosen:
        messages.error(request, _("Chọn ít nhất một kết quả để cho vào bưu gửi."))
        return redirect("dossiers:ready")
    options = {
        "asks_company": service() is not None,
        "needs_ground": not all(wants_post(row.answers) for row in chosen),
    }
    form = ParcelForm(request.POST or None, initial=_known(chosen[0]), **options)
    refusal = ""
    if form.is_valid():
        try:
            parcel = actions.register_parcel(chosen, **form.cleaned_data, by=user, at=timezone.now())
            words = _("Đã lập bưu gửi %(number)s. Dán nhãn rồi giao bưu điện.")
            messages.success(request, words % {"number": parcel.number})
            return redirect("dossiers:parcel", pk=parcel.pk)
        except InvalidInput as wrong:
            add_errors(form, wrong)
        except Refused as wrong:
            refusal = wrong.message
    return _packing(request, chosen, form, refusal)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def receive_parcel(request: HttpRequest) -> HttpResponse:
    """Register a parcel that the postal worker brought; dossiers are taken in from it at the counter."""
    user, now = current_user(request), timezone.localtime()
    form = ArrivalForm(request.POST or None, initial={"day": now.date(), "time": f"{now:%H:%M}"})
    refusal = ""
    if form.is_valid():
        try:
            parcel = actions.receive_parcel(**form.arguments(), by=user, at=timezone.now())
        except InvalidInput as wrong:
            add_errors(form, wrong)
        except Refused as wrong:
            refusal = wrong.message
        else:
            messages.success(request, _("Đã ghi nhận bưu gửi đến %(number)s.") % {"number": parcel.number})
            return redirect("dossiers:parcel", pk=parcel.pk)
    if "number" in form.errors:
        form.offer_as_printed()
    status = 422 if form.errors else 409 if refusal else 200
    return render(request, "dossiers/desk/receive_parcel.html", {"form": form, "refusal": refusal}, status=status)


def _list(request: HttpRequest, refusal: str, form: HandToPostForm, status: int) -> HttpResponse:
    user, way = current_user(request), request.GET.get("xem", "")
    way = way if way in LISTS else "cho-giao"
    rows = Parcel.objects.of_desks_of(user)
    try:
        page = keyset.newest(rows.filter(state__in=LISTS[way][1]).with_items(), request.GET.get("cursor", ""), SIZE)
    except keyset.BadCursor:
        return redirect("dossiers:parcels")
    context = {
        "page": page,
        "ways": [(word, title) for word, (title, _states) in LISTS.items()],
        "way": way,
        "waits": to_be_posted(Dossier.objects.at_work_of(user)).exists(),
        "form": form,
        "refusal": refusal,
        "chosen": set(request.POST.getlist(CHOSEN)),
        "typed": request.POST.get("q", "")[:400],
    }
    return render(request, "dossiers/desk/parcels.html", context, status=status)


def _packing(request: HttpRequest, chosen: list[Dossier], form: ParcelForm, refusal: str) -> HttpResponse:
    """The page on which results are packed: applicants are named there, so it is recorded as read."""
    if "number" in form.errors:
        form.offer_as_printed()
    note_reads(request, chosen, by=current_user(request), at=timezone.now())
    context = {"chosen": chosen, "form": form, "refusal": refusal}
    status = 422 if form.errors else 409 if refusal else 200
    return render(request, "dossiers/desk/new_parcel.html", context, status=status)


def _called(number: str, user: User) -> Parcel:
    """The last parcel of this number that is of a desk of *user*. Raises Refused for none."""
    rows: ParcelQuerySet = Parcel.objects.of_desks_of(user)
    last = rows.filter(number=number).order_by("-pk").first()
    if last is None:
        raise NotANumber(
            _("Bộ phận của ông/bà không có bưu gửi %(number)s. Bưu gửi đến thì vào “Nhận bưu gửi đến”.")
            % {"number": number}
        )
    return last


def _chosen(request: HttpRequest, user: User) -> list[Dossier]:
    """The dossiers whose codes the address has, as far as the user sees them."""
    names = [code_of(name) for name in request.GET.getlist(CHOSEN)[: MOST + 1]]
    rows = Dossier.objects.at_work_of(user).with_names().seen_by(user)
    return list(rows.filter(code__in=names).order_by("pk"))


def _known(dossier: Dossier) -> dict[str, str]:
    """What is known of who gets it."""
    address = postal_address_of(dossier)
    return {"party": dossier.applicant_title, "address": address, "phone": dossier.applicant.phone}
