"""Batches by the API: one act on many dossiers, tried out first or stored for the worker, and what became of each."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dossiers import bulk
from dossiers.models import Batch
from people.idempotency import idempotent
from people.models import User
from toolbox.api import IDEMPOTENCY, REFUSALS, Words

KEY_MAX = 2**63 - 1


class TargetIn(serializers.Serializer[Any]):
    """One dossier."""

    code = Words(max_length=60)
    seen = Words(
        max_length=64,
        required=False,
        allow_blank=True,
        default="",
        help_text="Of an approval the `X-Preview-Digest`, of a seal the `sha256` of the signed paper: both need it.",
    )


class BatchDataIn(serializers.Serializer[Any]):
    """What is the same for all of them."""

    reason = Words(max_length=4000, required=False, help_text="Of `send-back`.")
    to = Words(max_length=150, required=False, help_text="Of `assign`: the name of the account.")
    # The name in the body of a call; a field's own `label` is another thing.
    label = Words(  # type: ignore[assignment]
        max_length=20, required=False, help_text="Of `label`: its number, as in the address of its page."
    )


class BatchIn(serializers.Serializer[Any]):
    """One act on many dossiers."""

    action = serializers.ChoiceField(choices=list(bulk.ACTS))
    dossiers = TargetIn(many=True, allow_empty=False, max_length=bulk.MOST)  # type: ignore[call-arg]
    # The name in the body of a call; the serializer's own `data` is another thing.
    data = BatchDataIn(required=False)  # type: ignore[assignment]
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Try each out and undo it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What the act takes, and nothing else."""
        act, given = bulk.ACTS[attrs["action"]], attrs.get("data", {})
        if set(given) != set(act.fields):
            names = ", ".join(act.fields) or "–"
            raise serializers.ValidationError({"data": [_("Việc này cần đúng các mục: %(names)s.") % {"names": names}]})
        return attrs


class BatchItemOut(serializers.Serializer[Any]):
    """What became of one dossier."""

    code = serializers.CharField()
    state = serializers.ChoiceField(choices=["waiting", "done", "refused"])
    refusal = serializers.CharField(allow_blank=True, help_text="Why not, as a sentence.")


class BatchOut(serializers.Serializer[Any]):
    """A batch as it stands; one that was only tried out has no key."""

    id = serializers.IntegerField(allow_null=True)
    action = serializers.CharField()
    dry_run = serializers.BooleanField()
    finished = serializers.BooleanField()
    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    waiting = serializers.IntegerField()
    items = BatchItemOut(many=True)


class Batches(APIView):
    """One act on many dossiers."""

    @extend_schema(
        summary="Do one act to many dossiers, each by itself",
        description="202: stored, and the worker has begun; 200: tried out, and nothing of it stays.",
        request=BatchIn,
        parameters=[IDEMPOTENCY],
        responses={200: BatchOut, 202: BatchOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Store it, or try it out."""
        user = _officer(request)
        data = BatchIn(data=request.data)

        def perform() -> Response:
            data.is_valid(raise_exception=True)
            facts = data.validated_data
            word, given, at = facts["action"], facts.get("data", {}), timezone.now()
            targets = [bulk.Target(row["code"], row["seen"]) for row in facts["dossiers"]]
            if facts["dry_run"]:
                return Response(_trial(word, bulk.carry_out(word, targets, given, by=user, at=at, dry_run=True)))
            return Response(_shape(bulk.begin(word, targets, given, by=user, at=at)), status=202)

        return idempotent(request, perform)


class OneBatch(APIView):
    """A batch that one asked for."""

    @extend_schema(summary="How far a batch is, and what became of each dossier", responses={200: BatchOut, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """As it stands now."""
        rows = Batch.objects.filter(by=_officer(request))
        return Response(_shape(get_object_or_404(rows, pk=min(pk, KEY_MAX))))


def _officer(request: Request) -> User:
    user = request.user
    assert isinstance(user, User)
    if not user.is_staff_member:
        raise PermissionDenied
    return user


def _shape(batch: Batch) -> dict[str, Any]:
    items = [(item.name, item.state, item.words) for item in batch.items.order_by("order")]
    return _facts(batch.pk, batch.action, items)


def _trial(word: str, answers: list[bulk.Answer]) -> dict[str, Any]:
    return _facts(None, word, [(one.name, "refused" if one.refusal else "done", one.refusal) for one in answers])


def _facts(pk: int | None, word: str, items: list[tuple[str, str, str]]) -> dict[str, Any]:
    states = [state for _code, state, _words in items]
    counts = {state: states.count(state) for state in ("done", "refused", "waiting")}
    rows = [{"code": code, "state": state, "refusal": words} for code, state, words in items]
    return {"id": pk, "action": word, "dry_run": pk is None, "finished": not counts["waiting"], **counts, "items": rows}
