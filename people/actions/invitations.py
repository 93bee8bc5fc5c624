"""Invitations: a link by which the owner of an account sets its password, once, within three days.

It is mailed, or printed where there is no address. What it carries is drawn as it is handed out and kept as a digest.
"""

import logging
import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.verification import is_of_another, verify
from people.models import Invitation, User
from people.models.invitation import LIFETIME
from people.notices import INVITATION
from toolbox.formats import instant
from toolbox.refusal import Forbidden, InvalidInput, Refused

BATCH = 50
SIGNS, GROUPS, EACH = "abcdefghjkmnpqrstuvwxyz23456789", 6, 4  # typed off paper: none looks like another; 118 bits
logger = logging.getLogger(__name__)


def invite(
    user: User, *, by: User, at: datetime, confirmed_by: User | None = None, is_mailed: bool = False
) -> Invitation:
    """An invitation to *user* in place of earlier ones; of an account that was opened before only by two people.

    Raises Refused for a closed account, and for a mail without an address.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not locked.is_active:
            raise Refused(_("Tài khoản đang khóa. Mở lại tài khoản trước."))
        if locked.has_usable_password() and confirmed_by is None:
            raise Refused(_("Tài khoản này đã có mật khẩu. Đề nghị cấp phiếu đặt lại, quản trị viên khác xác nhận."))
        if is_mailed and (not locked.email or is_of_another(locked.email, locked.pk)):
            raise Refused(_("Tài khoản này không có thư điện tử dùng được. In phiếu và trao tận tay."))
        for earlier in Invitation.objects.open(at).filter(user=locked):
            earlier.is_ended = True
            earlier.save(update_fields=["is_ended"])
        return Invitation.objects.create(
            user=locked,
            issued_by=by,
            confirmed_by=confirmed_by,
            is_mailed=is_mailed,
            issued_at=at,
            expires_at=at + LIFETIME,
        )


def hand_out(invitation: Invitation, *, by: User, at: datetime) -> str:
    """The address for the printed slip, drawn now; what was printed before opens nothing any more.

    Forbidden to others than who issued it. Raises Refused for what was used, ended or is mailed.
    """
    if by.pk != invitation.issued_by_id:
        raise Forbidden(_("Chỉ người cấp phiếu mới in được phiếu này."))
    return _drawn(invitation, at)[0]


def mail_all(at: datetime) -> int:
    """Mail every invitation that waits for it, each drawn as it goes; returns how many. What fails waits on."""
    mailed = 0
    for waiting in list(Invitation.objects.to_mail(at).select_related("user")[:BATCH]):
        try:
            address, row = _drawn(waiting, at)
            _mail(address, row)
        except (Refused, OSError):
            logger.exception("an invitation is not mailed")
            continue
        row.mailed_at = at
        row.save(update_fields=["mailed_at"])
        mailed += 1
    return mailed


def invitation_of(token: str, at: datetime) -> Invitation | None:
    """The invitation that *token* opens; None for one that was used, ended, is too old, or never was."""
    return Invitation.objects.open(at).filter(digest=_digest(token)).select_related("user").first()


def set_password(invitation: Invitation, password: str, *, at: datetime) -> User:
    """Set the account's password by its invitation, which is used up; every session and key of before ends.

    Raises InvalidInput for a password that is too easy, Refused where another used it a moment ago.
    """
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=invitation.user_id)
        locked = Invitation.objects.select_for_update(of=("self",)).open(at).filter(pk=invitation.pk).first()
        if locked is None:
            raise Refused(_("Phiếu này đã dùng hoặc đã hết hạn. Xin quản trị viên cấp phiếu mới."))
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise InvalidInput({"password1": error.messages}, error.messages[0]) from error
        user.set_password(password)
        user.save(update_fields=["password"])
        locked.used_at = at
        locked.save(update_fields=["used_at"])
        if locked.is_mailed:
            verify(user.email, at)
    return user


def _mail(address: str, row: Invitation) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        context = {"address": address, "username": row.user.username, "until": instant(row.expires_at)}
        subject, body = INVITATION.subject(context), INVITATION.body(context)
    EmailMessage(subject, body, to=[row.user.email], headers={"Auto-Submitted": "auto-generated"}).send()


def _drawn(invitation: Invitation, at: datetime) -> tuple[str, Invitation]:
    """A new secret for *invitation*, as the address that carries it, and the row with its digest."""
    token = "-".join("".join(secrets.choice(SIGNS) for _sign in range(EACH)) for _group in range(GROUPS))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=invitation.user_id)
        locked = Invitation.objects.open(at).filter(pk=invitation.pk).select_related("user").first()
        if locked is None:
            raise Refused(_("Phiếu này đã dùng hoặc đã hết hạn. Cấp phiếu mới."))
        locked.digest = _digest(token)
        locked.save(update_fields=["digest"])
    return f"{settings.SITE_URL}{reverse('people:set_password', args=[token])}", locked


def _digest(token: str) -> str:
    return sha256(token.lower().encode("utf-8", "surrogatepass")).hexdigest()
