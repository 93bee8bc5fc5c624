"""Keep what was typed as a session ended, for an hour, and put it back after signing in again."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

SECONDS = 3600
SLOT = "typed_before_sign_in"
View = Callable[..., HttpResponse]


def keep_typed(view: View) -> View:
    """Like login_required, but a form sent after the session ended is not lost: the page shows it again."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            typed = {key: values for key, values in request.POST.lists() if "csrf" not in key}
            until = timezone.now().timestamp() + SECONDS
            request.session[SLOT] = {"path": request.path, "typed": typed, "until": until}
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
    if saved["until"] < timezone.now().timestamp():
        return None
    data = QueryDict(mutable=True)
    for key, values in saved["typed"].items():
        data.setlist(key, values)
    return data
