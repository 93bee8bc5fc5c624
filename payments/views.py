"""Pages of the cash desk: what waits for its fee, taking it, the day's cash book, voiding a receipt."""

from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.actions.fees import refusal_to_settle
from dossiers.actions.preconditions import fee_wanted_first
from dossiers.models import Dossier, Paper
from dossiers.models.event import Verb
from dossiers.permissions import post_for
from dossiers.views.desk.code_search import go_on
from dossiers.views.desk.return_link import opened_from, redirect_with_list, return_link
from dossiers.views.fetch import at_work
from payments import actions
from payments.actions import voidable
from payments.day_sheet import sheet_of
from payments.forms import CashForm, DayForm, VoidDecisionForm, VoidForm
from payments.models import Payment, hours_of, stood_at
from people.guards import current_user, role_required
from people.models import Post, Read, User
from people.privacy.lookups import words_of
from people.privacy.reads import Subject, record, record_export
from procedures.questions.numbers import grouped
from toolbox import keyset
from toolbox.refusal import Forbidden, Refused

SIZE = 50
LONGEST_CODE = 400  # of a slip's QR code, which is an address
cashier = role_required(Post.Role.CASHIER)
overseer = role_required(Post.Role.HEAD, Post.Role.LEADER)
readers = role_required(Post.Role.CASHIER, Post.Role.LEADER, Post.Role.AUDITOR)


@cashier
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Dossiers whose fee is not paid yet, most urgent first; and what was paid for those that have no result.

    Above them a box for the code of a slip, typed or scanned, which opens the page that takes its fee.
    """
    if request.method == "POST":
        return go_on(request, "fees", reverse("payments:waiting"), LONGEST_CODE, page="payments:take")
    user = current_user(request)
    rows, paid = Dossier.objects.at_work_of(user).awaiting_fee(), Payment.objects.visible_to(user).owed_back()
    try:
        page = keyset.page(rows, request.GET.get("cursor", ""), SIZE, named=Dossier.objects.for_rows())
        back = keyset.newest(paid.with_names(), request.GET.get("back", ""), SIZE)
    except keyset.BadCursor:
        return redirect("payments:waiting")
    context = {"page": page, "back": back, "from_here": opened_from(request, "fees"), "typed": words_of(request)}
    return render(request, "payments/waiting.html", context)


@cashier
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, name: str) -> HttpResponse:
    """Take the fee of one dossier in cash, and accept it where the fee was what it waited for."""
    dossier, user, at = at_work(request, name), current_user(request), timezone.now()
    accepts = _accepts(dossier, user, at)
    initial = {"payer": dossier.applicant.name, "amount": dossier.fee_due, "token": token_urlsafe(24)}
    form = CashForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        change = (data["received"] or data["amount"]) - data["amount"]
        try:
            payment = actions.take_cash(
                dossier, amount=data["amount"], payer=data["payer"], by=user, at=at, token=data["token"], accept=accepts
            )
        except Refused as error:
            return _take_page(request, dossier, form, accepts, error.message, 409)
        papers = (Paper.Kind.FEE_RECEIPT, Paper.Kind.RECEIPT) if accepts else (Paper.Kind.FEE_RECEIPT,)
        messages.success(request, _receipt_message(payment, change), extra_tags=" ".join(papers))
        return redirect_with_list(request, reverse("dossiers:at_work", args=[dossier.name]))
    return _take_page(request, dossier, form, accepts, "", 422 if form.errors else 200)


@readers
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """The receipts of one day with their sum, which later voids do not change; beside them what was voided that day."""
    form = DayForm(request.GET if "day" in request.GET else {"day": f"{timezone.localdate():%d/%m/%Y}"})
    if not form.is_valid():
        return render(request, "payments/book.html", {"form": form}, status=422)
    day: date = form.cleaned_data["day"]
    rows = Payment.objects.visible_to(current_user(request)).filter(taken_at__range=hours_of(day))
    paid = stood_at(hours_of(day)[1])
    try:
        page = keyset.newest(rows.with_names(), request.GET.get("cursor", ""), SIZE)
        voided = Payment.objects.visible_to(current_user(request)).voided_later(*hours_of(day)).with_names()
        earlier = keyset.page(voided, request.GET.get("earlier", ""), SIZE, field="voided_at")
    except keyset.BadCursor:
        return redirect("payments:book")
    totals = rows.aggregate(
        count=Count("id", filter=paid), sum=Sum("amount", filter=paid), voids=Count("id", filter=~paid)
    )
    context = {"form": form, "day": day, "page": page, "totals": totals, "earlier": earlier}
    context["voidable"] = voidable(page.rows, Verb.VOID_PROPOSED, current_user(request), timezone.now())
    return render(request, "payments/book.html", context)


@readers
@require_safe
def day_sheet(request: HttpRequest) -> HttpResponse:
    """The cash sheet of a day to print, sign and hand over with the money; that it was taken away is recorded."""
    form, at = DayForm(request.GET), timezone.now()
    if not form.is_valid():
        return render(request, "payments/book.html", {"form": form}, status=422)
    day, user = form.cleaned_data["day"], current_user(request)
    response = HttpResponse(sheet_of(user, day, at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bang-ke-{day:%Y-%m-%d}.pdf"'
    record_export(request, "bang-ke-thu.pdf", {"day": day}, by=user, at=at, rows=None)
    return response


@cashier
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to void a receipt, with the reason; its number stays in the book."""
    payment = _payment(request, pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_void(payment, form.cleaned_data["reason"], by=current_user(request), at=timezone.now())
        except Refused as error:
            form.add_error(None, error.message)
            return _void_page(request, payment, form, _status(error))
        messages.success(request, _("Đã đề nghị hủy biên lai %(number)s.") % {"number": payment.receipt.reference})
        return redirect("payments:book")
    return _void_page(request, payment, form, 422 if form.errors else 200)


@overseer
@require_safe
def voids(request: HttpRequest) -> HttpResponse:
    """The receipts that cashiers want voided, oldest first."""
    rows = Payment.objects.visible_to(current_user(request)).void_waiting().with_names()
    try:
        page = keyset.page(rows, request.GET.get("cursor", ""), SIZE, field="void_proposed_at")
    except keyset.BadCursor:
        return redirect("payments:voids")
    mine = voidable(page.rows, Verb.VOID_REFUSED, current_user(request), timezone.now())
    return render(request, "payments/voids.html", {"page": page, "mine": mine})


@overseer
@require_http_methods(["GET", "HEAD", "POST"])
def decide_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the void of a receipt, or let it stand with a reason."""
    payment, by, at = _payment(request, pk), current_user(request), timezone.now()
    form = VoidDecisionForm(request.POST or None, may_confirm=bool(request.POST) or _may_confirm(payment, by))
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["decision"] == "confirm":
                actions.confirm_void(payment, by=by, at=at)
            else:
                actions.refuse_void(payment, form.cleaned_data["reason"], by=by, at=at)
        except Refused as error:
            form.add_error(None, error.message)
            return _decision_page(request, payment, form, _status(error))
        messages.success(request, _("Đã ghi quyết định về biên lai %(number)s.") % {"number": payment.receipt})
        return redirect("payments:voids")
    return _decision_page(request, payment, form, 422 if form.errors else 200)


def _payment(request: HttpRequest, pk: int) -> Payment:
    """The payment with its dossier's code and who paid; that it was read is recorded."""
    user = current_user(request)
    payment: Payment = get_object_or_404(Payment.objects.visible_to(user).with_names(), pk=pk)
    subject = Subject(payment.dossier_id, payment.dossier.name, payment.dossier.applicant_id)
    record(request, Read.What.FEE, subject, by=user, at=timezone.now())
    return payment


def _may_confirm(payment: Payment, by: User) -> bool:
    return actions.refusal_to_confirm(payment, by) is None


def _not_theirs(request: HttpRequest, payment: Payment, verb: Verb) -> str:
    """That no post of theirs does this, in words; empty where one does, or something else hinders it."""
    user = current_user(request)
    proposes = verb == Verb.VOID_PROPOSED
    if (actions.refusal_to_propose(payment) if proposes else actions.refusal_to_decide(payment, user)) is not None:
        return ""
    if voidable([payment], verb, user, timezone.now()):
        return ""
    return _("Vị trí công tác của ông/bà không được làm việc “%(act)s” với hồ sơ này.") % {"act": verb.label}


def _void_page(request: HttpRequest, payment: Payment, form: Any, status: int) -> HttpResponse:
    """The form, or why it would only be refused; one that was sent stays with what was typed."""
    refusal = None if form.is_bound else actions.refusal_to_propose(payment)
    words = refusal.message if refusal else "" if form.is_bound else _not_theirs(request, payment, Verb.VOID_PROPOSED)
    context = {"payment": payment, "form": form, "refusal": words}
    return render(request, "payments/void.html", context, status=status)


def _decision_page(request: HttpRequest, payment: Payment, form: Any, status: int) -> HttpResponse:
    """The same for head and leader; where it can only be let stand, the page says why."""
    by = current_user(request)
    refusal = None if form.is_bound else actions.refusal_to_confirm(payment, by)
    theirs = "" if form.is_bound else _not_theirs(request, payment, Verb.VOID_REFUSED)
    context = {"payment": payment, "form": form, "refusal": refusal.message if refusal else theirs}
    context["decides"] = form.is_bound or not (theirs or actions.refusal_to_decide(payment, by))
    return render(request, "payments/decide_void.html", context, status=status)


def _status(error: Refused) -> int:
    """403 when it is never theirs, 409 when it is not now."""
    return 403 if isinstance(error, Forbidden) else 409


def _accepts(dossier: Dossier, user: User, at: datetime) -> bool:
    """The fee is what acceptance waits for, its term needs no typing, and the cashier may accept too."""
    may = post_for(user, dossier, Verb.ACCEPTED, timezone.localdate(at))
    return fee_wanted_first(dossier) and bool(may) and dossier.edition.term_is_counted


def _receipt_message(payment: Payment, change: int) -> str:
    template = _("Đã thu %(sum)s đồng, biên lai %(number)s.")
    message = template % {"sum": grouped(payment.amount), "number": payment.receipt.reference}
    return message + (" " + _("Trả lại khách %(change)s đồng.") % {"change": grouped(change)} if change else "")


def _take_page(
    request: HttpRequest, dossier: Dossier, form: CashForm, accepts: bool, refusal: str, status: int
) -> HttpResponse:
    hindrance = None if form.is_bound else refusal_to_settle(dossier)
    context: dict[str, Any] = {"dossier": dossier, "form": form, "accepts": accepts, "refusal": refusal}
    context["hindrance"] = hindrance and hindrance.message
    context["back"] = return_link(request, "fees")
    return render(request, "payments/take.html", context, status=status)
