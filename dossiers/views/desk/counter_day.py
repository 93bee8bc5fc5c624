"""The day at a counter in numbers: what waits for the clerk, and what was done since the morning."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.collection import to_be_posted, uncollected
from dossiers.models import Dossier, Parcel, State
from dossiers.views.desk.queue_views import views_of
from dossiers.worklists import COUNTED
from people.models import Post, User
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Refused

SHOWN = ("new", "to-hand-over", "ready", "soon", "overdue")


Line = tuple[str, QuerySet[Any], str, str]  # of a list: title, rows, view of the queue, address


@dataclass(frozen=True)
class Tile:
    """One number: its title, `0` to `99+`, and the address that lists the same, if one does."""

    title: str
    count: str
    view: str = ""  # of the queue
    address: str = ""


class CountUpTo(Subquery):
    """How many rows a list has, COUNTED and one more at most: the database stops there."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: COUNTED + 1])


def counter_day(user: User, at: datetime) -> list[Tile]:
    """What waits as the views of the queue count it, then what the desks of *user* did on the day of *at*.

    One statement. A view that needs a calendar which is not published is left out.
    """
    lists = [*_waiting(user, at), *_to_give(user, at), *_done(user, at)]
    numbers = User.objects.filter(pk=user.pk).values_list(*(CountUpTo(rows) for _title, rows, *_place in lists))[0]
    words = [f"{COUNTED}+" if number > COUNTED else str(number) for number in numbers]
    return [Tile(title, count, *place) for (title, _rows, *place), count in zip(lists, words, strict=True)]


def _waiting(user: User, at: datetime) -> list[Line]:
    rows, lists = Dossier.objects.at_work_of(user), list[Line]()
    for view in (view for view in views_of(user) if view.key in SHOWN):
        with suppress(CalendarMissing, Refused):
            lists.append((str(view.title), view.narrow(rows, user, at), view.key, _queue(view.key)))
    return lists


def _to_give(user: User, at: datetime) -> list[Line]:
    """Results that nobody came for, those for the post, and parcels that the postal worker has not taken."""
    rows, ready = Dossier.objects.at_work_of(user), reverse("dossiers:ready")
    return [
        (_("Chưa đến nhận kết quả"), uncollected(rows, at), "", f"{ready}?cach=chua-den-nhan"),
        (_("Kết quả chờ gửi bưu chính"), to_be_posted(rows), "", f"{ready}?cach=buu-chinh"),
        (_("Bưu gửi chờ giao bưu điện"), Parcel.objects.of_desks_of(user).to_post(), "", reverse("dossiers:parcels")),
    ]


def _queue(view: str) -> str:
    return f"{reverse('dossiers:queue')}?view={view}"


def _done(user: User, at: datetime) -> list[Line]:
    desks = sorted({post.unit_id for post in user.acting_posts if post.role == Post.Role.DESK})
    midnight = datetime.combine(timezone.localdate(at), time.min, tzinfo=timezone.get_default_timezone())
    ours = Dossier.objects.at_work_of(user).filter(desk_unit__in=desks)
    returned = ours.filter(state=State.RETURNED.value, closed_at__gte=midnight)
    return [
        (_("Đã tiếp nhận hôm nay"), ours.filter(accepted_at__gte=midnight), "", ""),
        (_("Đã trả hôm nay"), returned, "", ""),
    ]
