"""Pages of the counter on one person: who stands for them until when, and how they are reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.views.desk.form_errors import add_errors
from dossiers.views.fetch import party_at_desk
from people.actions import change_at_counter, end_representation, endless_guardians
from people.forms import CounterContactForm, EndForm
from people.guards import current_user, role_required
from people.models import Post, Representation
from people.models.party import last_day_of_childhood
from toolbox import keyset
from toolbox.refusal import Refused

desk_only = role_required(Post.Role.DESK)
GUARDIANS = 20


@desk_only
@require_safe
def representatives(request: HttpRequest, party: int) -> HttpResponse:
    """Whoever stands for a person or an organisation today, each with the last day; ended ones below."""
    person, day = party_at_desk(request, party), timezone.localdate()
    rows = Representation.objects.filter(party=person, only_code="").select_related("user", "ended_by")
    in_force = list(rows.in_force(day).order_by("user__username"))
    ended = [row for row in rows.order_by("-valid_to", "-id") if row not in in_force]
    context = {"party": person, "in_force": in_force, "ended": ended}
    return render(request, "dossiers/desk/representatives.html", context)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a representation at once, or set its last day; account, person and the other accounts are told."""
    row = get_object_or_404(Representation.objects.select_related("user", "party"), pk=pk, only_code="")
    person = party_at_desk(request, row.party_id)
    last = last_day_of_childhood(person, timezone.localdate()) if row.scope == Representation.Scope.GUARDIAN else None
    form = EndForm(request.POST or None, initial={"last_day": f"{last:%d/%m/%Y}"} if last else {})
    if request.method == "POST" and form.is_valid():
        try:
            end_representation(row, **form.cleaned_data, by=current_user(request), at=timezone.now())
        except Refused as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã ghi ngày cuối của việc đại diện và báo những người liên quan."))
            return redirect("dossiers:representatives", party=person.pk)
    context = {"party": person, "row": row, "form": form}
    return render(request, "dossiers/desk/end_representation.html", context, status=422 if form.errors else 200)


@desk_only
@require_safe
def guardians(request: HttpRequest) -> HttpResponse:
    """Guardians whose right has no last day, page by page: each leads to where it is set."""
    try:
        page = keyset.newest(endless_guardians(), request.GET.get("cursor", ""), GUARDIANS)
    except keyset.BadCursor:
        return redirect("dossiers:guardians")
    return render(request, "dossiers/desk/guardians.html", {"page": page})


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, party: int) -> HttpResponse:
    """Change how a checked person is reached, with their card in hand; what they declared stays."""
    person = party_at_desk(request, party)
    if not person.is_checked:
        return redirect("dossiers:check_party", party=person.pk)
    facts = ("phone", "email", "address", "postal_address")
    form = CounterContactForm(request.POST or None, initial={name: getattr(person, name) for name in facts})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            proof = data.pop("proof")
            change_at_counter(person, data, proof=proof, by=current_user(request), at=timezone.now())
        except Refused as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu thông tin liên hệ của %(name)s.") % {"name": person})
            return redirect("dossiers:choose", party=person.pk)
    context = {"party": person, "form": form}
    return render(request, "dossiers/desk/contact.html", context, status=422 if form.errors else 200)
