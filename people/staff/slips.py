"""Pages of the links by which owners of accounts set their passwords: sent, printed, and used."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people import actions
from people.forms.attempt import attempt, posted
from people.guards import current_user
from people.models import Invitation
from people.sign_in.security import record
from people.staff import accounts
from people.staff.directory import people_of_the_office
from people.staff.forms import PasswordForm
from people.staff.views import administrator
from toolbox.refusal import Forbidden, Refused


@administrator
@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail another link to who has not set a password yet, or make a slip that can be printed."""
    user, by_mail = get_object_or_404(people_of_the_office(), pk=pk), "mail" in request.POST
    try:
        accounts.invite_again(user, by_mail=by_mail, by=current_user(request), at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        record("invitation", request, user)
        done = (
            _("Đang gửi liên kết mới; liên kết cũ hết hiệu lực.")
            if by_mail
            else _("Đã cấp phiếu mới. In ngay tại đây.")
        )
        messages.success(request, done)
    return redirect("people:person", pk=pk)


@administrator
@require_POST
def print_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip of one invitation, drawn now and shown this once."""
    invitation = get_object_or_404(Invitation.objects.select_related("user"), pk=pk)
    return slips_page(request, [invitation])


def slips_page(request: HttpRequest, invitations: Sequence[Invitation]) -> HttpResponse:
    """Slips to print and cut, one for each person."""
    by, at, slips = current_user(request), timezone.now(), []
    try:
        for row in invitations:
            slips.append({"row": row, "address": actions.hand_out(row, by=by, at=at)})
            record("slip printed", request, row.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        status = 403 if isinstance(refusal, Forbidden) else 409
        return render(request, "people/staff/slips.html", {"slips": []}, status=status)
    return render(request, "people/staff/slips.html", {"slips": slips})


@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password by a link; nothing is used up by looking, since mail scanners follow links."""
    at = timezone.now()
    invitation = actions.invitation_of(token, at)
    if invitation is None:
        return render(request, "people/staff/set_password.html", {"invitation": None}, status=404)
    form = PasswordForm(posted(request))
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        password = form.cleaned_data["password1"]
        status = attempt(form, lambda: actions.set_password(invitation, password, at=at))
        if status == 0:
            record("password set by invitation", request, invitation.user)
            context: dict[str, Any] = {"invitation": invitation, "done": True}
            return render(request, "people/staff/set_password.html", context)
    return render(request, "people/staff/set_password.html", {"invitation": invitation, "form": form}, status=status)
