"""The API of reports."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.guards import current_user
from people.privacy.reads import record_export
from reports.tables.base import MOST
from reports.views import FILES, bind_form, file_response, filters_of, report_or_404


class ReportOut(serializers.Serializer[Any]):
    """The first rows of a report, at most a thousand, and whether there are more; `csv` and `xlsx` have them all."""

    report = serializers.CharField()
    at = serializers.DateTimeField()
    more = serializers.BooleanField()
    rows = serializers.ListField(child=serializers.DictField())


class OneReport(APIView):
    """One report, counted now."""

    @extend_schema(
        summary="The rows of a report",
        parameters=[
            OpenApiParameter("format", str, enum=["json", *FILES]),
            OpenApiParameter("from", date),
            OpenApiParameter("to", date),
            OpenApiParameter("unit", str),
        ],
        responses={
            (200, "application/json"): ReportOut,
            (200, "text/csv"): OpenApiTypes.BINARY,
            (200, FILES["xlsx"]): OpenApiTypes.BINARY,
            (200, "application/pdf"): OpenApiTypes.BINARY,
            400: dict,
            401: dict,
            403: dict,
            404: dict,
        },
    )
    def get(self, request: Request, name: str) -> Any:
        """The rows as JSON, or as a file."""
        file_format = request.query_params.get("format", "json")
        if file_format not in ("json", *FILES):
            raise ValidationError({"format": [_("Chọn json, csv, xlsx hoặc pdf.")]})
        report, at, user = report_or_404(request._request, name), timezone.now(), current_user(request._request)
        form = bind_form(report, request.query_params, user, at)
        if not form.is_valid():
            raise ValidationError({key: list(map(str, messages)) for key, messages in form.errors.items()})
        if file_format != "json":
            return file_response(request._request, report, file_format, form.parameters, at)
        rows = report.first_rows(user, at, form.parameters)
        taken, filters = min(len(rows), MOST), filters_of(form.parameters)
        record_export(request._request, f"{name}.json", filters, rows=taken, by=user, at=at)
        return Response(
            {"report": name, "at": timezone.localtime(at).isoformat(), "more": len(rows) > MOST, "rows": rows[:MOST]}
        )
