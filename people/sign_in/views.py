"""Pages of an account: its keys for the API, and, for administrators, somebody's lost second factor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.actions import reset_second_factor
from people.forms import FactorResetForm
from people.guards import current_user, role_required
from people.models import ApiKey, Post, User
from people.sign_in.security import record
from toolbox.refusal import Refused


@login_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The account's keys for the API, the newest first; what they are stands nowhere."""
    user = current_user(request)
    rows = ApiKey.objects.filter(user=user, expiry__gt=timezone.now(), mark=user.credentials_mark)
    return render(request, "account/keys.html", {"keys": list(rows)})


@login_required
@require_POST
def end_key(request: HttpRequest, key: str) -> HttpResponse:
    """End one of the account's own keys."""
    user = current_user(request)
    get_object_or_404(ApiKey, user=user, token_key=key).delete()
    record("token ended", request, user)
    messages.success(request, _("Mã truy cập đã hết hiệu lực."))
    return redirect("account_keys")


@role_required(Post.Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def lost_factor(request: HttpRequest) -> HttpResponse:
    """Take a lost second factor away from the account of this name, with a reason; its owner is told."""
    form = FactorResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(username=form.cleaned_data["username"].strip()).first()
        try:
            if user is None:
                raise Refused(_("Không có tài khoản với tên đăng nhập này."))
            reset_second_factor(user, reason=form.cleaned_data["reason"], by=current_user(request), at=timezone.now())
        except Refused as refusal:
            form.add_error("username", refusal.message)
        else:
            record("second factor reset", request, user)
            messages.success(request, _("Đã gỡ bảo mật hai lớp của %(name)s.") % {"name": user})
            return redirect("lost_factor")
    return render(request, "account/lost_factor.html", {"form": form}, status=422 if form.errors else 200)
