"""Pages of figures: what is late for leaders, and the list of reports."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.deadlines.status import soon_until
from people.guards import current_user, role_required, staff_only
from people.models import Post, User
from reports.export import as_csv, as_pdf, as_xlsx
from reports.late_counts import lateness
from reports.parameters import Asked, AskForm
from reports.periods import choices, legal_month
from reports.tables.base import MOST, Report
from reports.tables.registry import REPORTS

Role = Post.Role
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@role_required(Role.HEAD, Role.LEADER, Role.AUDITOR)
@require_safe
def what_is_late(request: HttpRequest) -> HttpResponse:
    """Late and due within two working days, by unit and procedure; every number opens its dossiers."""
    at = timezone.now()
    figures = lateness(current_user(request), at)
    # Four statements: the page leaders keep open all day does not count their notices too.
    context = {"figures": figures, "at": at, "soon_until": soon_until(at), "plain_bell": True}
    return render(request, "reports/what_is_late.html", context)


@staff_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The reports one may see."""
    found = [report for report in REPORTS.values() if report.may_be_seen_by(current_user(request))]
    return render(request, "reports/index.html", {"reports": found})


@staff_only
@require_safe
def report(request: HttpRequest, name: str) -> HttpResponseBase:
    """One report as a table, or as a file with `?format=csv`, `xlsx` or `pdf`."""
    found, at, user = find(request, name), timezone.now(), current_user(request)
    form = ask(found, request.GET, user, at)
    context: dict[str, Any] = {"report": found, "form": form, "at": at, "most": MOST}
    context["periods"] = choices(timezone.localdate(at)) if found.dated else []
    if not form.is_valid():
        return render(request, "reports/report.html", context, status=422)
    if (wanted := request.GET.get("format", "")) in FILES:
        return file_response(found, wanted, form.asked, user, at)
    rows = list(found.rows(user, at, form.asked))
    context["rows"] = [[column.shown(row[column.key]) for column in found.columns] for row in rows[:MOST]]
    context |= {"more": len(rows) > MOST, "asked": form.asked, "query": urlencode(form.data)}
    return render(request, "reports/report.html", context)


def ask(found: Report, said: Any, user: User, at: datetime) -> AskForm:
    """What is asked for; the month that runs, as the law counts months, where nobody says when."""
    given = {key: said[key] for key in ("from", "to", "unit") if said.get(key)}
    if found.dated and not {"from", "to"} & set(given):
        month = legal_month(timezone.localdate(at))
        given |= {"from": f"{month.since:%d/%m/%Y}", "to": f"{month.until:%d/%m/%Y}"}
    return AskForm(given, user=user, dated=found.dated)


def find(request: HttpRequest, name: str) -> Report:
    """The report of that name, if there is one and one may see it."""
    found = REPORTS.get(name)
    if found is None:
        raise Http404
    if not found.may_be_seen_by(current_user(request)):
        raise PermissionDenied
    return found


def file_response(found: Report, wanted: str, asked: Asked, user: User, at: datetime) -> HttpResponseBase:
    """The rows as a file to keep; a CSV has all of them and is sent as it is read, the others the first MOST."""
    response: HttpResponseBase
    if wanted == "csv":
        lines = as_csv(found.columns, found.every_row(user, at, asked))
        response = StreamingHttpResponse(lines, content_type=FILES[wanted])
    else:
        rows = list(found.rows(user, at, asked))[:MOST]
        printed = as_xlsx if wanted == "xlsx" else as_pdf
        response = HttpResponse(printed(found, rows, in_words(asked)), content_type=FILES[wanted])
    response["Content-Disposition"] = f'attachment; filename="{found.name}.{wanted}"'
    return response


def in_words(asked: Asked) -> str:
    """`Từ 15/10/2026 đến hết 14/11/2026; Sở …`."""
    parts = [str(asked.unit)] if asked.unit else []
    if asked.since and asked.until:
        days = {"since": f"{asked.since:%d/%m/%Y}", "until": f"{asked.until:%d/%m/%Y}"}
        parts.insert(0, _("Từ %(since)s đến hết %(until)s") % days)
    return "; ".join(parts)
