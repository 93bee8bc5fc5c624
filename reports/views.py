"""Pages of statistics: what is late for leaders, and the reports."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.deadlines.status import soon_until
from people.guards import current_user, role_required, staff_only
from people.models import Post, User
from people.privacy.reads import record_export
from reports.export import as_csv, as_pdf, counted_lines
from reports.late_counts import lateness
from reports.parameters import Parameters, ParametersForm
from reports.periods import choices, legal_month
from reports.tables.base import MOST, Report
from reports.tables.registry import REPORTS
from reports.workbook import write_workbook
from toolbox.formats import number

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
    """The reports this user may see."""
    reports = [report for report in REPORTS.values() if report.may_be_seen_by(current_user(request))]
    return render(request, "reports/index.html", {"reports": reports})


@staff_only
@require_safe
def report(request: HttpRequest, name: str) -> HttpResponseBase:
    """One report as a table, or as a file with `?format=csv`, `xlsx` or `pdf`."""
    table, at, user = report_or_404(request, name), timezone.now(), current_user(request)
    form = bind_form(table, request.GET, user, at)
    context: dict[str, Any] = {"report": table, "form": form, "at": at, "most": MOST}
    context["periods"] = choices(timezone.localdate(at)) if table.dated else []
    if not form.is_valid():
        return render(request, "reports/report.html", context, status=422)
    if (file_format := request.GET.get("format", "")) in FILES:
        return file_response(request, table, file_format, form.parameters, at)
    rows = table.first_rows(user, at, form.parameters)
    context["rows"] = [table.cells(row) for row in rows[:MOST]]
    context |= {"more": len(rows) > MOST, "asked": form.parameters, "query": urlencode(form.data)}
    return render(request, "reports/report.html", context)


def bind_form(report: Report, query: Any, user: User, at: datetime) -> ParametersForm:
    """The form of the parameters; without days for a dated report, of the current month as the law counts months."""
    data = {key: query[key] for key in ("from", "to", "unit") if query.get(key)}
    if report.dated and not {"from", "to"} & set(data):
        month = legal_month(timezone.localdate(at))
        data |= {"from": f"{month.since:%d/%m/%Y}", "to": f"{month.until:%d/%m/%Y}"}
    return ParametersForm(data, user=user, dated=report.dated)


def report_or_404(request: HttpRequest, name: str) -> Report:
    """The report of that name. Raises Http404 for none, PermissionDenied where one may not see it."""
    report = REPORTS.get(name)
    if report is None:
        raise Http404
    if not report.may_be_seen_by(current_user(request)):
        raise PermissionDenied
    return report


def file_response(
    request: HttpRequest, report: Report, file_format: str, parameters: Parameters, at: datetime
) -> HttpResponseBase:
    """The rows as a file to keep; CSV and workbook have all of them, a sheet to print the first MOST, and says so.

    That it was taken away is recorded: of a CSV when it begins, and again, with its rows, when it has been sent.
    """
    response: HttpResponseBase
    user, name = current_user(request), f"{report.name}.{file_format}"
    note = partial(record_export, request, name, filters_of(parameters), by=user)
    if file_format == "csv":
        lines = as_csv(report.columns, _begun(report.rows(user, at, parameters)))
        note(rows=None, at=at)
        response = StreamingHttpResponse(
            counted_lines(lines, lambda sent: note(rows=sent, at=timezone.now())), content_type=FILES[file_format]
        )
    elif file_format == "xlsx":
        file, count = write_workbook(report, report.rows(user, at, parameters), description_of(parameters))
        note(rows=count, at=at)
        response = FileResponse(file, content_type=FILES[file_format])
    else:
        listed = report.first_rows(user, at, parameters)
        remark = _remark(report.count(user, at, parameters)) if len(listed) > MOST else ""
        note(rows=len(listed[:MOST]), at=at)
        sheet = as_pdf(report, listed[:MOST], description_of(parameters), remark)
        response = HttpResponse(sheet, content_type=FILES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _begun(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """*rows*, the first of which is read now: what the database refuses shows before a line is sent."""
    return chain(list(islice(rows, 1)), rows)


def _remark(count: int) -> str:
    """What a printed sheet of MOST rows says of the others."""
    numbers = {"most": number(MOST), "count": number(count)}
    return _("%(most)s dòng đầu trong %(count)s; tệp CSV và tệp Excel có đủ.") % numbers


def filters_of(parameters: Parameters) -> dict[str, Any]:
    """The parameters as the record of exports keeps them."""
    unit = parameters.unit.code if parameters.unit else ""
    return {"from": parameters.since, "to": parameters.until, "unit": unit}


def description_of(parameters: Parameters) -> str:
    """The parameters as text: `Từ 15/10/2026 đến hết 14/11/2026; Sở …`."""
    parts = [str(parameters.unit)] if parameters.unit else []
    if parameters.since and parameters.until:
        days = {"since": f"{parameters.since:%d/%m/%Y}", "until": f"{parameters.until:%d/%m/%Y}"}
        parts.insert(0, _("Từ %(since)s đến hết %(until)s") % days)
    return "; ".join(parts)
