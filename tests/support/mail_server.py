"""A mail server for tests that answers as the test wants."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

PLACE = "tests.support.mail_server.MailServer"


class MailServer(BaseEmailBackend):
    """Takes a message into the outbox, or raises what is next in line for its address."""

    troubles: ClassVar[dict[str, list[Exception]]] = {}

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Take each, unless there is trouble with its address."""
        for message in email_messages:
            if waiting := self.troubles.get(message.to[0]):
                raise waiting.pop(0)
            mail.outbox.append(message)
        return len(email_messages)
