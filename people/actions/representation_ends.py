"""End representations, and warn of ends: a right that somebody proved lasts until its last day, and no longer."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.actions.representations import end_of, tell
from people.models import Post, Representation, User
from people.models.party import RepresentationQuerySet
from people.notices import REPRESENTATION_ENDED, REPRESENTATION_ENDS
from toolbox.refusal import Forbidden, InvalidInput, Refused

WARNED_AT = (1, 7, 30)  # days before the last one
MISSED = timedelta(days=7)  # an end is told this long after it, should no round have come


def end_representation(
    row: Representation, *, ground: str, last_day: date | None = None, by: User, at: datetime
) -> Representation:
    """End *row* at once, or with *last_day*: at the counter, on a paper, or by the account itself; all are told.

    A child's guardian ends with childhood whatever day is given (Civil Code 2015 art. 20, 136). Raises Forbidden to
    who does neither, InvalidInput without a ground or for a day gone by, Refused for what has ended.
    """
    day = timezone.localdate(at)
    if row.user_id != by.pk and not by.has_role(Post.Role.DESK):
        raise Forbidden(_("Chỉ Bộ phận Một cửa, hoặc chính người đại diện, mới kết thúc được việc đại diện."))
    _require_texts(ground, last_day, day)
    with transaction.atomic():
        rows = Representation.objects.select_for_update(of=("self",)).select_related("user", "party")
        locked = rows.get(pk=row.pk)
        if locked.valid_to is not None and locked.valid_to < day:
            raise Refused(_("Việc đại diện này đã kết thúc."))
        last = day - timedelta(days=1)
        if last_day is not None:
            last = end_of(locked.scope, locked.party, locked.valid_from, last_day) or last_day
        locked.valid_from, locked.valid_to = min(locked.valid_from, last), last
        locked.end_ground, locked.ended_by = ground.strip()[:300], by
        locked.save(update_fields=["valid_from", "valid_to", "end_ground", "ended_by"])
        kind = REPRESENTATION_ENDED if last < day else REPRESENTATION_ENDS
        tell(locked, at=at, kind=kind, once=f"ends/{last:%Y%m%d}/")
    return locked


def endless_guardians() -> RepresentationQuerySet:
    """Guardians whose right has no last day: entered before one was asked for."""
    rows = Representation.objects.filter(scope=Representation.Scope.GUARDIAN, valid_to=None)
    return rows.select_related("user", "party")


def warn_of_ends(at: datetime) -> int:
    """Tell account and person that a right ends in a month, a week, a day, and that it ended; returns how many rows.

    Each step is told once, however often the round comes.
    """
    day = timezone.localdate(at)
    rows = Representation.objects.filter(checked_at__isnull=False, only_code="", user__is_active=True)
    rows = rows.filter(valid_to__gte=day - MISSED, valid_to__lte=day + timedelta(days=max(WARNED_AT)))
    rows = rows.select_related("user", "party")
    warned = 0
    for row in rows.order_by("pk").iterator():
        assert row.valid_to is not None
        left = (row.valid_to - day).days
        if left < 0 and row.ended_by_id is not None:
            continue  # told by whoever ended it
        step = next(step for step in WARNED_AT if left <= step) if left >= 0 else 0
        tell(row, at=at, kind=REPRESENTATION_ENDS if step else REPRESENTATION_ENDED, once=f"warned/{step}/")
        warned += 1
    return warned


def _require_texts(ground: str, last_day: date | None, day: date) -> None:
    if not ground.strip():
        message = _("Nhập căn cứ, ví dụ: công văn của công ty, quyết định của tòa án")
        raise InvalidInput({"ground": [message]}, message)
    if last_day is not None and last_day < day:
        message = _("Ngày cuối phải từ hôm nay trở đi. Để trống để kết thúc ngay.")
        raise InvalidInput({"last_day": [message]}, message)
