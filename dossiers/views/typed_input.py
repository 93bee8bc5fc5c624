"""Keep what was typed as a session ended, for an hour, and put it back after signing in again."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.views.fetch import is_known
from people.throttling import TypedThrottle

SECONDS = 3600
BYTES_MAX = 64 * 1024
SLOT = "typed_before_sign_in"
View = Callable[..., HttpResponse]


def keep_typed(view: View) -> View:
    """Like login_required, but a form sent after the session ended is not lost: the page shows it again.

    Whoever is signed out is a stranger: so much is kept and no more, so often a minute, and nothing for a page that
    does not exist; the answer does not tell which.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            words = {key: values for key, values in request.POST.lists() if "csrf" not in key}
            if _size(words) > BYTES_MAX:
                messages.warning(
                    request,
                    _("Đã hết phiên làm việc, và nội dung quá dài nên không giữ được. Bấm Quay lại để chép nội dung."),
                )
            else:
                _keep(request, words, str(kwargs.get("name", "")))
                messages.warning(
                    request, _("Đã hết phiên làm việc. Nội dung ông/bà nhập vẫn được giữ. Đăng nhập để làm tiếp.")
                )
        return redirect_to_login(request.get_full_path())

    return wrapper


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the session ended; given once."""
    saved = request.session.get(SLOT)
    if not saved or saved["path"] != request.path:
        return None
    del request.session[SLOT]
    if request.session.get_expiry_age() <= SECONDS:
        request.session.set_expiry(None)  # it was to last as long as the words
    if saved["until"] < timezone.now().timestamp():
        return None
    data = QueryDict(mutable=True)
    for key, values in saved["typed"].items():
        data.setlist(key, values)
    return data


def _keep(request: HttpRequest, words: dict[str, list[str]], name: str) -> None:
    if not TypedThrottle().allow_request(request, None) or not is_known(name):
        return
    until = timezone.now().timestamp() + SECONDS
    request.session[SLOT] = {"path": request.path, "typed": words, "until": until}
    request.session.set_expiry(SECONDS)  # then the hourly sweep takes it; signing in sets another time


def _size(words: dict[str, list[str]]) -> int:
    """Bytes of all keys and values."""
    texts = [text for key, values in words.items() for text in (key, *values)]
    return sum(len(text.encode("utf-8", "replace")) for text in texts)
