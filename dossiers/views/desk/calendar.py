"""Pages of whoever keeps the official calendar: a year read, shown with what it would move, published; dates moved."""

import hashlib
import json
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import actions
from dossiers.deadlines.recalculation import OPEN_KINDS, Move, moves_of_version, moves_under
from dossiers.forms.calendar import MoveForm, YearForm
from people.guards import current_user, role_required
from people.models import Post
from procedures.actions import proposed_year, publish_year
from procedures.calendar.lines import write_lines
from procedures.calendar.lookup import proposed_calendars
from procedures.calendar.missing_years import missing_year
from procedures.models import CalendarDay, CalendarVersion
from toolbox import keyset
from toolbox.refusal import Refused

SHOWN, AT_ONCE, VERSIONS = 100, 200, 50
FIRST_YEAR, YEARS_AHEAD = 2024, 5
keeper = role_required(Post.Role.ADMINISTRATOR)


@keeper
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The published versions, the years that are loaded, and the one that is missing."""
    try:
        rows = CalendarVersion.objects.select_related("published_by")
        page = keyset.newest(rows, request.GET.get("cursor", ""), VERSIONS)
    except keyset.BadCursor:
        return redirect("dossiers:calendars")
    newest, today = CalendarVersion.objects.order_by("-number").first(), timezone.localdate()
    loaded = newest.years if newest else []
    context = {
        "page": page,
        "newest": newest,
        "years": sorted({*loaded, today.year, today.year + 1}),
        "loaded": loaded,
        "missing": missing_year(today),
    }
    return render(request, "dossiers/calendars/home.html", context)


@keeper
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, number: int) -> HttpResponse:
    """One year: as published or as proposed; read, shown, and published once it was seen."""
    if not FIRST_YEAR <= number <= timezone.localdate().year + YEARS_AHEAD:
        raise Http404
    if request.method != "POST":
        return _page(request, number, YearForm(year=number, initial=_initial(number)))
    form = YearForm(request.POST, request.FILES, year=number)
    if not form.is_valid():
        return _page(request, number, form, status=422)
    data = form.as_read()
    if "publish" in request.POST and form.cleaned_data["seen"] == _mark(data):
        try:
            publish_year(number, form.days, data["decision"], by=current_user(request), at=timezone.now())
        except Refused as error:
            form.add_error(None, error.message)
            return _page(request, number, form, status=422)
        messages.success(request, _("Đã công bố lịch năm %(year)d.") % {"year": number})
        return redirect("dossiers:move_dates")
    again = YearForm(year=number, initial={**data, "seen": _mark(data)})
    return _page(request, number, again, days=form.days)


@keeper
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """The dossiers that the newest calendar touches; POST moves the first of them, each by an act of its own."""
    newest = CalendarVersion.objects.order_by("-number").first()
    form = MoveForm(request.POST or None, initial={"decision": newest.note if newest else ""})
    if newest and request.method == "POST" and form.is_valid():
        moves = list(islice(moves_of_version(newest.number), AT_ONCE))
        count = _move_all(request, moves, newest.number, form.cleaned_data["decision"], timezone.now())
        messages.success(request, _("Đã dời ngày hẹn của %(n)d hồ sơ.") % {"n": count})
        return redirect("dossiers:move_dates")
    moves = list(islice(moves_of_version(newest.number), SHOWN + 1)) if newest else []
    context = {"newest": newest, "form": form, "at_once": AT_ONCE, **_moves_context(moves)}
    status = 422 if form.errors else 200
    return render(request, "dossiers/calendars/move.html", context, status=status)


def _move_all(request: HttpRequest, moves: list[Move], version: int, decision: str, at: datetime) -> int:
    count = 0
    for row in moves:
        try:
            actions.move_due(row.dossier, version, decision, by=current_user(request), at=at)
        except Refused as error:  # it moved on meanwhile
            messages.warning(request, error.message)
        else:
            count += 1
    return count


def _page(
    request: HttpRequest, number: int, form: YearForm, days: list[CalendarDay] | None = None, status: int = 200
) -> HttpResponse:
    newest = CalendarVersion.objects.order_by("-number").first()
    is_new = newest is None or number not in newest.years
    context: dict[str, Any] = {"number": number, "form": form, "days": days, "is_new": is_new}
    if days is not None:
        closed = [day.date for day in days if day.kind not in OPEN_KINDS]
        moves = list(islice(moves_under(proposed_calendars(number, days), closed), SHOWN + 1))
        context |= _moves_context(moves) | {"dropped": _dropped_days(newest, number, days)}
    return render(request, "dossiers/calendars/year.html", context, status=status)


def _moves_context(moves: list[Move]) -> dict[str, Any]:
    return {"moves": moves[:SHOWN], "more": len(moves) > SHOWN, "shown": SHOWN}


def _dropped_days(newest: CalendarVersion | None, number: int, days: list[CalendarDay]) -> list[CalendarDay]:
    """What is in force and no longer said."""
    if newest is None:
        return []
    proposed = {(day.date, day.agency_code) for day in days}
    rows = newest.days.filter(date__year=number).order_by("date")
    return [row for row in rows if (row.date, row.agency_code) not in proposed]


def _initial(number: int) -> dict[str, str]:
    """The year in force; else what the fixed holidays propose, without a decision yet."""
    newest = CalendarVersion.objects.order_by("-number").first()
    if newest and number in newest.years:
        rows = list(newest.days.filter(date__year=number))
        return {"decision": rows[0].decision_no if rows else "", "lines": write_lines(rows)}
    return {"lines": write_lines(proposed_year(number))}


def _mark(data: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:32]
