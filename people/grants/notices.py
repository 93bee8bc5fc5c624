"""Who hears of power given and taken: whom it is about, every administrator, and who answers for what is left."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from notifications.actions import notify
from people.departures import KEEPERS
from people.models import Agency, Post, PostGrant, User
from people.models.grant import administrators_on
from people.notices import GRANT
from toolbox.formats import instant

LEAVES = (PostGrant.What.CLOSE, PostGrant.What.END, PostGrant.What.MOVE)
MORNING = time(7, 30)


def left_behind(grant: PostGrant, at: datetime) -> list[str]:
    """What its person leaves behind once *grant* takes effect, and where that goes; nothing where nobody leaves."""
    return KEEPERS.left_by(grant.user, _left_unit(grant), at) if grant.what in LEAVES else []


def tell_heirs(grant: PostGrant, by: User, at: datetime) -> None:
    """Somebody left: who answers for what they held hears of it; of who leaves later, on the day."""
    today = timezone.localdate(at)
    last_day = grant.leaves.valid_to if grant.leaves else grant.valid_to
    if grant.what == PostGrant.What.CLOSE or (grant.what in LEAVES and last_day and last_day < today):
        KEEPERS.tell_heirs(grant.user, _left_unit(grant), by=by, at=at)


def tell_of_ended_posts(at: datetime) -> int:
    """Every morning: tell who answers for what is left by posts whose last day was yesterday; returns how many."""
    day = timezone.localdate(at)
    rows = Post.objects.filter(valid_to=day - timedelta(days=1)).select_related("user")
    gone = [post for post in rows if not any(other.covers(post.unit) for other in post.user.posts_on(day))]
    morning = datetime.combine(day, MORNING, tzinfo=timezone.get_default_timezone())  # a second round: nobody twice
    for post in gone:
        KEEPERS.tell_heirs(post.user, post.unit, by=post.user, at=morning)
    return len(gone)


def tell(grant: PostGrant, by: User | None, at: datetime) -> None:
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


def _left_unit(grant: PostGrant) -> Agency | None:
    """The unit that is left; None for all of them."""
    return grant.leaves.unit if grant.leaves else grant.unit
