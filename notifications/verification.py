"""Verify e-mail addresses: the first mail to one asks its reader; until they answer, no other mail goes there."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from notifications.channels.base import Message
from notifications.channels.email import Email
from notifications.models import MailAddress
from notifications.notices import ADDRESS_CHECK

SALT, LIFETIME = "notifications.verification", timedelta(days=30)
AGAIN = timedelta(days=7)  # whoever types a stranger's address makes us write to them once a week, whatever happens


def is_verified(email: str) -> bool:
    """True for an address whose reader said that it is theirs."""
    if MailAddress.objects.filter(email=email.lower(), verified_at__isnull=False).exists():
        return True
    return EmailAddress.objects.filter(email__iexact=email, verified=True).exists()


def is_of_another(email: str, user_id: int) -> bool:
    """True for an address whose reader said that it is another account's: nothing about this one goes there."""
    rows = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return rows.exclude(user_id=user_id).exists() and not rows.filter(user_id=user_id).exists()


def ask(email: str, at: datetime) -> None:
    """Send the one mail that an unverified address gets, unless it got it within the week. Raises as sending does."""
    with transaction.atomic():
        MailAddress.objects.get_or_create(email=email.lower())
        row = MailAddress.objects.select_for_update().get(email=email.lower())
        if row.verified_at or (row.asked_at and row.asked_at > at - AGAIN):
            return
        row.asked_at = at
        row.save(update_fields=["asked_at"])
        with translation.override(settings.LANGUAGE_CODE):
            context = {"address": f"{settings.SITE_URL}{reverse('notifications:verify', args=[_token_for(email)])}"}
            subject, body = ADDRESS_CHECK.subject(context), ADDRESS_CHECK.body(context)
        Email().send(Message(email, subject, body))  # what fails is asked again: the row goes back, too


def email_of(token: str) -> str | None:
    """The address that *token* was sent to; None for one that is no more, or never was."""
    try:
        return str(signing.loads(token, salt=SALT, max_age=LIFETIME))
    except signing.BadSignature:
        return None


def verify(email: str, at: datetime) -> None:
    """Note that the reader of *email* said it is theirs."""
    row, _created = MailAddress.objects.get_or_create(email=email.lower())
    if row.verified_at is None:
        row.verified_at = at
        row.save(update_fields=["verified_at"])


def _token_for(email: str) -> str:
    return signing.dumps(email.lower(), salt=SALT)
