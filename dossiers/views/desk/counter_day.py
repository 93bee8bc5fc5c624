"""The day at a counter in numbers: what waits for the clerk, and what was done since the morning."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import IntegerField, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Dossier, State
from dossiers.models.queries import DossierQuerySet
from dossiers.views.desk.queue_views import views_of
from dossiers.worklists import COUNTED
from people.models import Post, User
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Refused

SHOWN = ("new", "to-hand-over", "ready", "soon", "overdue")


@dataclass(frozen=True)
class Tile:
    """One number: its title, `0` to `99+`, and the view of the queue that lists the same, if one does."""

    title: str
    count: str
    view: str = ""


class CountUpTo(Subquery):
    """How many rows a list has, COUNTED and one more at most: the database stops there."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: DossierQuerySet) -> None:
        super().__init__(rows.order_by().values("pk")[: COUNTED + 1])


def counter_day(user: User, at: datetime) -> list[Tile]:
    """What waits as the views of the queue count it, then what the desks of *user* did on the day of *at*.

    One statement. A view that needs a calendar which is not published is left out.
    """
    lists = [*_waiting(user, at), *_done(user, at)]
    numbers = User.objects.filter(pk=user.pk).values_list(*(CountUpTo(rows) for _title, rows, _view in lists))[0]
    words = [f"{COUNTED}+" if number > COUNTED else str(number) for number in numbers]
    return [Tile(title, count, view) for (title, _rows, view), count in zip(lists, words, strict=True)]


def _waiting(user: User, at: datetime) -> list[tuple[str, DossierQuerySet, str]]:
    rows, lists = Dossier.objects.at_work_of(user), []
    for view in (view for view in views_of(user) if view.key in SHOWN):
        with suppress(CalendarMissing, Refused):
            lists.append((str(view.title), view.narrow(rows, user, at), view.key))
    return lists


def _done(user: User, at: datetime) -> list[tuple[str, DossierQuerySet, str]]:
    desks = sorted({post.unit_id for post in user.acting_posts if post.role == Post.Role.DESK})
    midnight = datetime.combine(timezone.localdate(at), time.min, tzinfo=timezone.get_default_timezone())
    ours = Dossier.objects.at_work_of(user).filter(desk_unit__in=desks)
    returned = ours.filter(state=State.RETURNED.value, closed_at__gte=midnight)
    return [
        (_("Đã tiếp nhận hôm nay"), ours.filter(accepted_at__gte=midnight), ""),
        (_("Đã trả hôm nay"), returned, ""),
    ]
