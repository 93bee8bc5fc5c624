"""E-mail through Django's configured backend."""

from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from notifications.channels.base import Channel, Message, PermanentFailure

PERMANENT = 500  # a reply of 4xx ("try again later", as greylisting says) is none


class Email(Channel):
    """Plain-text mail; a malformed address, or one refused for good, is a permanent failure."""

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
