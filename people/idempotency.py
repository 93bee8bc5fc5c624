"""Idempotency keys: a POST with one is carried out once; the same key gives the same answer again."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import IdempotentAnswer, User
from people.models.answer import LIFETIME

MAX_KEY = 100


class KeyReused(APIException):
    """The key was used for another request."""

    status_code = 422
    default_detail = gettext_lazy("Idempotency-Key này đã dùng cho một yêu cầu khác. Gửi lại với một khóa mới.")


def idempotent(request: Request, perform: Callable[[], Response]) -> Response:
    """Run *perform* and store its answer in the same transaction; a retry gets the stored answer.

    A retry is carried out too, and undone when its answer meets the stored one: so of two requests that
    arrive together one is carried out and both get its answer, whatever the second met on its way.
    Raises ValidationError (400) without a key and KeyReused (422) when the key came with another body.
    What *perform* raises is not stored: nothing happened, so it may be tried again.
    """
    user, key = request.user, request.headers.get("Idempotency-Key", "").strip()
    assert isinstance(user, User)
    if not key or len(key) > MAX_KEY or not key.isprintable():
        raise ValidationError({"Idempotency-Key": [_("Gửi tiêu đề Idempotency-Key dài từ 1 đến 100 ký tự.")]})
    fingerprint, at = _fingerprint(request), timezone.now()
    try:
        return _carry_out(user, key, fingerprint, at, perform)
    except Exception:
        if answer := _stored_answer(user, key, fingerprint, at):
            return answer
        raise


def delete_expired(at: datetime) -> int:
    """Delete the answers older than LIFETIME at *at*; returns how many."""
    return IdempotentAnswer.objects.filter(created_at__lt=at - LIFETIME).delete()[0]


def _carry_out(user: User, key: str, fingerprint: str, at: datetime, perform: Callable[[], Response]) -> Response:
    with transaction.atomic():
        response = perform()
        # As text, in which fields keep their order; a database may sort the fields of an object.
        body = json.dumps(response.data, default=str)
        IdempotentAnswer.objects.create(
            user=user, key=key, fingerprint=fingerprint, status=response.status_code, body=body, created_at=at
        )
    return response


def _stored_answer(user: User, key: str, fingerprint: str, at: datetime) -> Response | None:
    rows = IdempotentAnswer.objects.filter(user=user, key=key, created_at__gte=at - LIFETIME)
    answer = rows.first()
    if answer is None:
        return None
    if answer.fingerprint != fingerprint:
        raise KeyReused
    return Response(json.loads(answer.body), status=answer.status)


def _fingerprint(request: Request) -> str:
    """SHA-256 of the request: method, path, fields in any order, and the bytes of files."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    files = getattr(request, "FILES", {})
    for name in sorted(files):
        for chunk in files[name].chunks():
            digest.update(chunk)
        files[name].seek(0)
    data: Any = request.data
    if hasattr(data, "items"):
        data = {key: value for key, value in data.items() if key not in files}
    digest.update(json.dumps(data, sort_keys=True, default=str).encode())
    return digest.hexdigest()
