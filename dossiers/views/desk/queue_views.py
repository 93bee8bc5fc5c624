"""Ways to look at the queue: what is mine, my unit's, what is late; each with whom it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.deadlines.status import soon_until
from dossiers.models import Dossier, State
from dossiers.models.office import forsaken_in, handled_by
from dossiers.models.queries import DossierQuerySet
from people.models import Agency, Post, User

FORSAKEN = "no-holder"
Narrow = Callable[[DossierQuerySet, User, datetime], DossierQuerySet]
Role = Post.Role


def units_of(user: User) -> list[int]:
    """The units where they hold a post."""
    return [post.unit_id for post in user.acting_posts]


def units_below(user: User) -> list[Agency]:
    """The units whose dossiers are work of theirs: of heads and leaders those below, too."""
    keys = {key for post in user.acting_posts if post.role in WORKERS for key in post.unit_ids}
    return [unit for key in sorted(keys) if (unit := Agency.kept(key))]


@dataclass(frozen=True)
class View:
    """One way to look at the queue, and whom it is for."""

    key: str
    title: Any
    roles: tuple[str, ...]
    narrow: Narrow


WORKERS = (Role.DESK, Role.OFFICER, Role.HEAD, Role.LEADER)
EVERYBODY = (*WORKERS, Role.SEAL_CLERK, Role.CASHIER, Role.AUDITOR)
VIEWS = (
    View(
        "unit",
        _("Đơn vị đang giữ"),
        WORKERS,
        lambda rows, user, at: rows.open().filter(holder_unit_id__in=units_of(user)),
    ),
    View(
        "mine",
        _("Giao cho tôi"),
        WORKERS,
        lambda rows, user, at: rows.open().filter(handled_by(user, user.acting_posts)),
    ),
    View(
        "opinions",
        _("Đơn vị tôi cho ý kiến"),
        (Role.OFFICER, Role.HEAD, Role.LEADER),
        lambda rows, user, at: rows.awaiting_opinion_of(units_of(user)),
    ),
    View(
        "waiting",
        _("Chờ đơn vị khác"),
        (Role.OFFICER, Role.HEAD, Role.LEADER),
        lambda rows, user, at: rows.awaiting_opinions(units_of(user)),
    ),
    View(
        "new",
        _("Chờ tiếp nhận"),
        (Role.DESK,),
        lambda rows, user, at: rows.filter(state=State.SUBMITTED.value, holder_unit_id__in=units_of(user)),
    ),
    View(
        "to-hand-over",
        _("Chờ chuyển về phòng"),
        (Role.DESK,),
        lambda rows, user, at: rows.filter(state=State.ACCEPTED.value, holder_unit_id__in=units_of(user)),
    ),
    View("fees", _("Chờ thu phí"), (Role.CASHIER,), lambda rows, user, at: rows.awaiting_fee()),
    View(
        "ready",
        _("Có kết quả, chưa trả"),
        (Role.DESK, Role.SEAL_CLERK, Role.LEADER),
        lambda rows, user, at: rows.filter(state=State.RESOLVED.value),
    ),
    View(
        FORSAKEN,
        _("Không còn người giữ"),
        (Role.OFFICER, Role.HEAD, Role.LEADER),
        lambda rows, user, at: rows.open().filter(forsaken_in(units_below(user), timezone.localdate(at))),
    ),
    View("overdue", _("Quá hạn"), EVERYBODY, lambda rows, user, at: rows.overdue(at)),
    View(
        "no-letter",
        _("Quá hạn, chưa xin lỗi"),
        (Role.HEAD, Role.LEADER, Role.AUDITOR),
        lambda rows, user, at: rows.without_letter(at),
    ),
    View(
        "unanswered",
        _("Chậm trả lời lần đầu"),
        (Role.DESK, Role.HEAD, Role.LEADER, Role.AUDITOR),
        lambda rows, user, at: rows.unanswered(at),
    ),
    View(
        "late-hand-over",
        _("Chuyển muộn về phòng"),
        (Role.HEAD, Role.LEADER, Role.AUDITOR),
        lambda rows, user, at: rows.handed_over_late(),
    ),
    View("soon", _("Sắp đến hạn"), EVERYBODY, lambda rows, user, at: rows.due_between(at, soon_until(at))),
    View("all", _("Đang giải quyết"), EVERYBODY, lambda rows, user, at: rows.open()),
)


def views_of(user: User) -> list[View]:
    """The ways that are for *user*; the first is the one the queue opens with."""
    roles = {post.role for post in user.acting_posts}
    return [view for view in VIEWS if roles.intersection(view.roles)]


def forsaken_count(user: User, views: list[View], at: datetime) -> int:
    """How many dossiers of their units stand with somebody who left; counted for who distributes the work."""
    view = next((view for view in views if view.key == FORSAKEN), None)
    if view is None or not user.has_role(Role.HEAD, Role.LEADER):
        return 0
    return view.narrow(Dossier.objects.at_work_of(user), user, at).count()
