"""API of the catalogue: search its procedures, read one whole."""

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
from toolbox.keyset import BadCursor


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
        serializer = SearchIn(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        criteria = query.Criteria.from_query(data)
        try:
            page = query.page(criteria, timezone.localdate(), data.get("cursor", ""))
        except BadCursor:
            message = _("Con trỏ trang không đúng. Bắt đầu lại từ trang đầu.")
            raise ValidationError({"cursor": [message]}) from None
        results = [summary(edition) for edition in page.rows]
        return Response({"next": page.next, "previous": page.previous, "results": results})


class OneProcedure(APIView):
    """One procedure by its slug."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        operation_id="procedures_read",
        summary="All that is public about a procedure",
        responses={200: ProcedureDetailOut, 404: dict},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The edition in force today; 404 where there is none."""
        rows = Edition.objects.in_force(timezone.localdate()).select_related("procedure__field")
        return Response(detail(get_object_or_404(rows, procedure__slug=slug)))
