"""Routes of rooms that may not have any yet."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path


def room(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    """The routes of *module* under *prefix*; none while that room has no pages."""
    return [path(prefix, include(module))] if find_spec(module) else []
