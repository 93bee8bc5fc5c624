"""The kinds of messages: each app declares its own in its `notices`, with a sample for the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.template import Context
from django.template.loader import get_template


@dataclass(frozen=True)
class Kind:
    """One kind of message; its key names the template folder notifications/<key>/."""

    key: str
    sample: Mapping[str, object] = field(default_factory=dict)

    def subject(self, context: Mapping[str, object]) -> str:
        """The subject line, on one line."""
        return " ".join(self._render("subject", context).split())

    def body(self, context: Mapping[str, object]) -> str:
        """The plain text of the message."""
        return self._render("body", context).strip() + "\n"

    def _render(self, part: str, context: Mapping[str, object]) -> str:
        return str(_template(self.key, part).render(Context(dict(context), autoescape=False)))


@cache
def _template(key: str, part: str) -> Any:
    """Loaded once for each process: a round writes thousands of messages."""
    template: Any = get_template(f"notifications/{key}/{part}.txt")
    return template.template
