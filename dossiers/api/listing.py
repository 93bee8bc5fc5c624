"""List dossiers by cursor."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from dossiers.api.shapes import summary
from dossiers.models import Dossier, State
from dossiers.models.queries import DossierQuerySet
from people.models import User
from toolbox.keyset import BadCursor, page

SIZE = 25
YES, NO = ("1", "true"), ("0", "false")


def listing(request: Request) -> dict[str, Any]:
    """One page, filtered: one's own, or the queue of one's posts: what is open, unless a state is asked for.

    Raises ValidationError for a filter that says nothing.
    """
    user = request.user
    assert isinstance(user, User)
    if not user.is_staff_member:
        rows = Dossier.objects.all_own_of(user)
    else:
        rows = Dossier.objects.at_work_of(user)
        rows = rows if request.query_params.get("state") else rows.open()
    rows = _filter(rows, request)
    try:
        cursor = request.query_params.get("cursor", "")
        rows_page = page(rows, cursor, SIZE, named=Dossier.objects.for_rows())
    except (BadCursor, OverflowError):  # an instant no database can hold
        raise ValidationError({"cursor": [_("Con trỏ trang không đúng. Bắt đầu lại từ trang đầu.")]}) from None
    results = [summary(row) for row in rows_page.rows]
    return {"next": rows_page.next, "previous": rows_page.previous, "results": results}


def _filter(rows: DossierQuerySet, request: Request) -> DossierQuerySet:
    query = request.query_params
    if state := query.get("state"):
        if state not in State.values:
            raise ValidationError({"state": [_("Không có trạng thái này.")]})
        rows = rows.filter(state=state)
    if unit := query.get("unit"):
        rows = rows.filter(holder_unit__code=unit)
    if holder := query.get("holder"):
        rows = rows.filter(holder__username=holder)
    if before := query.get("due_before"):
        rows = rows.filter(due_at__lt=_parse_instant(before))
    return _filter_by_lateness(rows, query.get("overdue", "").lower())


def _filter_by_lateness(rows: DossierQuerySet, overdue: str) -> DossierQuerySet:
    if overdue in YES:
        return rows.overdue(timezone.now())
    if overdue in NO:
        return rows.not_overdue(timezone.now())
    if overdue:
        raise ValidationError({"overdue": [_("Chỉ nhận true hoặc false.")]})
    return rows


def _parse_instant(text: str) -> datetime:
    """An instant; without an offset it is local time, and a space may be a `+` that was decoded."""
    try:
        at = parse_datetime(text.replace(" ", "+")) or datetime.fromisoformat(text)
        at = at if timezone.is_aware(at) else timezone.make_aware(at)
        return at.astimezone(UTC)  # the first and last days of the calendar have no UTC
    except (ValueError, OverflowError):
        raise ValidationError({"due_before": [_("Nhập thời điểm theo dạng 2026-11-24T17:00:00+07:00.")]}) from None
