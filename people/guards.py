"""Who is asking, and who is let in to a page: every app's pages ask here."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people.models import Post, User

View = Callable[..., HttpResponseBase]


def current_user(request: HttpRequest) -> User:
    """The account that asks; pages that call this require one."""
    assert isinstance(request.user, User)
    return request.user


def staff_only(view: View) -> View:
    """The officers' side: whoever holds a post today, but not an administrator alone."""
    return role_required(*(role for role in Post.Role if role != Post.Role.ADMINISTRATOR))(view)


def role_required(*roles: str) -> Callable[[View], View]:
    """Whoever holds one of *roles* today; others are told that they may not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not current_user(request).has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate
