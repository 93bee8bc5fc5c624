"""Move a promised date because of a closure published later: one event a dossier, never automatic."""

from datetime import datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import require_text
from dossiers.deadlines.recalculation import apology_day, move_of
from dossiers.journal import Lockable, entry
from dossiers.models import Dossier, particulars
from dossiers.models.event import Verb
from dossiers.permissions import keeper_post_for
from people.models import User
from procedures.calendar.lookup import working_calendar
from toolbox.refusal import Forbidden, Refused


def move_due(dossier: Lockable, version: int, decision: str, *, by: User, at: datetime) -> Dossier:
    """Take *dossier* to calendar *version*, because a closure in it touches its term; *decision* is the ground.

    Only who keeps the calendar does this. The date moves later or not at all: what gives no later date is refused.
    """
    with entry(dossier, Verb.DUE_MOVED, by=by, at=at, note=decision) as act:
        dossier = act.dossier
        post = keeper_post_for(by, timezone.localdate(at))
        if post is None:
            raise Forbidden(_("Chỉ người quản trị lịch làm việc mới dời được ngày hẹn theo lịch mới."))
        act.as_post(post)
        ground = require_text(decision, _("Nhập số và ngày của quyết định nghỉ."))
        calendars = partial(working_calendar, version)
        move = move_of(dossier, calendars) if dossier.is_open else None
        if move is None:
            raise Refused(_("Lịch mới không làm thay đổi ngày hẹn của hồ sơ %(code)s.") % {"code": dossier.name})
        act.particulars |= {
            particulars.CALENDAR_VERSION: version,
            particulars.CLOSED_DAYS: [day.isoformat() for day in move.closed],
        }
        dossier.new_due_at = apology_day(dossier, calendars(dossier.desk_unit.path if dossier.desk_unit else ""))
        dossier.calendar_version, dossier.step_due_at, act.moves_clock = version, None, True
        tell_applicant(act, items=[ground])
    return act.dossier
