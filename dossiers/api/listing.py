"""List dossiers by cursor, and look one up in public."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dossiers.api.outputs import LookupOut
from dossiers.api.shapes import progress, summary
from dossiers.models import Dossier, State
from dossiers.models.queries import DossierQuerySet
from people.models import User
from people.throttling import Locked, LookUpThrottle, note_failure, require_unlocked
from toolbox.keyset import BadCursor, page
from toolbox.references import normalise

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


class _LockedOut(Throttled):
    """Throttled, in words of its own."""

    def __init__(self, lock: Locked) -> None:
        super().__init__()
        self.wait, self.detail = lock.seconds, lock.message  # type: ignore[assignment]


class Lookup(APIView):
    """Code and progress without signing in."""

    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [LookUpThrottle]

    @extend_schema(summary="Code and progress, without signing in", responses={200: LookupOut, 404: dict, 429: dict})
    def get(self, request: Request, name: str) -> Response:
        """Nothing but the code and how far it is; 429 for a code that was tried in vain too often."""
        code = normalise(name)
        try:
            require_unlocked("look_up", code)
        except Locked as lock:
            raise _LockedOut(lock) from None
        dossier = Dossier.objects.filed_as(code).first()
        if dossier is None:
            note_failure("look_up", code)
            raise Http404
        return Response(progress(dossier))


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
