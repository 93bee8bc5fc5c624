"""Acts on power: appoint by two administrators, end a post, close and open an account; all told, all kept.

A password of somebody else is set by nobody: its owner gets a link.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.actions import notify
from people.actions import appoint, end_at_once
from people.departures import KEEPERS
from people.models import Agency, Post, PostGrant, User
from people.models.grant import administrators_on
from people.notices import GRANT
from toolbox.formats import instant
from toolbox.refusal import Forbidden, InvalidInput, Refused

TWO = 2
ENDED_BY_TWO = (Post.Role.ADMINISTRATOR, Post.Role.LEADER)
LEAVES = (PostGrant.What.CLOSE, PostGrant.What.END)
ACCOUNT = (PostGrant.What.CLOSE, PostGrant.What.OPEN)


def propose_appointment(
    *,
    user: User,
    unit: Agency,
    role: str,
    since: date,
    until: date | None = None,
    decision_no: str = "",
    by: User,
    at: datetime,
) -> PostGrant:
    """Propose, as an administrator, that *user* hold *role* in *unit* from *since*; another administrator decides.

    Raises Forbidden for oneself, InvalidInput for a period that ends before it begins, Refused for what waits already.
    """
    _require_administrator(by, user, at)
    if role not in Post.Role.values:
        message = _("Chọn một vai trò trong danh sách.")
        raise InvalidInput({"role": [message]}, message)
    if until is not None and until < since:
        message = _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        raise InvalidInput({"until": [message]}, message)
    facts = {"what": PostGrant.What.APPOINT, "user": user, "unit": unit, "role": role}
    return _propose(facts, {"valid_from": since, "valid_to": until, "decision_no": decision_no.strip()[:60]}, by, at)


def propose_account(what: str, user: User, reason: str, *, by: User, at: datetime) -> PostGrant:
    """Propose to close an account, or to open it again, with the reason; another administrator decides."""
    _require_administrator(by, user, at)
    if what not in ACCOUNT:
        message = _("Chọn khóa hoặc mở lại tài khoản.")
        raise InvalidInput({"what": [message]}, message)
    if not reason.strip():
        message = _("Nhập lý do để người được báo biết.")
        raise InvalidInput({"reason": [message]}, message)
    return _propose({"what": what, "user": user}, {"reason": reason.strip()[:300]}, by, at)


def confirm(grant: PostGrant, *, by: User, at: datetime) -> PostGrant:
    """Confirm what another administrator proposed: it takes effect, never earlier than this day.

    Forbidden to who proposed it and whom it is about. Refused while the site has fewer than two administrators, or once
    who proposed it is none any more.
    """
    with transaction.atomic():
        locked = _decide(grant, PostGrant.State.DONE, by, at)
        admins = list(administrators_on(timezone.localdate(at)))
        if len(admins) < TWO:
            raise Refused(_("Hệ thống cần đủ hai quản trị viên thì việc này mới có hiệu lực."))
        if locked.proposed_by not in admins:
            raise Refused(_("Người đề nghị không còn là quản trị viên. Đề nghị lại từ đầu."))
        if locked.what == PostGrant.What.APPOINT:
            _appoint(locked, timezone.localdate(at))
        elif locked.what == PostGrant.What.END:
            assert locked.post_id is not None
            post = Post.objects.select_for_update(of=("self",)).select_related("user").get(pk=locked.post_id)
            _end(locked, post, timezone.localdate(at))
        else:
            locked.user.is_active = locked.what == PostGrant.What.OPEN
            locked.user.save(update_fields=["is_active"])
        locked.save()
        _tell(locked, by, at)
        _tell_heirs(locked, by, at)
    return locked


def refuse(grant: PostGrant, reason: str, *, by: User, at: datetime) -> PostGrant:
    """Refuse what another administrator proposed, or take back what one proposed oneself, with the reason."""
    if not reason.strip():
        message = _("Nhập lý do để người được báo biết.")
        raise InvalidInput({"reason": [message]}, message)
    with transaction.atomic():
        locked = _decide(grant, PostGrant.State.REFUSED, by, at)
        locked.reason = reason.strip()[:300]
        locked.save()
        _tell(locked, by, at)
    return locked


def end_post(post: Post, reason: str, *, by: User, at: datetime) -> PostGrant:
    """End a post at once, by one administrator or its holder; of an administrator or a leader only propose it.

    Who may take such power away alone could be left alone with their own. Returns the grant, done or proposed;
    recorded, and told to its holder and the administrators. Refused for the last administrator.
    """
    own = post.user_id == by.pk
    if not own:
        _require_administrator(by, post.user, at)
    if not reason.strip():
        message = _("Nhập lý do để người được báo biết.")
        raise InvalidInput({"reason": [message]}, message)
    if not own and post.role in ENDED_BY_TWO:
        _require_in_force(post, timezone.localdate(at))
        return _propose(_facts_of(post), {"reason": reason.strip()[:300], "valid_from": post.valid_from}, by, at)
    with transaction.atomic():
        locked = Post.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=post.pk)
        facts = _facts_of(locked) | {"reason": reason.strip()[:300], "valid_from": locked.valid_from}
        grant = PostGrant(**facts, proposed_by=by, proposed_at=at, decided_at=at, state=PostGrant.State.DONE)
        _end(grant, locked, timezone.localdate(at))
        grant.save()
        _tell(grant, by, at)
        _tell_heirs(grant, by, at)
    return grant


def appoint_first_administrators(users: Sequence[User], unit: Agency, *, at: datetime) -> list[PostGrant]:
    """Appoint, from the console, the two administrators a site needs; Refused once it has two.

    Of two people one may be an administrator already, as when the other left.
    """
    with transaction.atomic():
        day = timezone.localdate(at)
        present = list(administrators_on(day).select_for_update())
        if len(present) >= TWO:
            raise Refused(_("Hệ thống đã có hai quản trị viên. Bổ nhiệm thêm trên trang, do hai người."))
        if len({user.pk for user in users}) != TWO or not all(user.is_active and not user.is_system for user in users):
            raise Refused(_("Nêu đúng hai tài khoản khác nhau, đang hoạt động."))
        grants = []
        for user in (user for user in users if user not in present):
            grant = PostGrant(what=PostGrant.What.APPOINT, state=PostGrant.State.DONE, user=user, unit=unit)
            grant.role, grant.valid_from, grant.proposed_at, grant.decided_at = Post.Role.ADMINISTRATOR, day, at, at
            _appoint(grant, day)
            grant.save()
            grants.append(grant)
        for grant in grants:
            _tell(grant, None, at)
    return grants


def _propose(facts: dict[str, object], more: dict[str, object], by: User, at: datetime) -> PostGrant:
    with transaction.atomic():
        if PostGrant.objects.waiting().filter(**facts).exists():
            raise Refused(_("Việc này đã được đề nghị và đang chờ xác nhận."))
        grant = PostGrant.objects.create(**facts, **more, proposed_by=by, proposed_at=at)
        _tell(grant, by, at)
    return grant


def _decide(grant: PostGrant, state: str, by: User, at: datetime) -> PostGrant:
    """The grant, locked and decided by another than who proposed it; who proposed it may take it back."""
    locked = PostGrant.objects.select_for_update(of=("self",)).with_names().get(pk=grant.pk)
    _require_administrator(by, locked.user, at)
    if locked.state != PostGrant.State.PROPOSED:
        raise Refused(_("Đề nghị này đã được quyết định."))
    own = locked.proposed_by_id == by.pk
    if own and state == PostGrant.State.DONE:
        raise Forbidden(_("Người đề nghị không tự xác nhận. Quản trị viên khác xác nhận việc này."))
    locked.state, locked.decided_by, locked.decided_at = state, None if own else by, at
    return locked


def _require_administrator(by: User, about: User | None, at: datetime) -> None:
    """Only an administrator of the day, and never about oneself. Raises Forbidden."""
    roles = {post.role for post in by.posts_on(timezone.localdate(at))}
    if not by.is_active or Post.Role.ADMINISTRATOR not in roles:
        raise Forbidden(_("Chỉ quản trị viên mới làm được việc này."))
    if about is not None and about.pk == by.pk:
        raise Forbidden(_("Không ai tự thay đổi quyền của mình."))
    if about is not None and about.is_system:
        raise Forbidden(_("Tài khoản hệ thống không giữ vị trí công tác nào."))


def _appoint(grant: PostGrant, day: date) -> None:
    """The post, from *day* at the earliest: nobody gets yesterday's power."""
    assert grant.unit is not None
    assert grant.valid_from is not None
    grant.valid_from = max(grant.valid_from, day)
    if grant.valid_to is not None and grant.valid_to < grant.valid_from:
        raise Refused(_("Thời gian giữ vị trí này đã qua. Không chấp nhận rồi đề nghị lại."))
    same = Post.objects.filter(user=grant.user, unit=grant.unit, role=grant.role, valid_from=grant.valid_from)
    if same.exists():
        raise Refused(_("Người này đã có vị trí đó từ ngày này."))
    grant.post = appoint(
        user=grant.user,
        unit=grant.unit,
        role=grant.role,
        since=grant.valid_from,
        until=grant.valid_to,
        decision_no=grant.decision_no,
    )
    if grant.role == Post.Role.ADMINISTRATOR and not grant.user.is_staff:  # the admin's own door
        grant.user.is_staff = True
        grant.user.save(update_fields=["is_staff"])


def _facts_of(post: Post) -> dict[str, object]:
    """What a grant says of the post that it ends."""
    return {"what": PostGrant.What.END, "user": post.user, "unit": post.unit, "role": post.role, "post": post}


def _end(grant: PostGrant, post: Post, day: date) -> None:
    """End *post*, which the caller has locked, before *day*. Raises Refused for what ended, and for the last one."""
    _require_in_force(post, day)
    if post.role == Post.Role.ADMINISTRATOR:
        list(administrators_on(day).select_for_update())  # two who leave at once wait for each other
        if not administrators_on(day).exclude(pk=post.user_id).exists():
            raise Refused(_("Đây là quản trị viên cuối cùng. Bổ nhiệm người khác trước khi kết thúc."))
    end_at_once(post=post, day=day)
    grant.valid_to = post.valid_to


def _require_in_force(post: Post, day: date) -> None:
    if post.valid_to is not None and post.valid_to < day:
        raise Refused(_("Vị trí công tác này không còn hiệu lực."))


def left_behind(grant: PostGrant, at: datetime) -> list[str]:
    """What its person leaves behind once *grant* takes effect, and where that goes; nothing where nobody leaves."""
    return KEEPERS.left_by(grant.user, grant.unit, at) if grant.what in LEAVES else []


def _tell_heirs(grant: PostGrant, by: User, at: datetime) -> None:
    """Somebody left: who answers for what they held hears of it."""
    if grant.what in LEAVES:
        KEEPERS.tell_heirs(grant.user, grant.unit, by=by, at=at)


def _tell(grant: PostGrant, by: User | None, at: datetime) -> None:
    """Tell whom it is about, and every administrator; who did it knows."""
    people = {user.pk: user for user in (grant.user, *administrators_on(timezone.localdate(at)))}
    context = {
        "what": str(grant),
        "state": str(grant.get_state_display()),
        "by": str(by) if by else "console",
        "at": instant(at),
        "reason": grant.reason,
    }
    for user in people.values():
        if by is None or user.pk != by.pk:
            notify(GRANT, at=at, context=context, user=user, email=user.email if user == grant.user else "")
