"""Open an account for somebody else, without a password, and change its name and address; checked in one place."""

import re
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.actions import notify
from people.identity import phone_number
from people.models import User
from people.models.user import new_username
from people.notices import CONTACT_CHANGED
from toolbox.refusal import InvalidInput, Refused
from toolbox.text import has_control_characters, nfc

NAME_MAX, USERNAME_MAX, EMAIL_MAX = 150, 60, 254
LETTERS = re.compile(r"[^\W\d_]")


def checked_username(typed: str) -> str:
    """*typed* as a new account is called. Raises InvalidInput for other letters, and for what is taken."""
    try:
        if len(typed.strip()) > USERNAME_MAX:
            raise ValidationError(_("Tên đăng nhập dài nhất %(most)d ký tự.") % {"most": USERNAME_MAX})
        return new_username(typed)
    except ValidationError as error:
        raise InvalidInput({"username": error.messages}, error.messages[0]) from error


def checked_name(typed: str) -> str:
    """A person's name as it stands under papers. Raises InvalidInput for what is none."""
    name = " ".join(nfc(typed).split())
    if has_control_characters(name) or len(LETTERS.findall(name)) < 2:
        message = _("Nhập họ, chữ đệm và tên, bằng chữ cái.")
        raise InvalidInput({"full_name": [message]}, message)
    if len(name) > NAME_MAX:
        message = _("Họ và tên dài nhất %(most)d ký tự.") % {"most": NAME_MAX}
        raise InvalidInput({"full_name": [message]}, message)
    return name


def checked_email(typed: str, user: User | None = None) -> str:
    """An address, or nothing. Raises InvalidInput for what is no address, and for another account's."""
    email = str(User.objects.normalize_email(nfc(typed)))
    if not email:
        return ""
    try:
        validate_email(email)
        if len(email) > EMAIL_MAX:
            raise ValidationError("")
    except ValidationError as error:
        message = _("Địa chỉ thư điện tử phải có dạng ten@tenmien.vn.")
        raise InvalidInput({"email": [message]}, message) from error
    if is_email_taken(email, user):
        message = _("Thư điện tử này là của một tài khoản khác. Dùng địa chỉ khác, hoặc để trống.")
        raise InvalidInput({"email": [message]}, message)
    return email


def checked_phone(typed: str) -> str:
    """A number that can be dialled, or nothing. Raises InvalidInput."""
    number = phone_number(typed)
    if typed.strip() and not number:
        message = _("Nhập số di động gồm 10 chữ số, ví dụ 0912 345 678, hoặc số máy bàn có mã vùng.")
        raise InvalidInput({"phone": [message]}, message)
    return number


def is_email_taken(email: str, user: User | None = None) -> bool:
    """True for an address that another account has, confirmed by its reader or not."""
    users, addresses = User.objects.filter(email__iexact=email), EmailAddress.objects.filter(email__iexact=email)
    if user is not None:
        users, addresses = users.exclude(pk=user.pk), addresses.exclude(user=user)
    return users.exists() or addresses.exists()


def open_account(*, username: str, full_name: str, email: str, phone: str) -> User:
    """A new account that nobody signs in to until its owner sets a password by an invitation. Raises InvalidInput."""
    user = User(username=checked_username(username), full_name=checked_name(full_name), phone=checked_phone(phone))
    user.email = checked_email(email)
    user.set_unusable_password()
    user.save()
    return user


def change_details(user: User, full_name: str, email: str, *, at: datetime) -> None:
    """Give an account another name and address; the old address hears of it, the new one is asked by its first mail.

    Raises Refused for an address that became another account's.
    """
    if email and is_email_taken(email, user):
        raise Refused(_("Thư điện tử này là của một tài khoản khác. Không chấp nhận rồi đề nghị lại."))
    old = user.email
    if old.lower() != email.lower():
        for row in EmailAddress.objects.filter(user=user):
            row.delete()
        if old:
            with translation.override(settings.LANGUAGE_CODE):
                notify(CONTACT_CHANGED, at=at, context={"new": "", "hotline": settings.HOTLINE}, email=old)
    user.full_name, user.email = full_name, email
    user.save(update_fields=["full_name", "email"])
