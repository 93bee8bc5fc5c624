"""Announce terms that run out, batch by batch: who is warned of what, and how. An alert is no act."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from dossiers.models import Dossier
from dossiers.models.office import holders_in_office
from dossiers.models.substitutes import Substitutes
from dossiers.notices import contexts
from dossiers.notices.kinds import ALERT
from dossiers.notices.links import desk_link
from notifications.actions import compose, send
from notifications.models import Notice
from people.models import Agency, Post, User
from procedures.calendar.lookup import current_calendar
from procedures.law.alert_times import DUE, OVERDUE
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Refused

BATCH = 200
Superiors = dict[int, list[list[User]]]
# How far up an alert goes: nobody above the holder, the nearest superior, or the one above that too.
HEIGHTS = {DUE: 1, "1d": 1, OVERDUE: 2, "step-overdue": 1, "answer-80%": 1, "answer-overdue": 2}
# What is urgent enough for an e-mail of its own; the rest stands in the inbox and in the morning's digest.
BY_MAIL = {DUE, OVERDUE, "1d", "answer-overdue"}
# The same row of numbers on both databases: VALUES names its columns so.
MOVE_ON = """
    UPDATE dossiers_dossier SET next_alert_at = {next}, alerts_ahead = {ahead}
    FROM (VALUES {rows}) AS v
    WHERE dossiers_dossier.id = v.column1 AND next_alert_at = {old} AND dossiers_dossier.id IN ({ids})
"""  # the numbers twice: SQLite would look for each row of VALUES among all dossiers
# All that a warning says, and no more: thousands are read at once.
READ = (
    "code",
    "ref",
    "due_at",
    "step_due_at",
    "first_answer_due_at",
    "next_alert_at",
    "alerts_ahead",
    "state",
    "edition__procedure__name_vi",
    "holder_unit__name",
    "holder_unit__path",
    "holder__username",
    "holder__email",
    "holder__full_name",
    "holder__is_active",
)


def announce_batch(at: datetime) -> int:
    """Announce up to BATCH dossiers whose next alert has come; returns how many."""
    with transaction.atomic():
        rows = Dossier.objects.alerting(at)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        rows = rows.select_related("edition__procedure", "holder_unit", "holder").only(*READ)
        dossiers = list(rows.order_by("next_alert_at", "id")[:BATCH])
        above = superiors((row.holder_unit for row in dossiers if row.holder_unit), at)
        holders = holders_in_office(dossiers, timezone.localdate(at))
        mail_from, substitutes = _office_hours(at), Substitutes.on(timezone.localdate(at))
        notices: list[Notice] = []
        for dossier in dossiers:
            told = holders.get(dossier.pk), above.get(dossier.holder_unit_id or 0, []), substitutes
            notices += _notices(dossier, *told, at, mail_from)
        send(notices)
        _move_on(dossiers, at)
    return len(dossiers)


def superiors(units: Iterable[Agency], at: datetime) -> Superiors:
    """Who heads each unit, then who stands above it, level by level; levels without anybody are left out."""
    lines = {unit.pk: unit.path.rstrip("/").split("/")[::-1] for unit in units}
    codes = {code for line in lines.values() for code in line}
    roles = [Post.Role.HEAD, Post.Role.LEADER]
    posts = Post.objects.in_force(timezone.localdate(at))
    posts = posts.filter(unit__code__in=codes, role__in=roles, user__is_active=True)
    heads: dict[str, list[User]] = {}
    for post in posts.select_related("user", "unit").order_by("id"):
        heads.setdefault(post.unit.code, []).append(post.user)
    return {pk: [heads[code] for code in line if code in heads] for pk, line in lines.items()}


def _notices(
    dossier: Dossier,
    holder: User | None,
    above: list[list[User]],
    substitutes: Substitutes,
    at: datetime,
    mail_from: datetime,
) -> Iterator[Notice]:
    """One alert of each clock that has run on: of several that were slept through, the most urgent."""
    for key, when in _latest_alerts(dossier, at):
        clock = key.rpartition("-")[0]
        context = contexts.alert(dossier, clock, _end_of(clock, dossier), overdue=key.endswith(OVERDUE))
        people = substitutes.all_instead_of(_recipients(holder, above, HEIGHTS.get(key, 0)), dossier.holder_unit)
        yield from compose(
            ALERT,
            people,
            at=at,
            context=context,
            link=desk_link(dossier),
            once=f"{dossier.pk}/alert/{when:%Y%m%d%H%M}/{key}",
            mail_from=mail_from if key in BY_MAIL else None,
        )


def _latest_alerts(dossier: Dossier, at: datetime) -> list[tuple[str, datetime]]:
    passed: dict[str, tuple[str, datetime]] = {}
    for key, text in dossier.alerts_ahead:
        when = datetime.fromisoformat(text)
        if when <= at:
            passed[key.rpartition("-")[0]] = (key, when)  # in order: the last one is the most urgent
    if passed.get("", ("", at))[0] == OVERDUE:
        passed.pop("step", None)  # the whole is late: nobody needs to hear that a part of it is
    return list(passed.values())


def _end_of(clock: str, dossier: Dossier) -> datetime | None:
    ends = {"step": dossier.step_due_at, "answer": dossier.first_answer_due_at}
    return ends.get(clock, dossier.due_at)


def _recipients(holder: User | None, above: list[list[User]], height: int) -> list[User]:
    """The holder, and superiors up to *height* levels that are others: nothing late is only known to who is late.

    Where nobody holds it, or who did has left, the nearest superior hears of everything.
    """
    recipients = {holder.pk: holder} if holder else {}
    for level in above:
        if recipients and height <= 0:
            break
        if any(user.pk not in recipients for user in level):
            height -= 1
        recipients |= {user.pk: user for user in level}
    return list(recipients.values())


def _office_hours(at: datetime) -> datetime:
    """Now in office hours, else as the office opens: mail waits, the inbox does not."""
    try:
        return current_calendar().opening_after(at)
    except (CalendarMissing, Refused):
        return at


def _move_on(dossiers: list[Dossier], at: datetime) -> None:
    """Each dossier to its next alert, in one statement, guarded by the instant that was read."""
    if not dossiers:
        return
    values: list[Any] = []
    for dossier in dossiers:
        ahead = [alert for alert in dossier.alerts_ahead if datetime.fromisoformat(alert[1]) > at]
        next_at = datetime.fromisoformat(ahead[0][1]) if ahead else None
        values += [dossier.pk, _database_value(dossier.next_alert_at), _database_value(next_at), json.dumps(ahead)]
    on_postgresql = connection.vendor == "postgresql"
    cast = "CAST(v.column{} AS timestamptz)" if on_postgresql else "v.column{}"
    ahead_cast = "CAST(v.column4 AS jsonb)" if on_postgresql else "v.column4"
    rows, ids = ", ".join(["(%s, %s, %s, %s)"] * len(dossiers)), ", ".join(["%s"] * len(dossiers))
    with connection.cursor() as cursor:
        cursor.execute(
            MOVE_ON.format(next=cast.format(3), old=cast.format(2), ahead=ahead_cast, rows=rows, ids=ids),
            [*values, *values[::4]],
        )


def _database_value(at: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(at) if at else None
