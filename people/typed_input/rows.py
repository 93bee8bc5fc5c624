"""Keep, find and delete the words of an account: a row for each form it has not sent."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, QueryDict

from people.models import TypedInput, User
from people.models.typed_input import LIFETIME
from people.typed_input.words import Words, address_of, seal, unseal

MOST = 20  # forms of an account; the oldest gives way


def keep(user: User, words: Words, at: datetime) -> bool:
    """Keep *words* instead of what stood there for this form; False when they are too long."""
    if words.is_too_long:
        return False
    facts = {"page": words.page, "words": seal(words), "saved_at": at}
    with transaction.atomic():
        TypedInput.objects.update_or_create(user=user, address=words.address, defaults=facts)
        rows = TypedInput.objects.filter(user=user)
        rows.exclude(pk__in=list(rows.order_by("-saved_at", "-id").values_list("pk", flat=True)[:MOST])).delete()
    return True


def words_kept(user: User, at: datetime) -> list[tuple[Words, datetime]]:
    """What the account has typed and not sent, the newest first, each with when; without what no key here reads."""
    rows = TypedInput.objects.filter(user=user, saved_at__gt=at - LIFETIME).order_by("-saved_at")[:MOST]
    return [(words, row.saved_at) for row in rows if (words := unseal(row.words, seconds=None))]


def unsent(request: HttpRequest, at: datetime) -> QueryDict | None:
    """What was typed into the form of this address and not sent, for a view whose inputs depend on it."""
    user = request.user
    if not isinstance(user, User) or not getattr(user, "has_typed", False):
        return None
    row = TypedInput.objects.filter(user=user, address=address_of(request.path), saved_at__gt=at - LIFETIME).first()
    words = unseal(row.words, seconds=None) if row else None
    return words.query() if words else None


def delete(user: User, address: str = "") -> None:
    """Delete what was typed into one form, or into all of the account's."""
    rows = TypedInput.objects.filter(user=user)
    (rows.filter(address=address) if address else rows).delete()


def delete_expired(at: datetime) -> None:
    """Delete what nobody sent within LIFETIME."""
    TypedInput.objects.filter(saved_at__lte=at - LIFETIME).delete()
