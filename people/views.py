"""Pages of administrators on power: who holds which post, what was proposed, and its decision by a second person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people import grants
from people.departures import KEEPERS
from people.forms import AccountChangeForm, AppointmentForm, GrantDecisionForm
from people.forms.attempt import attempt
from people.guards import current_user, role_required
from people.models import Post, PostGrant
from people.staff.forms import LastDayForm
from toolbox import keyset

SHOWN = 50
administrator = role_required(Post.Role.ADMINISTRATOR)


@administrator
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for a second administrator, what was decided last, and the posts of whoever is looked for."""
    user, typed = current_user(request), request.GET.get("q", "").strip()[:100]
    rows = PostGrant.objects.visible_to(user).with_names()
    posts = Post.objects.in_force(timezone.localdate()).select_related("user").filter(user__username__iexact=typed)
    decided, query = rows.exclude(state=PostGrant.State.PROPOSED), request.GET
    try:
        context = {
            "waiting": keyset.page(rows.waiting(), query.get("waiting", ""), SHOWN, field="proposed_at"),
            "decided": keyset.newest(decided, query.get("decided", ""), SHOWN),
            "posts": keyset.newest(posts if typed else posts.none(), query.get("posts", ""), SHOWN),
            "typed": typed,
        }
    except keyset.BadCursor:
        return redirect("people:grants")
    return render(request, "people/grants.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose that somebody hold a post."""
    initial = {"since": f"{timezone.localdate():%d/%m/%Y}", "user": request.GET.get("user", "")[:150]}
    form = AppointmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        status = attempt(form, lambda: grants.propose_appointment(**form.arguments(), **_who(request)))
        if status == 0:
            messages.success(request, _("Đã đề nghị. Quản trị viên khác xác nhận thì mới có hiệu lực."))
            return redirect("people:grants")
        return _form_page(request, form, _("Đề nghị bổ nhiệm"), status)
    return _form_page(request, form, _("Đề nghị bổ nhiệm"), 422 if form.errors else 200)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Propose to close an account, or to open it again."""
    form = AccountChangeForm(request.POST or None, initial={"user": request.GET.get("user", "")[:150]})
    title = _("Đề nghị khóa hoặc mở lại tài khoản")
    if request.method == "POST" and form.is_valid():
        status = attempt(form, lambda: grants.propose_account(**form.arguments(), **_who(request)))
        if status == 0:
            messages.success(request, _("Đã đề nghị. Quản trị viên khác xác nhận thì mới có hiệu lực."))
            if form.cleaned_data["what"] == PostGrant.What.CLOSE:
                _warn_of(request, KEEPERS.left_by(form.cleaned_data["user"], None, timezone.now()))
            return redirect("people:grants")
        return _form_page(request, form, title, status)
    return _form_page(request, form, title, 422 if form.errors else 200)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what another proposed, or refuse it with a reason."""
    rows = PostGrant.objects.visible_to(current_user(request)).with_names()
    grant = get_object_or_404(rows, pk=pk)
    form = GrantDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        status = attempt(form, lambda: _decide(grant, form.cleaned_data, _who(request)))
        if status == 0:
            messages.success(request, _("Đã ghi quyết định và báo những người liên quan."))
            return redirect("people:grants")
        return _form_page(request, form, str(grant), status, grant)
    return _form_page(request, form, str(grant), 422 if form.errors else 200, grant)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post today or with a last day, for a reason, or propose it where two are needed; all concerned are told."""
    post = get_object_or_404(Post.objects.select_related("user"), pk=pk)
    form, title = LastDayForm(request.POST or None), f"{_('Kết thúc vị trí công tác')}: {post.user}, {post}"
    left = KEEPERS.left_by(post.user, post.unit, timezone.now())
    if request.method == "POST" and form.is_valid():
        status = attempt(form, lambda: grants.end_post(post, **form.cleaned_data, **_who(request)))
        if status == 0:
            messages.success(request, _end_message(request, post))
            _warn_of(request, left)
            return redirect("people:grants")
        return _form_page(request, form, title, status, left=left)
    return _form_page(request, form, title, 422 if form.errors else 200, left=left)


def _warn_of(request: HttpRequest, left: list[str]) -> None:
    """Say what somebody leaves behind, on the page that comes next."""
    for words in left:
        messages.warning(request, words)


def _end_message(request: HttpRequest, post: Post) -> str:
    if post.user == current_user(request) or post.role not in grants.ENDED_BY_TWO:
        return _("Đã kết thúc vị trí công tác và báo những người liên quan.")
    return _("Đã đề nghị. Quản trị viên khác xác nhận thì mới có hiệu lực.")


def _decide(grant: PostGrant, data: dict[str, Any], who: dict[str, Any]) -> PostGrant:
    if data["decision"] == "confirm":
        return grants.confirm(grant, **who)
    return grants.refuse(grant, data["reason"], **who)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": current_user(request), "at": timezone.now()}


def _form_page(
    request: HttpRequest,
    form: Any,
    title: str,
    status: int,
    grant: PostGrant | None = None,
    left: list[str] | None = None,
) -> HttpResponse:
    left = grants.left_behind(grant, timezone.now()) if grant else left or []
    context = {"form": form, "title": title, "grant": grant, "left": left}
    return render(request, "people/grant_form.html", context, status=status)
