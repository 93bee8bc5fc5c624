"""API of the statutory clock: when a term is due, and which days were counted."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from procedures.api.serializers import DeadlineOut, ReceptionIn, TermIn
from procedures.api.shapes import deadline
from procedures.calendar.lookup import current_calendar
from procedures.law.deadlines import Stage, Term, Wait, due
from procedures.law.working_time import CalendarMissing, is_provisional
from procedures.models import Edition, Procedure
from toolbox.refusal import Refused

INSTANTS = ("accepted_at", "supplement_requested_at", "supplement_completed_at")
RESPONSES: dict[int, Any] = {200: DeadlineOut, 400: dict}


class TermDeadline(APIView):
    """The due instant of any term of one stage."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(summary="When a term is due, day by day", parameters=[TermIn], responses=RESPONSES)
    def get(self, request: Request) -> Response:
        """Count one stage from reception."""
        serializer = TermIn(data=_parameters(request))
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        term = Term([Stage(data["value"], data["unit"])])
        return Response(_count_deadline(term, data, data.get("mode", "restart")))


class ProcedureDeadline(APIView):
    """The due instant under the edition in force on the day of reception."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        summary="When a dossier of this procedure is due, day by day",
        parameters=[ReceptionIn],
        responses={**RESPONSES, 404: dict},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Count the procedure's own term from reception."""
        procedure = get_object_or_404(Procedure, slug=slug)
        serializer = ReceptionIn(data=_parameters(request))
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        edition = _edition_for(procedure, data)
        mode = data.get("mode", edition.supplement_mode)
        return Response(_count_deadline(edition.term, data, mode))


def _parameters(request: Request) -> dict[str, str]:
    """The parameters of the query string; empty ones are left out."""
    return {key: text for key, text in request.query_params.dict().items() if text}


def _edition_for(procedure: Procedure, data: dict[str, Any]) -> Edition:
    """The edition that a dossier accepted that day falls under. Raises ValidationError where none publishes a term."""
    edition = procedure.editions.in_force(data["accepted_at"].date()).first()
    if edition is None:
        message = _("Thủ tục chưa có bản công bố áp dụng vào ngày này.")
        raise ValidationError({"accepted_at": [message]})
    if not edition.stages:
        raise ValidationError({"procedure": [_("Thời hạn của thủ tục này chưa công bố.")]})
    return edition


def _count_deadline(term: Term, data: dict[str, Any], mode: str) -> dict[str, Any]:
    since = data.get("supplement_requested_at")
    waits = [Wait(since, data.get("supplement_completed_at"), mode)] if since else []
    try:
        calendar = current_calendar()
        for instant in filter(None, map(data.get, INSTANTS)):
            if is_provisional(calendar, instant):  # a term may run into an undecided year, and not begin in it
                raise CalendarMissing(instant.year)
        result = due(data["accepted_at"], term, calendar, waits)
    except CalendarMissing as error:
        message = _("Lịch làm việc năm %(year)d chưa được công bố trong hệ thống.")
        raise ValidationError({_field_at_fault(data, error.year): [message % {"year": error.year}]}) from None
    except Refused as refusal:
        raise ValidationError({"accepted_at": [refusal.message]}) from None
    return deadline(result)


def _field_at_fault(data: dict[str, Any], year: int) -> str:
    """The field whose value leads into a year without a calendar."""
    for name in INSTANTS:
        if name in data and data[name].year == year:
            return name
    return "value" if "value" in data else "accepted_at"
