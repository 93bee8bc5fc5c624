"""Page of the register of results: what was granted to whom, under which number, until when; and as a file."""

from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dossiers.models import Result
from dossiers.models.result import Standing
from dossiers.release import MAKERS
from dossiers.sight import finds_by_number
from people.guards import current_user, role_required
from people.models import Party
from people.privacy.lookups import PARAMETER, redirect_to_lookup, words_of
from people.privacy.reads import record_export, record_search
from procedures.localized import text_of
from procedures.models import ResultTemplate
from reports.export import as_csv, counted_lines
from reports.tables.base import MOST, Column, Sheet
from reports.workbook import write_workbook
from toolbox import keyset

SIZE, MATCHES = 50, 50
LETTER = "thong-bao"  # results of kinds that have no template: the general letter
NO_DAY = {"invalid": _("Nhập một ngày có trong lịch, ví dụ 15/11/2026")}
FILES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SHEET = Sheet(
    "ket-qua",
    _("Sổ kết quả đã cấp"),
    (
        Column("number", _("Số, ký hiệu")),
        Column("kind", _("Loại kết quả")),
        Column("holder", _("Cấp cho")),
        Column("issued_on", _("Ngày cấp"), day=True),
        Column("valid_from", _("Có giá trị từ"), day=True),
        Column("valid_until", _("Đến hết ngày"), day=True),
        Column("standing", _("Hiệu lực")),
        Column("ended_on", _("Ngày thay hoặc thu hồi"), day=True),
        Column("replaced_by", _("Thay bằng số")),
        Column("code", _("Mã hồ sơ")),
    ),
)


class RegisterForm(forms.Form):
    """Which kind, which number, issued in which days, how it stands; whatever is left out does not narrow."""

    kind = forms.ChoiceField(label=_("Loại kết quả"), required=False)
    number = forms.CharField(
        label=_("Số, ký hiệu"), help_text=_("Ví dụ: 12/GPLĐ-SLĐTBXH"), max_length=60, required=False
    )
    since = forms.DateField(label=_("Cấp từ ngày"), required=False, error_messages=NO_DAY)
    until = forms.DateField(label=_("Đến hết ngày"), required=False, error_messages=NO_DAY)
    standing = forms.ChoiceField(label=_("Hiệu lực"), choices=[("", _("Tất cả")), *Standing.choices], required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        rows = ResultTemplate.objects.filter(state=ResultTemplate.State.PUBLISHED).order_by("kind", "number")
        self.kinds = {row.kind: text_of(row.content, "name") for row in rows}
        letter = (LETTER, _("Thông báo, không theo mẫu riêng"))
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Tất cả")), *self.kinds.items(), letter]

    def filters(self) -> dict[str, str]:
        """What was filled in, as an address carries it."""
        return {key: str(self.data[key]) for key in self.fields if self.data.get(key)}

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("Ngày cuối phải từ ngày đầu trở đi."))
        return data

    def narrowed(self, rows: QuerySet[Result], today: date) -> QuerySet[Result]:
        """Those of *rows* that were asked for, once the form is valid."""
        data = self.cleaned_data
        if kind := data["kind"]:
            rows = rows.filter(kind="" if kind == LETTER else kind)
        if number := data["number"].strip():
            rows = rows.filter(Result.is_numbered(number))
        if since := data["since"]:
            rows = rows.filter(issued_on__gte=since)
        if until := data["until"]:
            rows = rows.filter(issued_on__lte=until)
        return rows.filter(Result.stands(data["standing"], today)) if data["standing"] else rows


@role_required(*MAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest) -> HttpResponseBase:
    """One page of the register, the last issued first, or all of it as a file; POST asks for a holder."""
    if request.method == "POST":
        address = reverse("reports:results")
        kept = urlencode(RegisterForm(request.GET).filters())
        typed = request.POST.get("q", "").strip()[:200]
        return redirect_to_lookup(request, f"{address}?{kept}" if kept else address, typed)
    user, typed, at = current_user(request), words_of(request), timezone.now()
    form = RegisterForm(request.GET)
    if not form.is_valid():
        return render(request, "reports/results.html", {"form": form, "typed": typed}, status=422)
    today = timezone.localdate(at)
    rows = form.narrowed(Result.objects.visible_to(user), today)
    rows, many = _held(request, rows, typed, at) if typed else (rows, False)
    if (file_format := request.GET.get("format", "")) in FILES:
        return _file(request, rows, file_format, form, at)
    try:
        page = keyset.newest(rows, request.GET.get("cursor", ""), SIZE, named=Result.objects.for_rows())
    except keyset.BadCursor:
        return redirect("reports:results")
    query = {**form.filters(), PARAMETER: request.GET.get(PARAMETER, "")}
    context = {"form": form, "typed": typed, "page": page, "by_number": finds_by_number(user)}
    context["rows"] = [(row, _line(form.kinds, today, row)) for row in page.rows]
    context |= {"many": MATCHES if many else 0, "columns": {row.key: row.title for row in SHEET.columns}}
    context["query"] = urlencode({key: value for key, value in query.items() if value})
    return render(request, "reports/results.html", context)


def _held(request: HttpRequest, rows: QuerySet[Result], typed: str, at: datetime) -> tuple[QuerySet[Result], bool]:
    """Results of every person the words name, and whether these are more than MATCHES; that one searched is recorded.

    By number only where the reader's role sees numbers.
    """
    user = current_user(request)
    people = Party.objects.matching(typed) if finds_by_number(user) else Party.objects.called(typed)
    first = list(people.order_by("pk").values_list("pk", flat=True)[: MATCHES + 1])
    many = len(first) > MATCHES
    if not request.GET.get("cursor"):
        record_search(request, typed, rows=min(len(first), MATCHES), by=user, at=at)
    return rows.filter(holder__in=people.only("pk") if many else first), many


def _file(
    request: HttpRequest, rows: QuerySet[Result], file_format: str, form: RegisterForm, at: datetime
) -> HttpResponseBase:
    """The rows as a file, the last issued first, all of them; that they were taken away is recorded."""
    name, filters = f"{SHEET.name}.{file_format}", form.filters()
    note = partial(record_export, request, name, filters, by=current_user(request))
    whole = Result.objects.for_rows().filter(pk__in=rows.values("pk")).order_by("-pk")
    lines = map(partial(_line, form.kinds, timezone.localdate(at)), whole.iterator(chunk_size=MOST))
    response: HttpResponseBase
    if file_format == "csv":
        note(rows=None, at=at)
        sent = counted_lines(as_csv(SHEET.columns, lines), lambda count: note(rows=count, at=timezone.now()))
        response = StreamingHttpResponse(sent, content_type=FILES[file_format])
    else:
        description = "; ".join(f"{form.fields[key].label}: {value}" for key, value in filters.items())
        file, count = write_workbook(SHEET, lines, description)
        note(rows=count, at=at)
        response = FileResponse(file, content_type=FILES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(kinds: dict[str, str], today: date, row: Result) -> dict[str, Any]:
    """One result as page and file hold it."""
    later = getattr(row, "replaced_by", None)
    return {
        "number": row.paper.reference,
        "kind": kinds.get(row.kind) or str(row.paper.get_kind_display()),
        "holder": row.holder_name,
        "issued_on": row.issued_on.isoformat(),
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_until": row.valid_until and row.valid_until.isoformat(),
        "standing": str(row.validity_on(today).label),
        "ended_on": row.ended_at and timezone.localdate(row.ended_at).isoformat(),
        "replaced_by": later.paper.reference if later else "",
        "code": row.dossier.name,
    }
