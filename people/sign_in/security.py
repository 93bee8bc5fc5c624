"""The security log: who signs in and out, from where, with which outcome; apart from the log of pages."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from people.models import User

logger = logging.getLogger("motcua.security")


def record(event: str, request: HttpRequest, user: Any = None, *, outcome: str = "ok") -> None:
    """Write one line. An account is named by its user name; what was typed is not: it may be a password."""
    account = user.username if isinstance(user, User) else "-"
    match = request.resolver_match  # the name of the route: an address may hold a secret
    route = match.view_name if match else "-"
    logger.info("%s outcome=%s account=%s from=%s route=%s", event, outcome, account, _address(request), route)


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "-"
