"""What a kind of message is: each app declares its own in its notices.py, with a sample for the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.template.loader import render_to_string


@dataclass(frozen=True)
class Kind:
    """A message the house can send: its key names the template folder notifications/<key>/."""

    key: str
    sample: Mapping[str, object] = field(default_factory=dict)

    def subject(self, context: Mapping[str, object]) -> str:
        """The subject line, on one line."""
        return " ".join(
            render_to_string(f"notifications/{self.key}/subject.txt", dict(context)).split()
        )

    def body(self, context: Mapping[str, object]) -> str:
        """The plain text of the message."""
        return render_to_string(f"notifications/{self.key}/body.txt", dict(context)).strip() + "\n"
