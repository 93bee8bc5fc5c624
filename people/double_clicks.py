"""Take a form that is sent twice for one: the second click lands where the first did, whatever its view makes.

A page gives each of its forms a token that no other page has (the one against forgery is drawn anew each time). The
same account, address, token and words within a minute are the same click: one is carried out, the other waits for it.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from people.models import IdempotentAnswer, User

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
RUNNING = 0  # the status of what is being carried out
SAME_CLICK = timedelta(minutes=1)
WAIT, LOOK = 10.0, 0.1  # seconds


class DoubleClickGuard:
    """Middleware: of two same forms one is carried out; beside `people.idempotency`, which is the API's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep where a form that was carried out led to; any other answer may be asked for again."""
        response = self.get_response(request)
        if click := vars(request).get("_click"):
            user_id, key = click
            rows = IdempotentAnswer.objects.filter(user_id=user_id, key=key)
            if response.status_code in (302, 303):
                rows.update(status=response.status_code, body={"location": response["Location"]})
            else:
                rows.delete()
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Claim the click, or wait for the answer of the one before; None lets the view run."""
        if not (key := _key_of(request)):
            return None
        user = request.user
        assert isinstance(user, User)
        until = time.monotonic() + WAIT
        while not _claim(user, key, timezone.now()):
            if location := _answer(user, key):
                return HttpResponseRedirect(location)
            if time.monotonic() > until:
                return None  # the first one is lost or slow: its own view says what is the matter
            time.sleep(LOOK)
        request._click = (user.pk, key)  # type: ignore[attr-defined]
        return None


def _key_of(request: HttpRequest) -> str:
    """What the same click shares: address, token and every word; empty for what is no form of a page of ours."""
    if request.method != "POST" or not request.user.is_authenticated or not request.POST.get(TOKEN):
        return ""
    if "autosave" in request.POST:  # a script's, every few seconds
        return ""
    digest = hashlib.sha256(request.get_full_path().encode("utf-8", "surrogatepass"))
    for name, texts in sorted(request.POST.lists()):
        digest.update(repr((name, texts)).encode("utf-8", "surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode("utf-8", "surrogatepass"))
    return f"click/{digest.hexdigest()}"


def _claim(user: User, key: str, at: datetime) -> bool:
    """Be the one that carries this click out; what was answered longer ago is another click."""
    IdempotentAnswer.objects.filter(user=user, key=key, created_at__lt=at - SAME_CLICK).delete()
    try:
        with transaction.atomic():
            IdempotentAnswer.objects.create(
                user=user, key=key, fingerprint=key[-64:], status=RUNNING, body={}, created_at=at
            )
    except IntegrityError:
        return False
    return True


def _answer(user: User, key: str) -> str:
    """Where the first click led to; empty while it is being carried out."""
    row = IdempotentAnswer.objects.filter(user=user, key=key).exclude(status=RUNNING).first()
    return str(row.body["location"]) if row else ""
