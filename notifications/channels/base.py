"""The base of notification channels: whom one reaches and when, and how a message goes out."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True)
class Message:
    """One message as it leaves. Its reference is the same at every try, so that a double can be known as one."""

    address: str
    subject: str
    body: str
    reference: str = ""


@dataclass(frozen=True)
class Delivery:
    """Where and from when a message goes; *is_done* when the row itself is the delivery."""

    address: str
    not_before: datetime
    is_done: bool = False


class PermanentFailure(Exception):
    """The address will never work; the message is not tried again."""


class Channel(ABC):
    """One way to reach a person; a module of this folder that holds one is known by that alone."""

    key: ClassVar[str]  # as rows of notices name it, at most eight letters
    label: ClassVar[Any]  # as people read it

    @abstractmethod
    def compose(self, user: Any, email: str, at: datetime, mail_from: datetime | None) -> Delivery | None:
        """How a message written at *at* reaches the account *user* (or nobody's) or *email*; None when it does not.

        What leaves the house leaves from *mail_from* on, and not at all without it.
        """

    @abstractmethod
    def send(self, message: Message) -> None:
        """Send *message* now, or raise: PermanentFailure for good, anything else for another try."""
