"""Page of auditors: who read, searched or took away what; by reader, dossier, kind and day, and as a file."""

from datetime import datetime, time
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dossiers.models import Dossier
from people.guards import current_user, role_required
from people.models import Post, Read, User
from people.models.read import ReadQuerySet
from people.privacy.lookups import PARAMETER, redirect_to_lookup, words_of
from people.privacy.reads import digest_of, record_export
from reports.export import as_csv, counted_lines
from reports.tables.base import MOST, Column, Sheet
from reports.workbook import write_workbook
from toolbox import keyset
from toolbox.references import normalise

SIZE = 50
NO_DAY = {"invalid": _("Nhập một ngày có trong lịch, ví dụ 15/11/2026")}
FILES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SHEET = Sheet(
    "luot-xem",
    _("Lượt xem dữ liệu"),
    (
        Column("at", _("Lúc"), instant=True, seconds=True),
        Column("user", _("Người xem")),
        Column("username", _("Tên đăng nhập")),
        Column("role", _("Vai trò")),
        Column("unit", _("Đơn vị")),
        Column("what", _("Đã xem")),
        Column("how", _("Qua")),
        Column("code", _("Mã hồ sơ")),
        Column("party", _("Của ai")),
        Column("item", _("Số tệp")),
        Column("detail", _("Chi tiết")),
        Column("rows", _("Số dòng")),
        Column("address", _("Địa chỉ máy")),
    ),
)


class ReadsForm(forms.Form):
    """Whose reads, of which dossier, of which kind, in which days; whatever is left out does not narrow."""

    reader = forms.CharField(label=_("Tên đăng nhập của người xem"), max_length=150, required=False)
    code = forms.CharField(label=_("Mã hồ sơ"), max_length=40, required=False)
    what = forms.ChoiceField(label=_("Đã xem"), choices=[("", _("Tất cả")), *Read.What.choices], required=False)
    since = forms.DateField(label=_("Từ ngày"), required=False, error_messages=NO_DAY)
    until = forms.DateField(label=_("Đến hết ngày"), required=False, error_messages=NO_DAY)

    def __init__(self, data: Any, *, asked_by: User) -> None:
        super().__init__(data)
        self.asked_by = asked_by

    def filters(self) -> dict[str, str]:
        """What was filled in, as an address carries it."""
        return {key: str(self.data[key]) for key in self.fields if self.data.get(key)}

    def clean_reader(self) -> User | None:
        """The account of that name."""
        name = self.cleaned_data["reader"].strip()
        user = User.objects.filter(username__iexact=name).first() if name else None
        if name and user is None:
            raise ValidationError(_("Không có tài khoản với tên đăng nhập này."))
        return user

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("Ngày cuối phải từ ngày đầu trở đi."))
        return data

    def narrowed(self, rows: ReadQuerySet) -> ReadQuerySet:
        """Those of *rows* that were asked for, once the form is valid; none for a code that no dossier has."""
        data = self.cleaned_data
        if reader := data["reader"]:
            rows = rows.filter(user=reader)
        if code := normalise(data["code"]):
            dossier = Dossier.objects.visible_to(self.asked_by).named(code).only("pk").first()
            rows = rows.of_dossier(dossier.pk) if dossier else rows.none()
        if what := data["what"]:
            rows = rows.filter(what=what)
        zone = timezone.get_current_timezone()
        if since := data["since"]:
            rows = rows.filter(at__gte=datetime.combine(since, time.min, zone))
        if until := data["until"]:
            rows = rows.filter(at__lte=datetime.combine(until, time.max, zone))
        return rows


@role_required(Post.Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def reads(request: HttpRequest) -> HttpResponseBase:
    """One page of reads, the last first, or all of them as a file; POST asks who looked for some words or number."""
    if request.method == "POST":
        return redirect_to_lookup(request, reverse("reports:reads"), request.POST.get("q", "").strip()[:200])
    user, typed = current_user(request), words_of(request)
    form = ReadsForm(request.GET, asked_by=user)
    if not form.is_valid():
        return render(request, "reports/reads.html", {"form": form, "typed": typed}, status=422)
    rows = form.narrowed(Read.objects.with_names())
    rows = rows.filter(digest=digest_of(typed)) if typed else rows
    if (file_format := request.GET.get("format", "")) in FILES:
        return _file(request, rows, file_format, form.filters())
    try:
        page = keyset.page(rows, request.GET.get("cursor", ""), SIZE, field="-at")
    except keyset.BadCursor:
        return redirect("reports:reads")
    query = {**form.filters(), PARAMETER: request.GET.get(PARAMETER, "")}
    context = {"form": form, "typed": typed, "page": page}
    context["query"] = urlencode({key: value for key, value in query.items() if value})
    return render(request, "reports/reads.html", context)


def _file(request: HttpRequest, rows: ReadQuerySet, file_format: str, filters: dict[str, str]) -> HttpResponseBase:
    """The rows as a file, the last first, all of them; that they were taken away is recorded, too."""
    name, at = f"{SHEET.name}.{file_format}", timezone.now()
    note = partial(record_export, request, name, filters, by=current_user(request))
    rows = rows.filter(at__lte=at).order_by("-at", "-id")
    response: HttpResponseBase
    if file_format == "csv":
        note(rows=None, at=at)
        lines = as_csv(SHEET.columns, map(_line, rows.iterator(chunk_size=MOST)))
        lines = counted_lines(lines, lambda sent: note(rows=sent, at=timezone.now()))
        response = StreamingHttpResponse(lines, content_type=FILES[file_format])
    else:
        description = "; ".join(f"{key}: {value}" for key, value in filters.items())
        file, count = write_workbook(SHEET, map(_line, rows.iterator(chunk_size=MOST)), description)
        note(rows=count, at=at)
        response = FileResponse(file, content_type=FILES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(read: Read) -> dict[str, Any]:
    """One read as a file holds it."""
    return {
        "at": read.at,
        "user": str(read.user),
        "username": read.user.username,
        "role": read.role_name,
        "unit": read.unit_name,
        "what": str(read.get_what_display()),
        "how": str(read.get_how_display()),
        "code": read.code,
        "party": str(read.party or ""),
        "item": read.item or "",
        "detail": read.detail,
        "rows": read.rows,
        "address": read.address,
    }
