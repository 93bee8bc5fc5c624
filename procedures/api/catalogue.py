"""Look through the catalogue, and read one procedure whole."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from procedures.api.serializers import ProcedureDetailOut, ProcedurePageOut, SearchIn
from procedures.api.shapes import detail, summary
from procedures.models import Edition
from procedures.search import query


class Procedures(APIView):
    """The procedures in force today."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        operation_id="procedures_list",
        summary="Procedures in force, best first",
        parameters=[SearchIn],
        responses={200: ProcedurePageOut, 400: dict},
    )
    def get(self, request: Request) -> Response:
        """One page by cursor."""
        asked = SearchIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        wanted = query.Wanted.read(said)
        try:
            found = query.page(wanted, timezone.localdate(), said.get("cursor", ""))
        except query.BadCursor:
            words = _("Con trỏ trang không đúng. Bắt đầu lại từ trang đầu.")
            raise ValidationError({"cursor": [words]}) from None
        results = [summary(edition) for edition in found.rows]
        return Response({"next": found.next, "previous": found.previous, "results": results})


class OneProcedure(APIView):
    """A procedure whole."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        operation_id="procedures_read",
        summary="All that is public about a procedure",
        responses={200: ProcedureDetailOut, 404: dict},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The edition in force today."""
        rows = Edition.objects.in_force(timezone.localdate()).select_related("procedure__field")
        return Response(detail(get_object_or_404(rows, procedure__slug=slug)))
