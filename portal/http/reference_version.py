"""Hold one version of reference data for the whole of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from people.models.reference import one_version


class ReferenceScope:
    """The version of agencies, posts, editions and calendars is read once a request, with its session or token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within one scope."""
        with one_version():
            return self.get_response(request)
