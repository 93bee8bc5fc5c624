"""Pages of delegations: whom I stand in for, who for me and mine, a new one, a sudden absence, an early end."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.delegations import matter_of, working_days
from dossiers.forms.delegations import DelegationForm, EndDelegationForm, SuddenForm
from people import delegations
from people.forms.attempt import attempt, posted
from people.guards import current_user, staff_only
from people.models import Delegation, Post, User
from people.models.delegation import STAND_INS
from toolbox import keyset
from toolbox.collation import collation_key

SHOWN = 30


@staff_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is in force or to come, by whose it is; whom a superior may name a stand-in for; and what is over."""
    user, day = current_user(request), timezone.localdate()
    rows = Delegation.objects.visible_to(user).with_names()
    current = list(rows.filter(valid_to__gte=day, ended_on=None).order_by("valid_from", "id"))
    try:
        over = keyset.newest(_over(rows, day), request.GET.get("over", ""), SHOWN)
    except keyset.BadCursor:
        return redirect("dossiers:delegations")
    context = {
        "received": [row for row in current if row.to_id == user.pk],
        "given": [row for row in current if row.post.user_id == user.pk],
        "others": [row for row in current if user.pk not in (row.to_id, row.post.user_id)],
        "over": over,
        "today": day,
        "may_delegate": bool(delegations.delegable_posts(user, day)),
        "subordinates": _subordinates(user, day),
    }
    return render(request, "dossiers/delegations/home.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Let somebody act by one's own post."""
    user, day = current_user(request), timezone.localdate()
    form = DelegationForm(posted(request), user=user, day=day, initial={"since": f"{day:%d/%m/%Y}"})
    if form.is_bound and form.is_valid():
        made: list[Delegation] = []
        status = attempt(form, lambda: made.append(_delegate(form.arguments(), user)))
        if status == 0:
            messages.success(request, _("Đã giao. Người thay, cấp trên được báo; hết hạn việc tự trở về."))
            return redirect("dossiers:delegation", pk=made[0].pk)
        return _form_page(request, form, _("Ủy quyền, nhờ thay"), status)
    passes = [post.delegation for post in user.acting_posts if post.delegation]
    return _form_page(request, form, _("Ủy quyền, nhờ thay"), 422 if form.errors else 200, passes=passes)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def sudden(request: HttpRequest, post: int) -> HttpResponse:
    """Name who stands in from today for somebody who fell ill: by a superior, in one page that is filled in already."""
    user, day = current_user(request), timezone.localdate()
    row = get_object_or_404(Post.objects.in_force(day).select_related("user"), pk=post)
    title = _("Cử người thay: %(who)s") % {"who": row.user}
    if delegations.superior_post(user, row, day) is None:
        raise PermissionDenied
    form = SuddenForm(posted(request), post=row, by=user, day=day)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data | {"post": row, "kind": Delegation.Kind.SUDDEN, "since": day}
        status = attempt(form, lambda: _delegate(data, user))
        if status == 0:
            messages.success(request, _("Đã cử người thay và báo những người liên quan. Hết hạn việc tự trở về."))
            return redirect("dossiers:delegations")
        return _form_page(request, form, title, status, post=row)
    return _form_page(request, form, title, 422 if form.errors else 200, post=row)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """One delegation with its matter; ended early with a reason."""
    user, day = current_user(request), timezone.localdate()
    row = get_object_or_404(Delegation.objects.visible_to(user).with_names(), pk=pk)
    is_open, may_end = row.ended_on is None and row.valid_to >= day, delegations.may_end(row, user, day)
    if request.method == "POST" and not may_end:
        raise PermissionDenied
    form = EndDelegationForm(posted(request))
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        reason, at = form.cleaned_data["reason"], timezone.now()
        status = attempt(form, lambda: delegations.end_delegation(row, reason, by=user, at=at))
        if status == 0:
            messages.success(request, _("Đã kết thúc. Việc trở về người giữ vị trí."))
            return redirect("dossiers:delegation", pk=pk)
    context = {"row": row, "form": form, "in_force": row.in_force(day), "may_end": is_open and may_end}
    context |= {"is_open": is_open, "is_coming": is_open and row.valid_from > day, **matter_of(row)}
    return render(request, "dossiers/delegations/delegation.html", context, status=status)


def _delegate(data: dict[str, Any], by: User) -> Delegation:
    days = working_days(data["since"], data["until"]) if _is_short(data["since"], data["until"]) else 0
    return delegations.delegate(data.pop("post"), data.pop("to"), **data, working_days=days, by=by, at=timezone.now())


def _is_short(since: date, until: date) -> bool:
    """Days that are counted one by one; others are refused by the act before it asks how many work."""
    return since <= until <= since + delegations.LONGEST


def _over(rows: Any, day: date) -> Any:
    return rows.filter(valid_to__lt=day) | rows.exclude(ended_on=None)


def _subordinates(user: User, day: date) -> list[Post]:
    """The posts whose holder *user* is a superior of, by name; without those somebody acts by already."""
    units = {unit for post in user.active_posts if post.role in delegations.SUPERIORS for unit in post.unit_ids}
    rows = Post.objects.in_force(day).filter(unit__in=units, role__in=list(STAND_INS), user__is_active=True)
    taken = set(Delegation.objects.dated(day).filter(post__unit__in=units).values_list("post_id", flat=True))
    free = (post for post in rows.select_related("user", "unit") if post.pk not in taken)
    mine = [post for post in free if delegations.superior_post(user, post, day)]
    return sorted(mine, key=lambda post: (collation_key(str(post.user)), post.pk))


def _form_page(request: HttpRequest, form: forms.Form, title: str, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, **more}
    return render(request, "dossiers/delegations/form.html", context, status=status)
