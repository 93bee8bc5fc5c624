"""E-mail through Django's configured backend."""

from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from notifications.channels.base import Channel, Delivery, Message, PermanentFailure

PERMANENT = 500  # a reply of 4xx ("try again later", as greylisting says) is none


class Email(Channel):
    """Plain-text mail; a malformed address, or one refused for good, is a permanent failure."""

    key, label = "email", _("Thư điện tử")

    def compose(self, user: Any, email: str, at: datetime, mail_from: datetime | None) -> Delivery | None:
        """The address on file, else that of the account."""
        address = email or (user.email if user is not None and user.is_active else "")
        return Delivery(address, mail_from) if address and mail_from is not None else None

    def send(self, message: Message) -> None:
        """Send *message* by e-mail."""
        try:
            validate_email(message.address)
            EmailMessage(message.subject, message.body, to=[message.address], headers=_headers(message)).send()
        except ValidationError as error:
            raise PermanentFailure(str(error)) from error
        except SMTPRecipientsRefused as error:
            if all(code >= PERMANENT for code, _reply in error.recipients.values()):
                raise PermanentFailure(str(error)) from error
            raise


def _headers(message: Message) -> dict[str, str]:
    """No out-of-office reply is wanted; and one name for all tries of a message, by which mail systems drop doubles."""
    headers = {"Auto-Submitted": "auto-generated"}
    if message.reference:
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        headers["Message-ID"] = f"<{message.reference}@{domain}>"
    return headers
