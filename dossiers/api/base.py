"""What every act of the API shares: find the dossier, read the input, act once, answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from dossiers.api.outputs import ErrorOut, SummaryOut
from dossiers.api.shapes import summary
from dossiers.models import Dossier
from people.idempotency import once

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="Any string up to 100 characters, new for each act; the same key gives the same answer for 48 hours.",
)
FIELD_ERRORS: dict[str, Any] = {"type": "object", "additionalProperties": {}}  # field → messages
REFUSALS: dict[int, Any] = {
    400: FIELD_ERRORS,
    401: ErrorOut,
    403: ErrorOut,
    404: ErrorOut,
    409: ErrorOut,
    413: ErrorOut,
    422: ErrorOut,
}
View = TypeVar("View", bound=type[APIView])


def find(request: Request, name: str, *, bare: bool = False) -> Dossier:
    """The dossier with this code or reference, if the account may see it; else 404, telling nothing.

    *bare* for who reads it again under a lock: its key only.
    """
    rows = Dossier.objects.visible_to(request.user).named(name)
    return get_object_or_404(rows.only("pk") if bare else rows.with_names())


class ActView(APIView):
    """One act as a resource: POST carries it out once."""

    input_class: type[Serializer[Any]]

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """The act itself; *who* is `by` and `at`."""
        raise NotImplementedError

    def post(self, request: Request, name: str) -> Response:
        """Carry out the act."""
        dossier = find(request, name, bare=True)
        given = self.input_class(data=request.data)
        given.is_valid(raise_exception=True)
        said, user = given.validated_data, request.user

        def perform() -> Response:
            return Response(summary(self.carry_out(dossier, said, by=user, at=timezone.now())))

        return once(request, perform)


def documented(input_class: type[Serializer[Any]], words: str) -> Callable[[View], View]:
    """Set the input of an act and describe it in the schema."""

    def decorate(view: View) -> View:
        view.input_class = input_class  # type: ignore[attr-defined]
        schema = extend_schema(
            summary=words, request=input_class, parameters=[IDEMPOTENCY], responses={200: SummaryOut, **REFUSALS}
        )
        return extend_schema_view(post=schema)(view)

    return decorate
