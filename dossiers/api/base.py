"""Carry out one act of the API: find the dossier, read the input, act once, answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from dossiers import actions
from dossiers.api.outputs import SummaryOut
from dossiers.api.shapes import summary
from dossiers.duplicates import doubles_of, has_earlier
from dossiers.models import Dossier
from dossiers.sight import note_read
from people.idempotency import idempotent
from people.models import Read, User
from toolbox.api import IDEMPOTENCY, REFUSALS


def find(request: Request, name: str, *, bare: bool = False, what: str = Read.What.DOSSIER) -> Dossier:
    """The dossier with this code or reference, if the account may see it; else 404, telling nothing. An officer's
    read is recorded.

    *bare* for whoever only asks whether it is there: its key only, and no read.
    """
    user = request.user
    assert isinstance(user, User)
    rows = Dossier.objects.visible_to(user).named(name)
    if bare:
        return get_object_or_404(rows.only("pk"))
    dossier = get_object_or_404(rows.with_names().read_by(user).annotate(has_earlier=has_earlier()))
    return note_read(request._request, dossier, what, by=user, at=timezone.now(), own=True)


@dataclass(frozen=True)
class Resource:
    """One act as a resource: its last word in the address, the act, its input, and a summary for the schema.

    The validated fields of *input_class* are the keyword arguments of *action*.
    """

    word: str
    action: Callable[..., Dossier]
    input_class: type[Serializer[Any]]
    summary: str


class ActView(APIView):
    """One act as a resource: POST carries it out once."""

    act: ClassVar[Callable[..., Dossier]]
    input_class: ClassVar[type[Serializer[Any]]]
    files: ClassVar[bool] = False  # a draft: the answer warns of what asks for the same

    def post(self, request: Request, name: str) -> Response:
        """Carry out the act."""
        data, done = self.input_class(data=request.data), list[Dossier]()

        def perform() -> Response:
            data.is_valid(raise_exception=True)
            user = request.user
            assert isinstance(user, User)
            # Found, allowed, locked, and whether it is their own case, in one statement.
            rows = Dossier.objects.visible_to(user).named(name).seen_by(user)
            who = {"by": user, "at": timezone.now()}
            done.append(type(self).act(rows, **data.validated_data, **who))
            return Response(summary(done[0]))

        try:
            response = idempotent(request, perform)
            return _warned(request, response, done) if self.files else response
        except Dossier.DoesNotExist:
            raise Http404 from None
        except ValidationError:
            find(request, name, bare=True)  # whoever may not see it learns nothing else about it
            raise


def _warned(request: Request, response: Response, filed: list[Dossier]) -> Response:
    """The answer with a `Warning` (RFC 7234) that names what was filed before and asks for the same."""
    user = request.user
    assert isinstance(user, User)
    doubles = doubles_of(Dossier.objects.visible_to(user), filed[0], timezone.now()) if filed else []
    if doubles:
        response["Warning"] = f'299 - "similar: {", ".join(row.name for row in doubles)}"'
    return response


def view_of(resource: Resource) -> type[ActView]:
    """The view of *resource*, described in the schema."""
    view = type(
        "".join(part.capitalize() for part in resource.word.split("-")),
        (ActView,),
        {"act": resource.action, "input_class": resource.input_class, "files": resource.action is actions.submit},
    )
    schema = extend_schema(
        summary=resource.summary,
        request=resource.input_class,
        parameters=[IDEMPOTENCY],
        responses={200: SummaryOut, **REFUSALS},
    )
    return extend_schema_view(post=schema)(view)
