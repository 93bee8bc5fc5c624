"""The day at a counter in numbers: what waits for the clerk, and what was done since the morning."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Dossier, State
from dossiers.views.desk.queue_views import views_of
from dossiers.worklists import count_of
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


def counter_day(user: User, at: datetime) -> list[Tile]:
    """What waits as the views of the queue count it, then what the desks of *user* did on the day of *at*."""
    rows = Dossier.objects.at_work_of(user)
    tiles = []
    for view in (view for view in views_of(user) if view.key in SHOWN):
        with suppress(CalendarMissing, Refused):  # what is due soon is not known without one
            tiles.append(Tile(str(view.title), count_of(view.narrow(rows, user, at)) or "0", view.key))
    desks = sorted({post.unit_id for post in user.acting_posts if post.role == Post.Role.DESK})
    midnight = datetime.combine(timezone.localdate(at), time.min, tzinfo=timezone.get_default_timezone())
    ours = rows.filter(desk_unit__in=desks)
    returned = ours.filter(state=State.RETURNED.value, closed_at__gte=midnight)
    done = ((_("Đã tiếp nhận hôm nay"), ours.filter(accepted_at__gte=midnight)), (_("Đã trả hôm nay"), returned))
    return tiles + [Tile(title, count_of(listed) or "0") for title, listed in done]
