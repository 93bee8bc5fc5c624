"""Acts on incidents of personal data: write one down, add what was done, tell the authority in time.

Decree 13/2023 art. 23: the department of the Ministry of Public Security that protects personal data is told within
72 hours of the discovery, later with the reason; what happened, whose data, and the measures are recorded.
"""

from datetime import datetime, timedelta
from typing import NoReturn

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.actions import compose, send
from people.models import Incident, IncidentEntry, Post, User
from people.models.incident import ROLES
from people.notices import INCIDENT
from toolbox.formats import instant
from toolbox.refusal import Forbidden, InvalidInput
from toolbox.text import nfc

Kind = IncidentEntry.Kind
# Hours left at which whoever answers for it is told again; each once, the last when they are over.
REMINDED_AT = (0, 6, 24, 48)
OLDEST = timedelta(days=5 * 366)


def open_incident(
    *, discovered_at: datetime, summary: str, people: str, measures: str = "", by: User, at: datetime
) -> Incident:
    """Write down an incident found at *discovered_at*, from which the 72 hours run; who answers for it is told at once.

    Raises Forbidden to other roles, InvalidInput for an empty text and for an instant to come.
    """
    _require_role(by, at)
    _require_text(summary=summary, people=people)
    if not at - OLDEST <= discovered_at <= at:
        _refuse("discovered_at", _("Thời điểm phát hiện phải trước lúc này, trong năm năm gần đây."))
    with transaction.atomic():
        incident = Incident.objects.create(
            discovered_at=discovered_at, summary=nfc(summary), people=nfc(people), recorded_at=at, recorded_by=by
        )
        if measures.strip():
            _write(incident, Kind.MEASURE, measures, at, by, at)
        _tell(incident, "opened", at, without=by)
    return incident


def add_entry(
    incident: Incident, *, kind: str, text: str, happened_at: datetime, by: User, at: datetime
) -> IncidentEntry:
    """Add what was done at *happened_at*; the first notice to the authority ends the 72 hours. Nothing is rewritten.

    Raises Forbidden to other roles, InvalidInput for an empty text and for an instant before the discovery or to come.
    """
    _require_role(by, at)
    _require_text(text=text)
    with transaction.atomic():
        locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        if not locked.discovered_at <= happened_at <= at:
            _refuse("happened_at", _("Thời điểm phải trước lúc này và không trước khi phát hiện sự cố."))
        entry = _write(locked, kind, text, happened_at, by, at)
        if kind == Kind.NOTICE and locked.notified_at is None:
            locked.notified_at = happened_at
            locked.save(update_fields=["notified_at"])
    return entry


def remind_of_incidents(at: datetime) -> int:
    """Tell whoever answers for them of incidents that the authority was not told of; returns how many are open.

    Each step of the hours left is told once, however often the round comes.
    """
    rows = list(Incident.objects.unnotified())
    for incident in rows:
        hours = (incident.notify_by - at) / timedelta(hours=1)
        if steps := [step for step in REMINDED_AT if hours <= step]:
            _tell(incident, str(steps[0]), at)
    return len(rows)


def _write(
    incident: Incident, kind: str, text: str, happened_at: datetime, by: User, recorded_at: datetime
) -> IncidentEntry:
    return IncidentEntry.objects.create(
        incident=incident, kind=kind, text=nfc(text), at=happened_at, by=by, recorded_at=recorded_at
    )


def _tell(incident: Incident, step: str, at: datetime, without: User | None = None) -> None:
    posts = Post.objects.in_force(timezone.localdate(at)).filter(role__in=ROLES, user__is_active=True)
    people = {post.user for post in posts.select_related("user")} - {without}
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "number": str(incident),
            "notify_by": instant(incident.notify_by),
            "is_over": at > incident.notify_by,
            "discovered_at": instant(incident.discovered_at),
        }
        link, once = reverse("people:incident", args=[incident.pk]), f"incident/{incident.pk}/{step}"
        recipients = sorted((user for user in people if user), key=str)
        send(compose(INCIDENT, recipients, at=at, context=context, link=link, once=once, mail_from=at))


def _require_role(by: User, at: datetime) -> None:
    roles = {post.role for post in by.posts_on(timezone.localdate(at))}
    if not by.is_active or not roles.intersection(ROLES):
        raise Forbidden(_("Chỉ thanh tra, lãnh đạo và quản trị viên ghi được sự cố."))


def _require_text(**texts: str) -> None:
    if empty := [key for key, text in texts.items() if not text.strip()]:
        message = _("Không để trống.")
        raise InvalidInput(dict.fromkeys(empty, [message]), message)


def _refuse(key: str, message: str) -> NoReturn:
    raise InvalidInput({key: [message]}, message)
