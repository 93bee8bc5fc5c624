"""Carry what was typed through sign-in, and put it back on the page; for every form, whoever wrote its view."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.typed_input import rows
from people.typed_input.filler import Filler
from people.typed_input.words import UNTYPED, Words, address_of, seal, words_of


class TypedInputGuard:
    """Middleware: a form sent signed out comes back after sign-in, filled; nothing is done before it is sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; then look at what was sent, or at the page that is shown."""
        response = self.get_response(request)
        if request.method == "POST" and 300 <= response.status_code < 400:
            return _after_form(request, response)
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if request.method == "GET" and is_page and not response.streaming and _has_words(request):
            _fill(request, response, timezone.now())
        return response


def sign_in_page(request: HttpRequest, words: Words) -> HttpResponse:
    """401: the sign-in page at once, which carries *words* in a hidden field."""
    path = reverse(settings.LOGIN_URL)
    question = copy(request)
    question.method, question.path, question.path_info = "GET", path, path
    question.GET, question.POST = QueryDict(urlencode({"next": words.page})), QueryDict()
    question.typed_seal = seal(words)  # type: ignore[attr-defined]
    view = resolve(path)
    response: HttpResponse = view.func(question, *view.args, **view.kwargs)
    if hasattr(response, "render"):
        response.render()
    if response.status_code == 200:
        response.status_code = 401
        response["WWW-Authenticate"] = "Session"
    return response


def _after_form(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What follows a form that was answered by leading elsewhere: to sign-in, or on, since it was done."""
    if request.user.is_authenticated:
        if _has_words(request):
            rows.delete(_user(request), address_of(request.path))
        return response
    asks_to_sign_in = urlsplit(response["Location"]).path == reverse(settings.LOGIN_URL)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not asks_to_sign_in or not length.isdecimal() or int(length[:18]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return response
    words = words_of(request)
    if not any(text for name, texts in words.data.items() if name not in UNTYPED for text in texts):
        return response
    if words.is_too_long:
        messages.warning(
            request, _("Đã hết phiên làm việc, và nội dung quá dài nên không giữ được. Bấm Quay lại để chép nội dung.")
        )
        return response
    return sign_in_page(request, words)


def _fill(request: HttpRequest, response: HttpResponse, at: datetime) -> None:
    """Fill the forms of this page; words of this page that fit no form any more are shown to be copied."""
    kept = rows.words_kept(_user(request), at)
    filler = Filler(request.path, {words.address: words for words, _at in kept})
    filler.feed(response.content.decode(response.charset))
    filler.close()
    here = address_of(request.path)
    loose = [
        (words, when)
        for words, when in kept
        if words.address not in filler.filled and here in (words.address, address_of(words.page.partition("?")[0]))
    ]
    placed = [(words, when) for words, when in kept if words.address in filler.filled]
    if not placed and not loose:
        return
    context = {"placed": placed, "loose": [(words, when, _texts(words)) for words, when in loose]}
    banner = render_to_string("components/typed_input.html", context, request=request)
    response.content = filler.page(banner).encode(response.charset)


def _texts(words: Words) -> list[str]:
    return [text for name, texts in words.data.items() if name not in UNTYPED for text in texts if text.strip()]


def _has_words(request: HttpRequest) -> bool:
    """Read together with the account, so that a page costs no statement for it."""
    return bool(getattr(request.user, "has_typed", False))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
