"""Tell browsers which of their devices no page of this site asks for, whatever script might run in one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = ", ".join(f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb"))


class PermissionsPolicy:
    """Middleware: the header on every answer. Passkeys keep their default, this site alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = POLICY
        return response
