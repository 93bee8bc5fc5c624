"""The paper of a proposal before it is signed, with the digest by which an approval names what was seen."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from dossiers.actions.preview import preview
from dossiers.api.base import find
from dossiers.papers.preview import digest_of_proposal
from people.models import Read, User
from toolbox.api import REFUSALS

DIGEST = "X-Preview-Digest"


class Pdf(JSONRenderer):
    """Lets a client ask for a PDF; only refusals are rendered by it."""

    media_type, format = "application/pdf", "pdf"


class Preview(APIView):
    """What would be signed, as a file."""

    renderer_classes = [JSONRenderer, Pdf]

    @extend_schema(
        summary="The paper of the proposal, neither numbered nor signed",
        description=f"To who may propose or sign it now. `{DIGEST}` is what an approval sends as `preview`.",
        parameters=[OpenApiParameter(DIGEST, str, OpenApiParameter.HEADER, response=[200])],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **REFUSALS},
    )
    def get(self, request: Request, name: str) -> HttpResponse:
        """The file; nothing of it is kept."""
        dossier, user = find(request, name, what=Read.What.PAPER), request.user
        assert isinstance(user, User)
        digest = digest_of_proposal(dossier)
        content = preview(dossier, by=user, at=timezone.now())
        return HttpResponse(
            content, content_type="application/pdf", headers={DIGEST: digest, "Cache-Control": "private, no-store"}
        )
