"""The one page on which the files of a draft are given: every component a row, files for several of them at once.

Without scripts it is one form, whose button sends what was chosen everywhere; with them each file is sent as it is
chosen (`static/js/uploads.js`), and what comes back is the row alone. A change of a file is answered in the same way.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import actions
from dossiers.actions.arrangement import EARLIER, LATER
from dossiers.actions.quotas import MEGABYTE, left_on
from dossiers.completeness import components_with_files
from dossiers.models import Attachment, Dossier
from dossiers.views.citizen.uploads import asked_components, attach_file, open_dossier
from people.guards import current_user
from people.throttling import UploadThrottle, limited
from toolbox.files import UnusableFile
from toolbox.refusal import Forbidden, Refused

INPUT = "tep-"  # before the key of a component: its file input
KEY_LENGTH = 19  # digits of a key that any database takes
STEPS = {"len": EARLIER, "xuong": LATER}
Errors = dict[str, list[str]]  # by component what is wrong with its files; "" with the whole form


@limited(UploadThrottle, "POST")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def components(request: HttpRequest, name: str) -> HttpResponse:
    """Every component of a draft with its files, and files for any of them; of a supplement what was asked for."""
    dossier = open_dossier(request, name)
    if not dossier.is_draft:
        return _asked_page(request, dossier)
    if request.method != "POST":
        return _page(request, dossier, {})
    errors, kept = _keep_all(request, dossier)
    if "row" in request.POST:
        return _row(request, dossier, request.POST["row"], errors, 422 if errors else 200)
    if errors:
        return _page(request, dossier, errors)
    words = ngettext("Đã nhận %(n)d tệp.", "Đã nhận %(n)d tệp.", kept) % {"n": kept}
    messages.success(request, words)
    return redirect("dossiers:papers", name=dossier.name)


components.__dict__["takes_files"] = True  # its requests may be as long as a file


@limited(UploadThrottle)
@login_required
@require_POST
def turn(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Turn a photograph a quarter to the right."""
    return _change(request, name, pk, lambda row: actions.turn_attachment(row, by=current_user(request)))


@login_required
@require_POST
def move(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Put a file before or behind the one beside it."""
    step = STEPS.get(request.POST.get("huong", ""), EARLIER)
    return _change(request, name, pk, lambda row: actions.move_attachment(row, step, by=current_user(request)))


@login_required
@require_POST
def remove(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Take a file out again."""

    def take_out(row: Attachment) -> None:
        actions.remove_attachment(row, by=current_user(request), at=timezone.now())
        if "row" not in request.POST:
            messages.success(request, _("Đã xóa tệp %(name)s.") % {"name": row.name})

    return _change(request, name, pk, take_out)


@login_required
@require_POST
def reuse(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Give for one component what was given in an earlier dossier that was accepted."""
    dossier, errors = open_dossier(request, name), Errors()
    pk, user = request.POST.get("tep", ""), current_user(request)
    rows = Attachment.objects.sent().filter(dossier__in=Dossier.objects.own_of(user)).select_related("dossier__edition")
    file = rows.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < KEY_LENGTH else None
    try:
        if file is None:
            raise Refused(_("Giấy tờ đã nộp trước đây không còn để dùng lại. Tải lại trang."))
        actions.reuse_attachment(dossier, key, file, by=user, at=timezone.now())
    except (Refused, Forbidden) as error:
        errors[key] = [error.message]
    return _answer(request, dossier, key, errors)


def _change(request: HttpRequest, name: str, pk: int, act: Callable[[Attachment], object]) -> HttpResponse:
    """Carry out *act* on one file; then the page it was asked for on, or, for scripts, the row of its component."""
    dossier, errors = open_dossier(request, name), Errors()
    file = get_object_or_404(dossier.attachments.select_related("dossier__applicant"), pk=pk)
    key = file.component
    try:
        act(file)
    except Refused as error:
        errors[key] = [error.message]
    return _answer(request, dossier, key, errors)


def _answer(request: HttpRequest, dossier: Dossier, key: str, errors: Errors) -> HttpResponse:
    if "row" in request.POST:
        return _row(request, dossier, key, errors, 409 if errors else 200)
    for message in errors.get(key, []):
        messages.error(request, message)
    if request.POST.get("ve") == "danh-sach" and dossier.is_draft:
        return redirect(f"{reverse('dossiers:papers', args=[dossier.name])}#giay-{key}")
    return redirect("dossiers:paper", name=dossier.name, key=key)


def _keep_all(request: HttpRequest, dossier: Dossier) -> tuple[Errors, int]:
    """Keep every usable file of the form; by component what is wrong with the others, and how many were kept."""
    errors, kept = Errors(), 0
    room = dossier.edition.upload_count - dossier.attachments.count()
    for row in dossier.components:
        for file in request.FILES.getlist(INPUT + row["key"]):
            try:
                if kept > room:  # the first over the limit is told its words by the act; no more are looked at
                    raise Refused(_("Chưa nhận “%(name)s” vì hồ sơ đã đủ số tệp.") % {"name": file.name})
                attach_file(file, dossier, row["key"], request)
                kept += 1
            except UnusableFile as error:
                errors.setdefault(row["key"], []).append(str(error))
            except Refused as error:
                errors.setdefault(row["key"], []).append(error.message)
    if not kept and not errors:
        errors[""] = [_("Chọn hoặc chụp ảnh ít nhất một giấy tờ rồi bấm “Tải lên các tệp đã chọn”.")]
    return errors, kept


def _rows(request: HttpRequest, dossier: Dossier, errors: Errors) -> list[dict[str, Any]]:
    user = current_user(request)
    offers = actions.earlier_attachments(dossier, user)
    return [
        {**row, "errors": errors.get(key := row["key"], []), "input": INPUT + key, "offers": offers.get(key, [])}
        for row in components_with_files(dossier, user)
    ]


def _page(request: HttpRequest, dossier: Dossier, errors: Errors) -> HttpResponse:
    rows = _rows(request, dossier, errors)
    first = rows[0]["input"] if rows else ""
    context = {
        "dossier": dossier,
        "papers": rows,
        "errors": [(INPUT + key if key else first, words) for key, messages in errors.items() for words in messages],
        "limit": dossier.edition.upload_limit // MEGABYTE,
        "bytes": dossier.edition.upload_limit,
        "many": dossier.edition.upload_count,
        "left": left_on(current_user(request), timezone.localdate()),
    }
    return render(request, "dossiers/citizen/papers.html", context, status=422 if errors else 200)


def _row(request: HttpRequest, dossier: Dossier, key: str, errors: Errors, status: int) -> HttpResponse:
    """The row of one component alone, for the page that shows it."""
    row = next((row for row in _rows(request, dossier, errors) if row["key"] == key), None)
    if row is None:
        raise Refused(_("Giấy tờ này không có trong hồ sơ. Tải lại trang."))
    if not row["errors"]:
        row["errors"] = errors.get("", [])
    context = {"dossier": dossier, "paper": row}
    return render(request, "dossiers/citizen/paper_row.html", context, status=status)


def _asked_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What a supplement was asked for, each with a page of its own."""
    if request.method == "POST":
        raise Refused(_("Giấy tờ bổ sung được tải lên ở trang của từng giấy tờ."))
    asked = [row["key"] for row in asked_components(dossier)]
    papers = [row for row in components_with_files(dossier, current_user(request)) if row["key"] in asked]
    return render(request, "dossiers/citizen/asked_papers.html", {"dossier": dossier, "papers": papers})
