"""Acts on accounts: the one by which the clock acts; credentials, keys of the API, lost second factors."""

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.actions import notify
from people.models import ApiKey, Post, User
from people.models.user import CLOCK_USERNAME
from people.notices import FACTOR_RESET
from toolbox.formats import instant
from toolbox.refusal import Forbidden, InvalidInput

KEY_LIFETIME, MOST_KEYS = timedelta(days=30), 10


def clock_user() -> User:
    """The named system user by whom the clock acts."""
    user, _created = User.objects.get_or_create(
        username=CLOCK_USERNAME,
        defaults={
            "full_name": "Đồng hồ hệ thống",
            "is_system": True,
            "is_active": False,
            "password": make_password(None),
        },
    )
    return user


def renew_credentials(user: User) -> None:
    """Draw a new mark: every session and key of before ends with the factor it was begun with."""
    user.credentials = secrets.token_hex(8)
    user.save(update_fields=["credentials"])


def issue_key(user: User, name: str, at: datetime) -> tuple[ApiKey, str]:
    """A new key for the API and what to send with it; of more than ten the oldest ends."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        mine = ApiKey.objects.filter(user=user)
        mine.exclude(expiry__gt=at, mark=user.credentials_mark).delete()
        for old in list(mine.order_by("-created"))[MOST_KEYS - 1 :]:
            old.delete()
        key, token = ApiKey.objects.create(user, expiry=KEY_LIFETIME, name=name[:60], mark=user.credentials_mark)
    return key, token


def end_key(key: ApiKey) -> None:
    """End a key at once; the account is locked, since its chain of seals goes on."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=key.user_id)
        key.delete()


def reset_second_factor(user: User, *, reason: str, by: User, at: datetime) -> None:
    """Take away a lost second factor, so that its owner enrols anew: by an administrator, never one's own.

    The person is told by whom and why. Raises Forbidden, and InvalidInput without a reason.
    """
    if by == user or not by.has_role(Post.Role.ADMINISTRATOR):
        raise Forbidden(_("Chỉ quản trị hệ thống mới gỡ được bảo mật hai lớp của người khác."))
    if not reason.strip():
        message = _("Nhập lý do gỡ bảo mật hai lớp")
        raise InvalidInput({"reason": [message]}, message)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        renew_credentials(user)
        with translation.override(settings.LANGUAGE_CODE):
            context = {"by": str(by), "reason": reason.strip()[:300], "at": instant(at)}
            notify(FACTOR_RESET, at=at, context=context, user=user, once=f"factor/{user.pk}/{user.credentials}")
