"""Acts of an administrator on the account of somebody of the office; what takes two stands in `people.grants`."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.actions import notify
from people import actions
from people.grants import require_administrator
from people.grants.authority import required_reason
from people.models import Invitation, User
from people.notices import SIGNED_OUT
from people.tasks import mail_invitations
from toolbox.formats import instant
from toolbox.refusal import Refused


def open_account(*, username: str, full_name: str, email: str, phone: str, by: User, at: datetime) -> User:
    """Open an account for a person of the office; its owner is invited by mail, or by a slip where there is none.

    It opens nothing: a post takes two administrators. Raises Forbidden, and InvalidInput by field.
    """
    require_administrator(by, None, at)
    try:
        with transaction.atomic():
            user = actions.open_account(username=username, full_name=full_name, email=email, phone=phone)
            actions.invite(user, by=by, at=at, is_mailed=bool(user.email))
    except IntegrityError as error:
        raise Refused(_("Tên đăng nhập này vừa có người dùng. Chọn tên khác.")) from error
    mail_soon()
    return user


def invite_again(user: User, *, by_mail: bool, by: User, at: datetime) -> Invitation:
    """Another invitation to an account that nobody has opened yet; the earlier one is no more."""
    require_administrator(by, user, at)
    invitation = actions.invite(user, by=by, at=at, is_mailed=by_mail)
    mail_soon()
    return invitation


def sign_out_everywhere(user: User, reason: str, *, by: User, at: datetime) -> None:
    """End every session and API key of an account, as when a machine was lost; its owner is told by whom and why."""
    require_administrator(by, user, at)
    reason = required_reason(reason)
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        actions.renew_credentials(locked)
        with translation.override(settings.LANGUAGE_CODE):
            context = {"by": str(by), "reason": reason, "at": instant(at), "hotline": settings.HOTLINE}
            notify(SIGNED_OUT, at=at, context=context, user=user, email=user.email)


def mail_soon() -> None:
    """Have a worker mail what waits, once it is written; a dead broker leaves it to the round."""
    transaction.on_commit(mail_invitations.delay, robust=True)
