"""End a post: at once or on a day to come; of an administrator or a leader by two."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.actions import end_at_once, revoke
from people.grants.authority import require_administrator, required_reason
from people.grants.notices import tell, tell_heirs
from people.grants.proposals import propose
from people.models import Post, PostGrant, User
from people.models.grant import administrators_on
from toolbox.refusal import InvalidInput, Refused

ENDED_BY_TWO = (Post.Role.ADMINISTRATOR, Post.Role.LEADER)


def end_post(post: Post, reason: str, *, by: User, at: datetime, last_day: date | None = None) -> PostGrant:
    """End a post at once or with *last_day*, by one administrator or its holder; an administrator's or leader's only

    propose: who may take such power away alone could be left alone with their own. Returns the grant, done or
    proposed; recorded, and told to its holder and the administrators. Refused for the last administrator, InvalidInput
    for a last day that is over or after the present one.
    """
    own, today = post.user_id == by.pk, timezone.localdate(at)
    if not own:
        require_administrator(by, post.user, at)
    more = {"reason": required_reason(reason), "valid_from": post.valid_from, "valid_to": last_day}
    require_in_force(post, today)
    _require_earlier(post, last_day, today)
    if not own and post.role in ENDED_BY_TWO:
        return propose(_facts_of(post), more, by, at)
    with transaction.atomic():
        locked = Post.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=post.pk)
        grant = PostGrant(**_facts_of(locked), **more, proposed_by=by, proposed_at=at, decided_at=at)
        grant.state = PostGrant.State.DONE
        end_locked(grant, locked, today)
        grant.save()
        tell(grant, by, at)
        tell_heirs(grant, by, at)
    return grant


def end_all_posts(user: User, reason: str, *, by: User, at: datetime, last_day: date | None = None) -> list[PostGrant]:
    """End every post of *user* that is held or begins later, each as `end_post` does; all of them, or none.

    One that ends by itself until *last_day* is left, and one that begins after it never begins. Refused where there is
    none.
    """
    require_administrator(by, user, at)
    today, done = timezone.localdate(at), []
    with transaction.atomic():
        for post in Post.objects.filter(user=user).select_related("user", "unit").order_by("id"):
            if post.valid_to is not None and post.valid_to <= (last_day or today - timedelta(days=1)):
                continue
            until = last_day if last_day is not None and last_day >= post.valid_from else None
            done.append(end_post(post, reason, by=by, at=at, last_day=until))
    if not done:
        raise Refused(_("Người này không giữ vị trí nào sau ngày đó."))
    return done


def end_locked(grant: PostGrant, post: Post, day: date) -> None:
    """End *post*, which the caller has locked, with the day that *grant* names, or before *day*. Raises as `leave`."""
    leave(post, grant.valid_to, day)
    grant.valid_to = post.valid_to


def leave(post: Post, last_day: date | None, day: date) -> None:
    """End *post* with *last_day*; before *day* where that is over, or none is named.

    Raises Refused for what ended, and for the last administrator.
    """
    require_in_force(post, day)
    if post.role == Post.Role.ADMINISTRATOR:
        list(administrators_on(day).select_for_update())  # two who leave at once wait for each other
        if not administrators_on(day).exclude(pk=post.user_id).exists():
            raise Refused(_("Đây là quản trị viên cuối cùng. Bổ nhiệm người khác trước khi kết thúc."))
    if last_day is None or last_day < max(day, post.valid_from):
        end_at_once(post=post, day=day)
    elif post.valid_to is None or last_day < post.valid_to:
        revoke(post=post, until=last_day)


def day_before(day: date) -> date:
    """The last day of what another post takes the place of."""
    return day - timedelta(days=1)


def require_in_force(post: Post, day: date) -> None:
    """Raises Refused for a post that ended."""
    if post.valid_to is not None and post.valid_to < day:
        raise Refused(_("Vị trí công tác này không còn hiệu lực."))


def _require_earlier(post: Post, last_day: date | None, today: date) -> None:
    """A last day is today or later, and takes something away. Raises InvalidInput."""
    message = ""
    if last_day is not None and last_day < today:
        message = _("Ngày làm việc cuối phải từ hôm nay trở đi. Để trống nếu kết thúc ngay.")
    elif last_day is not None and (last_day < post.valid_from or (post.valid_to and last_day >= post.valid_to)):
        message = _("Ngày làm việc cuối phải nằm trong thời gian giữ vị trí và trước ngày kết thúc hiện nay.")
    if message:
        raise InvalidInput({"last_day": [message]}, message)


def _facts_of(post: Post) -> dict[str, Any]:
    """What a grant says of the post that it ends."""
    return {"what": PostGrant.What.END, "user": post.user, "unit": post.unit, "role": post.role, "post": post}
