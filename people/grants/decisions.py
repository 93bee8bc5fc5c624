"""What a second administrator decides: confirmed, a proposal takes effect at once; refused, it is kept and told."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.actions import appoint, change_details, invite
from people.delegations import end_with_account
from people.grants.authority import TWO, require_administrator, required_reason
from people.grants.ends import day_before, end_locked, leave
from people.grants.notices import tell, tell_heirs
from people.models import Agency, Post, PostGrant, StaffSheet, User
from people.models.grant import administrators_on
from toolbox.refusal import Forbidden, Refused

What = PostGrant.What


def confirm(grant: PostGrant, *, by: User, at: datetime) -> PostGrant:
    """Confirm what another administrator proposed: it takes effect, never earlier than this day.

    Forbidden to who proposed it and whom it is about. Refused while the site has fewer than two administrators, or once
    who proposed it is none any more.
    """
    with transaction.atomic():
        locked = _decide(grant, PostGrant.State.DONE, by, at)
        require_two(locked.proposed_by, at)
        _EFFECTS[What(locked.what)](locked, at)
        locked.save()
        tell(locked, by, at)
        tell_heirs(locked, by, at)
    return locked


def refuse(grant: PostGrant, reason: str, *, by: User, at: datetime) -> PostGrant:
    """Refuse what another administrator proposed, or take back what one proposed oneself, with the reason."""
    reason = required_reason(reason)
    with transaction.atomic():
        locked = _decide(grant, PostGrant.State.REFUSED, by, at)
        locked.reason = reason
        locked.save()
        tell(locked, by, at)
    return locked


def require_two(proposer: User | None, at: datetime) -> None:
    """Raises Refused while the site has fewer than two administrators, or who proposed is none any more."""
    admins = list(administrators_on(timezone.localdate(at)))
    if len(admins) < TWO:
        raise Refused(_("Hệ thống cần đủ hai quản trị viên thì việc này mới có hiệu lực."))
    if proposer not in admins:
        raise Refused(_("Người đề nghị không còn là quản trị viên. Đề nghị lại từ đầu."))


def appoint_by_sheet(
    sheet: StaffSheet,
    user: User,
    *,
    unit: Agency,
    role: str,
    since: date,
    until: date | None,
    decision_no: str,
    by: User,
    at: datetime,
) -> PostGrant:
    """One post of a sheet that *by* confirms whole: recorded as any other, told to whom it is about by the caller."""
    grant = PostGrant(what=What.APPOINT, state=PostGrant.State.DONE, user=user, unit=unit, role=role, sheet=sheet)
    grant.valid_from, grant.valid_to, grant.decision_no = since, until, decision_no
    grant.proposed_by, grant.proposed_at, grant.decided_by, grant.decided_at = sheet.made_by, sheet.made_at, by, at
    _appoint(grant, at)
    grant.save()
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
            grant = PostGrant(what=What.APPOINT, state=PostGrant.State.DONE, user=user, unit=unit)
            grant.role, grant.valid_from, grant.proposed_at, grant.decided_at = Post.Role.ADMINISTRATOR, day, at, at
            _appoint(grant, at)
            grant.save()
            grants.append(grant)
        for grant in grants:
            tell(grant, None, at)
    return grants


def _decide(grant: PostGrant, state: str, by: User, at: datetime) -> PostGrant:
    """The grant, locked and decided by another than who proposed it; who proposed it may take it back."""
    locked = PostGrant.objects.select_for_update(of=("self",)).with_names().get(pk=grant.pk)
    require_administrator(by, locked.user, at)
    if locked.state != PostGrant.State.PROPOSED:
        raise Refused(_("Đề nghị này đã được quyết định."))
    own = locked.proposed_by_id == by.pk
    if own and state == PostGrant.State.DONE:
        raise Forbidden(_("Người đề nghị không tự xác nhận. Quản trị viên khác xác nhận việc này."))
    locked.state, locked.decided_by, locked.decided_at = state, None if own else by, at
    return locked


def _appoint(grant: PostGrant, at: datetime) -> None:
    """The post, from this day at the earliest: nobody gets yesterday's power."""
    day = timezone.localdate(at)
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
        is_deputy=grant.is_deputy,
    )
    if grant.role == Post.Role.ADMINISTRATOR and not grant.user.is_staff:  # the admin's own door
        grant.user.is_staff = True
        grant.user.save(update_fields=["is_staff"])


def _move(grant: PostGrant, at: datetime) -> None:
    """The new post, and the end of the old one on the day before."""
    day = timezone.localdate(at)
    assert grant.leaves_id is not None
    post = Post.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.leaves_id)
    _appoint(grant, at)
    assert grant.valid_from is not None
    leave(post, day_before(grant.valid_from), day)
    grant.leaves = post


def _end(grant: PostGrant, at: datetime) -> None:
    assert grant.post_id is not None
    post = Post.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.post_id)
    end_locked(grant, post, timezone.localdate(at))


def _close_or_open(grant: PostGrant, at: datetime) -> None:
    grant.user.is_active = grant.what == What.OPEN
    grant.user.save(update_fields=["is_active"])
    if grant.what == What.CLOSE:
        assert grant.decided_by is not None
        end_with_account(grant.user, by=grant.decided_by, at=at)


def _change(grant: PostGrant, at: datetime) -> None:
    change_details(grant.user, grant.full_name, grant.email, at=at)


def _invite(grant: PostGrant, at: datetime) -> None:
    assert grant.proposed_by is not None
    invite(grant.user, by=grant.proposed_by, confirmed_by=grant.decided_by, at=at)


_EFFECTS: dict[What, Callable[[PostGrant, datetime], None]] = {
    What.APPOINT: _appoint,
    What.MOVE: _move,
    What.END: _end,
    What.CLOSE: _close_or_open,
    What.OPEN: _close_or_open,
    What.CHANGE: _change,
    What.LINK: _invite,
}
