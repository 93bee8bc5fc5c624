"""The administrator's pages of sheets of staff: the file to fill in, upload with its faults, reading and deciding."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.forms.attempt import posted
from people.guards import current_user
from people.models import Agency, StaffSheet, User
from people.staff import sheets as acts
from people.staff.forms import SheetDecisionForm, SheetForm
from people.staff.sheet_columns import FaultySheet
from people.staff.sheet_template import write_template
from people.staff.slips import slips_page
from people.staff.views import administrator
from toolbox import keyset
from toolbox.files import UnusableFile
from toolbox.refusal import Forbidden, InvalidInput, Refused

SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """The file to fill in, the upload, and every sheet; of a faulty one every fault, and nothing is kept."""
    is_post = request.method == "POST"
    form, faults = SheetForm(request.POST, request.FILES) if is_post else SheetForm(), []
    status = 422 if is_post else 200
    if is_post and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = acts.read_sheet(file, file.name, by=current_user(request), at=timezone.now())
            return redirect("people:sheet", pk=sheet.pk)
        except FaultySheet as error:
            form.add_error("file", error.message)
            faults = error.faults
        except UnusableFile as error:
            form.add_error("file", str(error))
    try:
        rows = StaffSheet.objects.visible_to(current_user(request)).select_related("made_by", "decided_by")
        page = keyset.newest(rows, request.GET.get("cursor", ""), SHOWN)
    except keyset.BadCursor:
        return redirect("people:sheets")
    return render(request, "people/staff/sheets.html", {"form": form, "faults": faults, "page": page}, status=status)


@administrator
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    response = HttpResponse(write_template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="nhan-su.xlsx"'
    return response


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line of a sheet, and what may be done with it: propose, drop, confirm whole, refuse."""
    row = _sheet(request, pk)
    form, faults, status = SheetDecisionForm(posted(request)), [], 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = _ACTS[data["decision"]](row, data["reason"], current_user(request))
            messages.success(request, done)
            return redirect("people:sheets" if data["decision"] == "drop" else "people:sheet", pk=pk)
        except FaultySheet as error:
            form.add_error(None, error.message)
            faults, status = error.faults, 409
        except InvalidInput as error:
            form.add_error("reason", error.message)
        except Refused as error:
            form.add_error(None, error.message)
            status = 403 if isinstance(error, Forbidden) else 409
    return render(request, "people/staff/sheet.html", _context(request, row, form, faults), status=status)


@administrator
@require_POST
def sheet_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """The slips of everybody of a sheet who has no address and has not opened the account."""
    return slips_page(request, acts.unopened_by_slip(_sheet(request, pk), timezone.now()))


def _context(request: HttpRequest, row: StaffSheet, form: SheetDecisionForm, faults: list[Any]) -> dict[str, Any]:
    lines, user = acts.rows_of_sheet(row), current_user(request)
    accounts = User.objects.filter(username__in=[line.username.lower() for line in lines])
    known = set(accounts.values_list("username", flat=True))
    names = {unit.code: unit.name for unit in Agency.objects.all()}
    return {
        "sheet": row,
        "form": form,
        "faults": faults,
        "lines": [
            {"line": line, "unit": names.get(line.unit, line.unit), "is_new": line.username.lower() not in known}
            for line in lines
        ],
        "new_count": len({line.username.lower() for line in lines} - known),
        "is_mine": row.made_by_id == user.pk,
        "slips": acts.unopened_by_slip(row, timezone.now()) if row.made_by_id == user.pk else [],
    }


def _sheet(request: HttpRequest, pk: int) -> StaffSheet:
    rows = StaffSheet.objects.visible_to(current_user(request)).select_related("made_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _propose(row: StaffSheet, _reason: str, by: User) -> str:
    acts.propose_sheet(row, by=by, at=timezone.now())
    return _("Đã đề nghị. Quản trị viên khác xác nhận thì mới có hiệu lực.")


def _drop(row: StaffSheet, _reason: str, by: User) -> str:
    acts.drop_sheet(row, by=by, at=timezone.now())
    return _("Đã bỏ bảng nháp.")


def _confirm(row: StaffSheet, _reason: str, by: User) -> str:
    acts.confirm_sheet(row, by=by, at=timezone.now())
    return _(
        "Cả bảng đã có hiệu lực. Ai có thư điện tử nhận liên kết đặt mật khẩu; người lập bảng in phiếu cho người khác."
    )


def _refuse(row: StaffSheet, reason: str, by: User) -> str:
    acts.refuse_sheet(row, reason, by=by, at=timezone.now())
    return _("Đã ghi quyết định và báo những người liên quan.")


_ACTS: dict[str, Callable[[StaffSheet, str, User], str]] = {
    "propose": _propose,
    "drop": _drop,
    "confirm": _confirm,
    "refuse": _refuse,
}
