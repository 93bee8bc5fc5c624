"""Who may propose and decide power: an administrator of the day, and never about oneself."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Post, User
from toolbox.refusal import Forbidden, InvalidInput

TWO = 2
REASON_MAX = 300


def require_administrator(by: User, about: User | None, at: datetime) -> None:
    """Only an administrator of the day, and never about oneself. Raises Forbidden."""
    roles = {post.role for post in by.posts_on(timezone.localdate(at))}
    if not by.is_active or Post.Role.ADMINISTRATOR not in roles:
        raise Forbidden(_("Chỉ quản trị viên mới làm được việc này."))
    if about is not None and about.pk == by.pk:
        raise Forbidden(_("Không ai tự thay đổi quyền của mình."))
    if about is not None and about.is_system:
        raise Forbidden(_("Tài khoản hệ thống không giữ vị trí công tác nào."))


def required_reason(text: str) -> str:
    """*text* as it is kept. Raises InvalidInput where there is none."""
    if not text.strip():
        message = _("Nhập lý do để người được báo biết.")
        raise InvalidInput({"reason": [message]}, message)
    return text.strip()[:REASON_MAX]
