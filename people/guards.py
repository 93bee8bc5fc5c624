"""Access to pages: the current user, and decorators that require a role."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people.models import Post, User

View = Callable[..., HttpResponseBase]


def current_user(request: HttpRequest) -> User:
    """The signed-in account; only for views that require one."""
    assert isinstance(request.user, User)
    return request.user


def idle_seconds(user: User) -> int:
    """For how long a session of *user* may lie unused: an officer reads other people's papers, a citizen their own."""
    return 60 * int(settings.IDLE_MINUTES["staff" if user.is_staff_member else "citizen"])


def staff_only(view: View) -> View:
    """Let in whoever holds a post today, but not an administrator alone."""
    return role_required(*(role for role in Post.Role if role != Post.Role.ADMINISTRATOR))(view)


def role_required(*roles: str) -> Callable[[View], View]:
    """A decorator that lets in whoever holds one of *roles* today; others get 403, visitors the sign-in page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not current_user(request).has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(wrapper)

    return decorate
