"""Background tasks of people: delete what is stored for a while only; mail about accounts."""

import logging
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from notifications import verification
from people import grants, idempotency, incidents
from people.actions import addresses, invitations, representation_ends
from people.models import EmailChange
from people.seals import roots
from people.typed_input import rows

__all__ = [
    "ask_for_address",
    "ask_to_confirm",
    "forget_old_answers",
    "forget_typed_input",
    "mail_invitations",
    "queue",
    "remind_of_incidents",
    "send_reset",
    "sign_root",
    "tell_of_ended_posts",
    "warn_of_ends",
]
logger = logging.getLogger(__name__)


def queue(task: Any, *args: Any) -> None:
    """Hand *task* to a worker; with the queue away the page stands all the same, and the person asks again."""
    try:
        task.delay(*args)
    except Exception:
        logger.exception("the queue does not take %s", task.name)


@shared_task
def forget_old_answers() -> None:
    """Every night: delete the answers to requests that may not be tried again any more."""
    idempotency.delete_expired(timezone.now())


@shared_task
def forget_typed_input() -> None:
    """Every hour: delete what was typed a day ago and not sent."""
    rows.delete_expired(timezone.now())


@shared_task
def sign_root() -> None:
    """Every hour: sign one root over the chains that went on, and keep it where the database cannot reach."""
    roots.sign_root(timezone.now())


@shared_task
def remind_of_incidents() -> None:
    """Every quarter of an hour, also at night: remind of incidents whose 72 hours run out, or are over."""
    incidents.remind_of_incidents(timezone.now())


@shared_task
def warn_of_ends() -> None:
    """Every morning: tell account and person that a representation ends soon, or ended."""
    representation_ends.warn_of_ends(timezone.now())


@shared_task
def tell_of_ended_posts() -> None:
    """Every morning: tell who answers for what is left by posts that ended with yesterday."""
    grants.tell_of_ended_posts(timezone.now())


@shared_task
def mail_invitations() -> None:
    """Mail the links by which owners of new accounts set their passwords."""
    invitations.mail_all(timezone.now())


@shared_task
def ask_for_address(email: str, username: str = "") -> None:
    """Ask the reader of an address that a new account named whether it is theirs; tell its owner, if it has one."""
    if not verification.is_verified(email):
        return verification.ask(email, timezone.now())
    return addresses.tell_owner(email, username, at=timezone.now())


@shared_task
def ask_to_confirm(pk: int) -> None:
    """Send the reader of a new address the link by which it replaces the old one."""
    addresses.send_link(EmailChange.objects.select_related("user").get(pk=pk))


@shared_task
def send_reset(email: str) -> None:
    """Send links for a new password to the accounts of this address; an address nobody verified is asked first.

    A stranger's address gets nothing. Here and not in the request, so that its time tells nothing either.
    """
    users = addresses.accounts_of(email)
    invited = [user for user in users if not user.has_usable_password()]  # by an administrator, who vouches for it
    if users and not invited and not verification.is_verified(email):
        return verification.ask(email, timezone.now())
    for user in invited or users:
        with translation.override(settings.LANGUAGE_CODE):
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}".split("-", 1)
            path = reverse("account_reset_password_from_key", args=key)
            context = {"password_reset_url": f"{settings.SITE_URL}{path}", "username": user.username}
            subject = render_to_string("account/email/password_reset_key_subject.txt", context).strip()
            body = render_to_string("account/email/password_reset_key_message.txt", context)
        EmailMessage(subject, body, to=[user.email]).send()
    return None
