"""The statutory clock as a question: when is it due, and which days were counted."""

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
from procedures.law.deadlines import Interruption, Stage, Term, due
from procedures.law.working_time import CalendarMissing
from procedures.models import Edition, Procedure
from toolbox.refusal import Refused

RESPONSES: dict[int, Any] = {200: DeadlineOut, 400: dict}


class TermDeadline(APIView):
    """The due instant of any term."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(summary="When a term is due, day by day", parameters=[TermIn], responses=RESPONSES)
    def get(self, request: Request) -> Response:
        """Count one stage from reception."""
        asked = TermIn(data=_given(request))
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        term = Term([Stage(said["value"], said["unit"])])
        return Response(_counted(term, said, said.get("mode", "restart")))


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
        asked = ReceptionIn(data=_given(request))
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        edition = _edition(procedure, said)
        mode = said.get("mode", edition.supplement_mode)
        return Response(_counted(edition.term, said, mode))


def _given(request: Request) -> dict[str, str]:
    """What was asked; an empty parameter was not."""
    return {key: text for key, text in request.query_params.dict().items() if text}


def _edition(procedure: Procedure, said: dict[str, Any]) -> Edition:
    """The edition a dossier accepted that day keeps, if it publishes a term."""
    edition = procedure.editions.in_force(said["accepted_at"].date()).first()
    if edition is None:
        words = _("Thủ tục chưa có bản công bố áp dụng vào ngày này.")
        raise ValidationError({"accepted_at": [words]})
    if not edition.stages:
        raise ValidationError({"procedure": [_("Thời hạn của thủ tục này chưa công bố.")]})
    return edition


def _counted(term: Term, said: dict[str, Any], mode: str) -> dict[str, Any]:
    asked = said.get("supplement_requested_at")
    waits = [Interruption(asked, said.get("supplement_completed_at"), mode)] if asked else []
    try:
        found = due(said["accepted_at"], term, current_calendar(), waits)
    except CalendarMissing as missing:
        words = _("Lịch làm việc năm %(year)d chưa được công bố trong hệ thống.")
        raise ValidationError({_blamed(said, missing.year): [words % {"year": missing.year}]}) from None
    except Refused as refused:
        raise ValidationError({"accepted_at": [refused.message]}) from None
    return deadline(found)


def _blamed(said: dict[str, Any], year: int) -> str:
    """The field that led into a year without a calendar."""
    for name in ("accepted_at", "supplement_requested_at", "supplement_completed_at"):
        if name in said and said[name].year == year:
            return name
    return "value" if "value" in said else "accepted_at"
