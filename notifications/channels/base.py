"""The port of a notification channel: text and address in, nothing or an error out."""

from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One message as it leaves. Its reference is the same at every try, so that a double can be known as one."""

    address: str
    subject: str
    body: str
    reference: str = ""


class PermanentFailure(Exception):
    """The address will never work; the message is not tried again."""


class Channel(ABC):
    """Sends a message, or raises: PermanentFailure for good, anything else for another try."""

    @abstractmethod
    def send(self, message: Message) -> None:
        """Send *message* now."""
