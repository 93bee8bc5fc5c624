"""Look a dossier up without signing in: how far it is, by its code; more of it, by what its slip has as well."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dossiers.api.inputs import SlipIn
from dossiers.api.outputs import LookupOut, SlipOut
from dossiers.api.shapes import on_slip, progress
from dossiers.slips import NotOnSlip, dossier_by_code, dossier_on_slip, facts_on_slip
from people.throttling import Locked, LookUpThrottle
from toolbox.api import FIELD_ERRORS, ErrorOut


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
        try:
            dossier = dossier_by_code(name)
        except Locked as lock:
            raise _LockedOut(lock) from None
        if dossier is None:
            raise Http404
        return Response(progress(dossier))


class SlipLookup(APIView):
    """What the slip of a dossier opens, without signing in."""

    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [LookUpThrottle]

    @extend_schema(
        summary="What is due and asked for, by code and the four characters of the slip, without signing in",
        description="Sent in the body, so that the characters stand in no address and no log. 404 in the same words for"
        " an unknown code and for wrong characters; after five of them that code is 429 for a quarter of an hour.",
        request=SlipIn,
        responses={200: SlipOut, 400: FIELD_ERRORS, 404: ErrorOut, 429: ErrorOut},
    )
    def post(self, request: Request) -> Response:
        """The dossier, without a name or a number of anybody."""
        data = SlipIn(data=request.data)
        data.is_valid(raise_exception=True)
        response = Response(_facts(**data.validated_data))
        response["Cache-Control"] = "no-store"
        return response


def _facts(code: str, characters: str) -> dict[str, Any]:
    try:
        dossier = dossier_on_slip(code, characters)
    except Locked as lock:
        raise _LockedOut(lock) from None
    except NotOnSlip as refusal:
        raise NotFound(refusal.message) from None
    return on_slip(facts_on_slip(dossier, timezone.now()))
