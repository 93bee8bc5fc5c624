"""Hand out a paper that we issued, and say to anybody what the paper in their hand is worth."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dossiers.api.outputs import VerificationOut
from dossiers.downloads import send_paper
from dossiers.models import Dossier
from dossiers.papers.verification import papers_by_code, public_facts
from dossiers.release import not_opened
from dossiers.sight import note_read
from people.models import Read, User
from people.throttling import LookUpThrottle
from toolbox.api import ErrorOut
from toolbox.references import normalise
from toolbox.refusal import Refused


class AnyNegotiation(BaseContentNegotiation):
    """A file is a PDF whatever is accepted, and a refusal JSON."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """The first: nothing is sent."""
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], _suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first, too."""
        first = next(iter(renderers))
        return first, first.media_type or ""


class OnePaper(APIView):
    """A paper of a dossier, as a file."""

    content_negotiation_class = AnyNegotiation

    @extend_schema(
        summary="The PDF of a paper",
        description="`ETag` is its SHA-256; 409 says in words why there is no file, or none that may leave the house.",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **dict.fromkeys((401, 403, 404, 409, 429), ErrorOut)},
    )
    def get(self, request: Request, name: str, pk: int) -> HttpResponseBase:
        """The file, to whom the page of the dossier gives it; that an officer read it is recorded."""
        user = request.user
        assert isinstance(user, User)
        rows = Dossier.objects.visible_to(user).with_names().read_by(user)
        dossier = get_object_or_404(rows.named(normalise(name)))
        if pk >= 2**63:
            raise Http404
        paper = get_object_or_404(dossier.papers.select_related("dossier"), pk=pk)
        note_read(request._request, dossier, Read.What.PAPER, by=user, at=timezone.now(), item=paper, own=True)
        if words := not_opened(paper, dossier, user):
            raise Refused(words)
        return send_paper(request._request, paper)


class Verification(APIView):
    """What a paper is worth, by the code it bears."""

    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [LookUpThrottle]

    @extend_schema(
        summary="Whether a paper holds, by its code, without signing in",
        responses={200: VerificationOut, 404: ErrorOut, 429: ErrorOut},
    )
    def get(self, request: Request, code: str) -> Response:
        """Kind, number, day, agency and standing of the papers of that act; of a person as holder only initials."""
        papers = papers_by_code(code)
        if not papers:
            raise Http404
        response = Response({"papers": [public_facts(paper) for paper in papers]})
        response["Cache-Control"] = "no-store"
        return response
