"""Pages of the signed-in person on how they, and whom they stand for, are reached; and the button of the mail."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people import actions
from people.forms import ContactForm
from people.guards import current_user
from people.models import EmailChange, Party, Representation, User
from people.sign_in.security import record
from people.tasks import ask_to_confirm, queue
from toolbox.refusal import InvalidInput, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The account's own telephone, e-mail and postal address; below, whom it stands for."""
    user, at = current_user(request), timezone.now()
    parties = actions.parties_reached_by(user, timezone.localdate(at))
    own = Representation.objects.filter(user=user, scope=Representation.Scope.OWN, party__in=parties)
    mine = next((party for party in parties if own.filter(party=party).exists()), None)
    others = [party for party in parties if party != mine]
    initial = {"phone": user.phone or (mine.phone if mine else ""), "email": user.email}
    initial["postal_address"] = mine.postal_address if mine else ""
    return _page(request, mine, initial, at, for_account=True, others=others)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact_of(request: HttpRequest, party: int) -> HttpResponse:
    """The same of an organisation or a person whom the account stands for."""
    at = timezone.now()
    parties = actions.parties_reached_by(current_user(request), timezone.localdate(at))
    one = next((row for row in parties if row.pk == party), None)
    if one is None:
        raise Http404
    initial = {"phone": one.phone, "email": one.email, "postal_address": one.postal_address}
    return _page(request, one, initial, at, for_account=False, others=[])


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a new address that waits."""
    user = current_user(request)
    rows = EmailChange.objects.waiting(timezone.now())
    actions.take_back(get_object_or_404(rows, pk=pk, user=user), by=user)
    messages.success(request, _("Đã bỏ địa chỉ thư đang chờ xác nhận."))
    return redirect("people:contact")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the reader of the mail; a button, since mail scanners follow links."""
    at = timezone.now()
    change, refusal = actions.change_of(token, at), ""
    done = change is not None and change.confirmed_at is not None
    if request.method == "POST" and change is not None and not done:
        try:
            done = actions.confirm(change, at=at).confirmed_at is not None
        except Refused as error:
            refusal = error.message
    context = {"change": change, "done": done, "refusal": refusal}
    status = 409 if refusal else 200 if change else 404
    return render(request, "people/confirm_address.html", context, status=status)


def _page(
    request: HttpRequest,
    party: Party | None,
    initial: dict[str, str],
    at: datetime,
    *,
    for_account: bool,
    others: list[Party],
) -> HttpResponse:
    user = current_user(request)
    form = ContactForm(request.POST or None, initial=initial)
    if party is None:
        del form.fields["postal_address"]  # nobody to write letters to, yet
    if request.method == "POST" and form.is_valid() and _is_changed(request, form, user, party, for_account, at):
        return redirect(request.path)
    waiting = EmailChange.objects.waiting(at).filter(user=user, party=party, for_account=for_account).last()
    context = {"form": form, "party": party, "others": others, "waiting": waiting, "for_account": for_account}
    return render(request, "people/contact.html", context, status=422 if form.errors else 200)


def _is_changed(
    request: HttpRequest, form: ContactForm, user: User, party: Party | None, for_account: bool, at: datetime
) -> bool:
    """Carry the change out and say what happens next; False with the words on the form."""
    data = {"postal_address": "", **form.cleaned_data}
    try:
        change = actions.change_contacts(user, party, **data, for_account=for_account, at=at)
    except InvalidInput as error:
        for name, words in error.errors.items():
            form.add_error(name, words)
        return False
    record("contact changed", request, user)
    if change is None:
        messages.success(request, _("Đã lưu thông tin liên hệ."))
    else:
        queue(ask_to_confirm, change.pk)
        told = _("Đã lưu. Mở thư vừa gửi đến %(email)s và bấm xác nhận; đến lúc đó vẫn dùng địa chỉ cũ.")
        messages.success(request, told % {"email": change.email})
    return True
