"""Whose an e-mail address is: of the account whose reader confirmed it; nobody else's mail goes there."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from notifications.actions import compose, send
from people.actions.contacts import token_of
from people.models import EmailChange, User
from people.notices import ADDRESS_CONFIRM, ADDRESS_TYPED

LATER = timedelta(minutes=15)  # who typed the address learns nothing from how long the page took


def accounts_of(email: str) -> list[User]:
    """The accounts of this address: the one whose reader confirmed it; else all that name it."""
    users = list(User.objects.filter(email__iexact=email, is_active=True, is_system=False).order_by("pk"))
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True).values_list("user_id", flat=True)
    owners = set(confirmed)
    return [user for user in users if user.pk in owners] or users


def tell_owner(email: str, username: str, *, at: datetime) -> None:
    """Tell the owner of a verified address that a new account named it; once a day, however many do."""
    users = [user for user in accounts_of(email) if user.username != username]
    if not users:
        return
    with translation.override(settings.LANGUAGE_CODE):
        context = {"username": username, "hotline": settings.HOTLINE}
        once = f"address/{users[0].pk}/{timezone.localdate(at):%Y%m%d}"
        send(compose(ADDRESS_TYPED, users[:1], at=at, context=context, once=once, mail_from=at + LATER))


def send_link(change: EmailChange) -> None:
    """Send the reader of the new address the link with which they confirm it, unless that was done, or undone."""
    if change.confirmed_at is not None or change.replaced:
        return
    with translation.override(settings.LANGUAGE_CODE):
        link = reverse("people:confirm_address", args=[token_of(change)])
        context = {"address": f"{settings.SITE_URL}{link}", "username": change.user.username}
        subject, body = ADDRESS_CONFIRM.subject(context), ADDRESS_CONFIRM.body(context)
    EmailMessage(subject, body, to=[change.email], headers={"Auto-Submitted": "auto-generated"}).send()
