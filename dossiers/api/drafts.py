"""Views of drafts and their files: make, change, add to, throw away."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dossiers import actions
from dossiers.api.base import find
from dossiers.api.inputs import AnswersIn, AttachmentIn, DraftIn
from dossiers.api.listing import listing
from dossiers.api.outputs import AttachmentOut, DetailOut, PageOut, SummaryOut
from dossiers.api.shapes import attachment, detail, summary
from dossiers.file_warnings import with_warnings
from dossiers.models import Dossier
from people.actions import own_party
from people.idempotency import idempotent
from people.models import Party, User
from people.throttling import ApiThrottle, UploadThrottle
from procedures.models import Edition
from procedures.questions import mark_of
from toolbox.api import IDEMPOTENCY, REFUSALS
from toolbox.files import UnusableFile, Upload, recognise
from toolbox.refusal import Refused

FILTERS = [OpenApiParameter(name, str) for name in ("state", "unit", "holder", "due_before", "cursor")]
OVERDUE = OpenApiParameter("overdue", bool)


class Dossiers(APIView):
    """The list of what the account may see, and new drafts."""

    @extend_schema(
        operation_id="dossiers_list",
        summary="Own dossiers, or the queue of one's posts",
        description="A queue is what is open, unless a state is asked for.",
        parameters=[*FILTERS, OVERDUE],
        responses={200: PageOut, 400: dict, 401: dict},
    )
    def get(self, request: Request) -> Response:
        """One page of dossiers by cursor."""
        return Response(listing(request))

    @extend_schema(
        summary="Begin a draft", request=DraftIn, parameters=[IDEMPOTENCY], responses={201: SummaryOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Begin a draft under the edition in force."""
        data = DraftIn(data=request.data)
        data.is_valid(raise_exception=True)
        fields, user, at = data.validated_data, request.user, timezone.now()
        assert isinstance(user, User)

        def perform() -> Response:
            edition, party = _edition_in_force(fields["procedure"]), _applicant(user, fields.get("applicant"))
            earlier = find(request, fields["earlier"]) if fields.get("earlier") else None
            more = {"prefill": fields["prefill"], "earlier": earlier}
            draft = actions.start(edition=edition, applicant=party, by=user, at=at, **more)
            if fields.get("answers"):
                actions.save_answers(draft, fields["answers"], by=user, at=at)
            return Response(summary(draft), status=201)

        return idempotent(request, perform)


class OneDossier(APIView):
    """A dossier whole; a draft may be changed and thrown away, and what a supplement asks for prepared."""

    @extend_schema(summary="A dossier with its events and ledger", responses={200: DetailOut, 401: dict, 404: dict})
    def get(self, request: Request, name: str) -> Response:
        """The dossier, its events and its ledger."""
        user = request.user
        assert isinstance(user, User)
        return Response(detail(find(request, name), user))

    @extend_schema(
        summary="Keep answers in a draft, or unsent for a supplement; or move a draft to the edition in force",
        request=AnswersIn,
        responses={200: DetailOut, **REFUSALS},
    )
    def patch(self, request: Request, name: str) -> Response:
        """Keep what is given; other answers stay."""
        dossier, user = find(request, name), request.user
        data = AnswersIn(data=request.data)
        data.is_valid(raise_exception=True)
        assert isinstance(user, User)
        fields, at = data.validated_data, timezone.now()
        if not dossier.is_draft and set(fields) == {"answers"} and dossier.open_supplement:
            actions.save_unsent_answers(dossier, fields["answers"], by=user, at=at)
            return Response(detail(find(request, name), user))
        with transaction.atomic():
            draft = actions.save_answers(dossier, {}, by=user, at=at)  # holds the draft
            if fields.get("version", mark := mark_of(draft.answers)) != mark:
                raise Refused(_("Bản nháp vừa được lưu ở nơi khác. Đọc lại bản nháp rồi lưu."))
            if fields.get("edition", draft.edition.number) != draft.edition.number:
                edition = _edition_by_number(draft, fields["edition"])
                actions.move_to_edition(draft, edition, by=user, at=at)
            actions.save_answers(dossier, fields.get("answers", {}), by=user, at=at)
            if "fee_ground" in fields:
                actions.claim_ground(dossier, fields["fee_ground"], by=user, at=at)
        return Response(detail(find(request, name), user))

    @extend_schema(summary="Throw a draft away", responses={204: None, 403: dict, 404: dict, 409: dict})
    def delete(self, request: Request, name: str) -> Response:
        """Throw the draft and its unshared files away."""
        user = request.user
        assert isinstance(user, User)
        actions.discard(find(request, name), by=user)
        return Response(status=204)


class Attachments(APIView):
    """Files for the components of a draft or of an open supplement."""

    parser_classes, takes_files = [MultiPartParser], True
    throttle_classes = [ApiThrottle, UploadThrottle]

    @extend_schema(
        summary="Add a file",
        request={"multipart/form-data": AttachmentIn},
        parameters=[IDEMPOTENCY],
        responses={201: AttachmentOut, **REFUSALS},
    )
    def post(self, request: Request, name: str) -> Response:
        """Add one file, recognised by its content."""
        dossier, user = find(request, name), request.user
        data = AttachmentIn(data=request.data)
        data.is_valid(raise_exception=True)
        assert isinstance(user, User)
        # Read before the transaction: it may take a while.
        component, upload = data.validated_data["component"], _recognise(data.validated_data["file"], dossier.edition)

        def perform() -> Response:
            row = actions.attach(dossier, component, upload, by=user, at=timezone.now())
            files = with_warnings(dossier, dossier.attachments.visible_to(user))
            return Response(attachment(next(file for file in files if file.pk == row.pk)), status=201)

        return idempotent(request, perform)


class OneAttachment(APIView):
    """A file that was added."""

    @extend_schema(
        summary="Take a file out of a draft, or of a supplement that is not sent yet",
        responses={204: None, 403: dict, 404: dict, 409: dict},
    )
    def delete(self, request: Request, name: str, pk: int) -> Response:
        """Take the file out."""
        user = request.user
        assert isinstance(user, User)
        row = get_object_or_404(find(request, name).attachments.visible_to(user), pk=pk)
        actions.remove_attachment(row, by=user, at=timezone.now())
        return Response(status=204)


def _edition_in_force(slug: str) -> Edition:
    """The edition now in force, with what the answer prints."""
    rows = Edition.objects.in_force(timezone.localdate()).select_related("procedure")
    edition = rows.filter(procedure__slug=slug).first()
    if edition is None:
        raise ValidationError({"procedure": [_("Không có thủ tục này, hoặc thủ tục chưa công bố.")]})
    return edition


def _edition_by_number(draft: Dossier, number: int) -> Edition:
    """The edition of the draft's procedure that the applicant consents to."""
    edition = Edition.objects.filter(procedure_id=draft.edition.procedure_id, number=number).first()
    if edition is None:
        raise ValidationError({"edition": [_("Thủ tục này không có bản mang số đó.")]})
    return edition


def _recognise(file: Any, edition: Edition) -> Upload:
    try:
        return recognise(file, file.name, edition.upload_limit)
    except UnusableFile as error:
        raise ValidationError({"file": [str(error)]}) from error


def _applicant(user: User, party_id: int | None) -> Party:
    """The party named, if the account represents it today; else the account's own."""
    day = timezone.localdate()
    if party_id is None:
        return own_party(user, day)
    return get_object_or_404(Party.objects.represented_by(user.pk, day), pk=party_id)
