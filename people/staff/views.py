"""The administrator's pages of people: the directory, one person, and what may be done with their account and posts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from notifications.verification import is_verified
from people import grants
from people.departures import KEEPERS
from people.forms.attempt import attempt, posted
from people.guards import current_user, role_required
from people.models import ApiKey, Invitation, Post, PostGrant, User
from people.sign_in.second_factor import has_factor
from people.staff import accounts
from people.staff.directory import entries, entry_of, page_of, people_of_the_office
from people.staff.forms import AccountDetailsForm, AccountForm, LastDayForm, MoveForm, ReasonForm, StaffFilterForm
from toolbox import keyset

SHOWN, GRANTS_SHOWN = 50, 20
administrator = role_required(Post.Role.ADMINISTRATOR)
Act = Callable[[dict[str, Any], dict[str, Any]], Any]  # what was typed, and who does it when


@administrator
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The people of the office, by given name; found by words, unit, role and standing."""
    form = StaffFilterForm(request.GET)
    if not form.is_valid():
        return render(request, "people/staff/home.html", {"form": form, "page": None}, status=422)
    data = form.cleaned_data
    rows = entries(
        timezone.localdate(), words=data["q"], unit=data["unit"], role=data["role"], standing=data["standing"]
    )
    try:
        page = page_of(rows, request.GET.get("cursor", ""), SHOWN)
    except keyset.BadCursor:
        return redirect("people:staff")
    return render(request, "people/staff/home.html", {"form": form, "page": page, "count": len(rows)})


@administrator
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: account, posts with their days, what is open with them, and what was decided about them."""
    user, at = _person(pk), timezone.now()
    about = PostGrant.objects.filter(user=user).with_names()
    try:
        decided = keyset.newest(
            about.exclude(state=PostGrant.State.PROPOSED), request.GET.get("decided", ""), GRANTS_SHOWN
        )
    except keyset.BadCursor:
        return redirect("people:person", pk=pk)
    context = {
        "person": user,
        "entry": entry_of(user, timezone.localdate(at)),
        "today": timezone.localdate(at),
        "is_self": user == current_user(request),
        "waiting": about.waiting(),
        "decided": decided,
        "left": KEEPERS.left_by(user, None, at),
        **_doors(user, at),
    }
    return render(request, "people/staff/person.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account without a password."""
    form, opened = AccountForm(posted(request)), []
    if form.is_bound and form.is_valid():
        status = attempt(form, lambda: opened.append(accounts.open_account(**form.cleaned_data, **_who(request))))
        if status == 0:
            messages.success(request, _opened_message(opened[0]))
            return redirect("people:person", pk=opened[0].pk)
        return _form_page(request, form, _("Mở tài khoản mới"), status)
    return _form_page(request, form, _("Mở tài khoản mới"), 422 if form.errors else 200)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another name or address."""
    user = _person(pk)
    form = AccountDetailsForm(posted(request), initial={"full_name": user.full_name, "email": user.email})

    def act(data: dict[str, Any], who: dict[str, Any]) -> Any:
        return grants.propose_change(user, data["full_name"], data["email"], data["reason"], **who)

    return _act_page(request, user, form, _("Sửa tên, thư điện tử"), act, _proposed())


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End every session and key of the account."""
    user = _person(pk)

    def act(data: dict[str, Any], who: dict[str, Any]) -> Any:
        accounts.sign_out_everywhere(user, data["reason"], **who)

    done = _("Đã kết thúc mọi phiên và mã truy cập, và báo người đó.")
    return _act_page(request, user, ReasonForm(posted(request)), _("Kết thúc mọi phiên, mã truy cập"), act, done)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a printed link to a new password for an account that was opened before."""
    user = _person(pk)

    def act(data: dict[str, Any], who: dict[str, Any]) -> Any:
        return grants.propose_link(user, data["reason"], **who)

    title = _("Cấp phiếu đặt lại mật khẩu")
    return _act_page(request, user, ReasonForm(posted(request)), title, act, _proposed())


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that the holder of a post leave it for another; what they leave is told before."""
    post = get_object_or_404(Post.objects.select_related("user"), pk=pk)
    form = MoveForm(posted(request), initial={"since": f"{timezone.localdate():%d/%m/%Y}"})

    def act(data: dict[str, Any], who: dict[str, Any]) -> Any:
        return grants.propose_move(post, **data, **who)

    title = _("Chuyển công tác: %(post)s") % {"post": post}
    left = KEEPERS.left_by(post.user, post.unit, timezone.now())
    return _act_page(request, post.user, form, title, act, _proposed(), left)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End every post of a person, at once or with a last day; what they leave is told before."""
    user = _person(pk)

    def act(data: dict[str, Any], who: dict[str, Any]) -> Any:
        return grants.end_all_posts(user, data["reason"], last_day=data["last_day"], **who)

    left = KEEPERS.left_by(user, None, timezone.now())
    done = _("Đã kết thúc các vị trí; vị trí quản trị hoặc lãnh đạo chờ quản trị viên khác xác nhận.")
    return _act_page(request, user, LastDayForm(posted(request)), _("Thôi giữ mọi vị trí"), act, done, left)


def _act_page(
    request: HttpRequest, user: User, form: forms.Form, title: str, act: Act, done: str, left: list[str] | None = None
) -> HttpResponse:
    """The form of one act about *user*; once it is done, their page, with what they leave behind."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and status == 200:
        status = attempt(form, lambda: act(form.cleaned_data, _who(request)))
        if status == 0:
            messages.success(request, done)
            for words in left or []:
                messages.warning(request, words)
            return redirect("people:person", pk=user.pk)
    return _form_page(request, form, title, status, person=user, left=left)


def _form_page(request: HttpRequest, form: forms.Form, title: str, status: int, **more: Any) -> HttpResponse:
    return render(request, "people/staff/form.html", {"form": form, "title": title, **more}, status=status)


def _doors(user: User, at: datetime) -> dict[str, Any]:
    """How the account is signed in to, and by what."""
    sessions = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    keys = ApiKey.objects.filter(user=user, expiry__gt=at, mark=user.credentials_mark)
    return {
        "has_password": user.has_usable_password(),
        "has_factor": has_factor(user),
        "is_verified": bool(user.email) and is_verified(user.email),
        "session_count": sessions.count(),
        "last_session": sessions.first(),
        "keys": list(keys),
        "invitation": Invitation.objects.open(at).filter(user=user).select_related("issued_by").last(),
    }


def _person(pk: int) -> User:
    return get_object_or_404(people_of_the_office(), pk=pk)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": current_user(request), "at": timezone.now()}


def _proposed() -> str:
    return _("Đã đề nghị. Quản trị viên khác xác nhận thì mới có hiệu lực.")


def _opened_message(user: User) -> str:
    if user.email:
        return _("Đã mở tài khoản. Liên kết đặt mật khẩu đang gửi đến %(email)s.") % {"email": user.email}
    return _("Đã mở tài khoản. In phiếu đặt mật khẩu và trao tận tay.")
