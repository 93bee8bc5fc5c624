"""Every route of the URLconf, as it stands there, and the addresses it makes: nothing is listed by hand."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
EXPRESSION = re.compile(r"\(\?P<(\w+)>(?:\([^()]*\)|[^()])*\)|[\^$]")


@dataclass(frozen=True)
class Route:
    """One route: where it leads, as the URLconf writes it (`ho-so/<str:name>/`), and what the route is called."""

    pattern: str
    name: str
    view: Callable[..., Any] = field(compare=False)

    @property
    def is_admin(self) -> bool:
        """True for the pages that Django's admin makes of its models."""
        return self.name.startswith("admin:")

    @property
    def arguments(self) -> set[str]:
        """The names of the parts that differ from address to address."""
        return set(ARGUMENT.findall(self.plain))

    @property
    def plain(self) -> str:
        """The pattern, a regular expression written as a path."""
        return EXPRESSION.sub(lambda match: f"<{match[1]}>" if match[1] else "", self.pattern)

    @property
    def methods(self) -> list[str]:
        """The methods that may change something by it; of a view that is a function, POST."""
        view: Any = getattr(self.view, "cls", None)
        return ["post", *(name for name in ("put", "patch", "delete") if hasattr(view, name))]

    def address(self, values: Mapping[str, object]) -> str:
        """The address with *values* for its arguments. KeyError for an argument that nobody gave a value."""
        return "/" + ARGUMENT.sub(lambda match: str(values[match[1]]), self.plain)


def routes() -> list[Route]:
    """Every route of the site in Vietnamese, in the order they are tried."""
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(pattern, ":".join((*spaces, entry.name or "")), entry.callback)
        else:
            yield from _walk(entry, pattern, (*spaces, entry.namespace) if entry.namespace else spaces)
