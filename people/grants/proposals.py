"""What one administrator proposes: a post, a move, a change of an account; another decides it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions import checked_email, checked_name
from people.grants.authority import require_administrator, required_reason
from people.grants.notices import tell
from people.models import Agency, Post, PostGrant, User
from people.models.post import TITLES
from toolbox.refusal import InvalidInput, Refused

ACCOUNT = (PostGrant.What.CLOSE, PostGrant.What.OPEN)


def propose_appointment(
    *,
    user: User,
    unit: Agency,
    role: str,
    since: date,
    until: date | None = None,
    decision_no: str = "",
    is_deputy: bool = False,
    by: User,
    at: datetime,
) -> PostGrant:
    """Propose, as an administrator, that *user* hold *role* in *unit* from *since*; another administrator decides.

    Raises Forbidden for oneself, InvalidInput for a period that ends before it begins, Refused for what waits already.
    """
    require_administrator(by, user, at)
    facts = {"what": PostGrant.What.APPOINT, "user": user, **_place(unit, role, since, until)}
    return propose(facts, _term(since, until, decision_no) | _rank(role, is_deputy), by, at)


def propose_move(
    post: Post,
    *,
    unit: Agency,
    role: str,
    since: date,
    until: date | None = None,
    decision_no: str = "",
    is_deputy: bool = False,
    by: User,
    at: datetime,
) -> PostGrant:
    """Propose that whoever holds *post* leave it for another from *since* on; both happen at once, or neither.

    Raises as `propose_appointment`, and InvalidInput for the same place.
    """
    require_administrator(by, post.user, at)
    place = _place(unit, role, since, until)
    if (post.unit_id, post.role, post.is_deputy) == (unit.pk, role, is_deputy):
        message = _("Chọn đơn vị hoặc vai trò khác với vị trí đang giữ.")
        raise InvalidInput({"unit": [message]}, message)
    facts = {"what": PostGrant.What.MOVE, "user": post.user, "leaves": post, **place}
    return propose(facts, _term(since, until, decision_no) | _rank(role, is_deputy), by, at)


def propose_account(what: str, user: User, reason: str, *, by: User, at: datetime) -> PostGrant:
    """Propose to close an account, or to open it again, with the reason; another administrator decides."""
    require_administrator(by, user, at)
    if what not in ACCOUNT:
        message = _("Chọn khóa hoặc mở lại tài khoản.")
        raise InvalidInput({"what": [message]}, message)
    return propose({"what": what, "user": user}, {"reason": required_reason(reason)}, by, at)


def propose_change(user: User, full_name: str, email: str, reason: str, *, by: User, at: datetime) -> PostGrant:
    """Propose another name or e-mail address of an account, with the ground; another administrator decides.

    By two, since the name stands under papers and whoever reads the address may set a new password. Raises InvalidInput
    for what is no name, no address, or another account's, and where nothing changes.
    """
    require_administrator(by, user, at)
    full_name, email = checked_name(full_name), checked_email(email, user)
    if (full_name, email) == (user.full_name, user.email):
        message = _("Họ tên và thư điện tử vẫn như cũ. Sửa ít nhất một mục.")
        raise InvalidInput({"full_name": [message]}, message)
    more = {"reason": required_reason(reason), "full_name": full_name, "email": email}
    return propose({"what": PostGrant.What.CHANGE, "user": user}, more, by, at)


def propose_link(user: User, reason: str, *, by: User, at: datetime) -> PostGrant:
    """Propose to print, for the owner of an account that was opened before, a link that sets a new password.

    By two, since whoever holds the paper is let in. Raises Refused for a closed account.
    """
    require_administrator(by, user, at)
    if not user.is_active:
        raise Refused(_("Tài khoản đang khóa. Mở lại tài khoản trước."))
    return propose({"what": PostGrant.What.LINK, "user": user}, {"reason": required_reason(reason)}, by, at)


def propose(facts: dict[str, Any], more: dict[str, Any], by: User, at: datetime) -> PostGrant:
    """Keep and tell the proposal of *facts*, which waits once. Raises Refused for what waits already."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=facts["user"].pk)  # two clicks wait for each other
        if PostGrant.objects.waiting().filter(**facts).exists():
            raise Refused(_("Việc này đã được đề nghị và đang chờ xác nhận."))
        grant = PostGrant.objects.create(**facts, **more, proposed_by=by, proposed_at=at)
        tell(grant, by, at)
    return grant


def _place(unit: Agency, role: str, since: date, until: date | None) -> dict[str, Any]:
    """Unit and role. Raises InvalidInput for a role that is none, and for a period that ends before it begins."""
    if role not in Post.Role.values:
        message = _("Chọn một vai trò trong danh sách.")
        raise InvalidInput({"role": [message]}, message)
    if until is not None and until < since:
        message = _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        raise InvalidInput({"until": [message]}, message)
    return {"unit": unit, "role": role}


def _rank(role: str, is_deputy: bool) -> dict[str, Any]:
    """Whether it is a deputy's. Raises InvalidInput for a role that has none."""
    if is_deputy and role not in TITLES:
        message = _("Chỉ lãnh đạo Sở và trưởng phòng có cấp phó. Bỏ chọn “cấp phó”.")
        raise InvalidInput({"is_deputy": [message]}, message)
    return {"is_deputy": is_deputy}


def _term(since: date, until: date | None, decision_no: str) -> dict[str, Any]:
    return {"valid_from": since, "valid_to": until, "decision_no": decision_no.strip()[:60]}
