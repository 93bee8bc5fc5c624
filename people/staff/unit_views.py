"""The administrator's pages of units: the tree of today, a new one, how one is reached and printed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.forms.attempt import attempt, posted
from people.guards import current_user
from people.models import Agency, Post
from people.staff import units as acts
from people.staff.forms import NewUnitForm, UnitForm
from people.staff.views import administrator


@administrator
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The tree, with who heads each unit and how many have a post there today; units that ended come last."""
    day = timezone.localdate()
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.in_force(day).select_related("user"):
        posts.setdefault(post.unit_id, []).append(post)
    rows: list[dict[str, Any]] = []
    for unit in Agency.objects.order_by("path"):
        held = posts.get(unit.pk, [])
        heads = [post.user for post in held if post.role in (Post.Role.HEAD, Post.Role.LEADER)]
        count = len({post.user_id for post in held})
        is_open = unit.valid_to is None or unit.valid_to >= day
        rows.append({"unit": unit, "heads": heads, "count": count, "is_open": is_open, "depth": unit.path.count("/")})
    rows.sort(key=lambda row: not row["is_open"])
    return render(request, "people/staff/units.html", {"rows": rows})


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def new_unit(request: HttpRequest) -> HttpResponse:
    """Open a unit."""
    form = NewUnitForm(posted(request), initial={"since": f"{timezone.localdate():%d/%m/%Y}"})
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        user, at = current_user(request), timezone.now()
        status = attempt(form, lambda: acts.open_unit(**form.cleaned_data, by=user, at=at))
        if status == 0:
            messages.success(request, _("Đã mở đơn vị."))
            return redirect("people:units")
    return render(request, "people/staff/unit.html", {"form": form, "title": _("Mở đơn vị mới")}, status=status)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how a unit is reached and printed."""
    row = get_object_or_404(Agency, pk=pk)
    form = UnitForm(posted(request), initial={name: getattr(row, name) for name in acts.FACTS})
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        facts, user, at = form.facts(), current_user(request), timezone.now()
        status = attempt(form, lambda: acts.change_unit(row, facts, by=user, at=at))
        if status == 0:
            messages.success(request, _("Đã lưu thông tin đơn vị."))
            return redirect("people:units")
    return render(request, "people/staff/unit.html", {"form": form, "title": row.name, "unit": row}, status=status)
