"""Calendar files of dossiers' dates: one dossier's, and a private link that a calendar program may follow."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from dossiers.models import Dossier
from dossiers.release import held_back
from dossiers.views.fetch import own
from people.guards import current_user
from people.models import User
from people.throttling import FeedThrottle, limited

SALT = "dossiers.dates"
MOST = 200


@login_required
@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """The due date, the answer date of a supplement and the pick-up date of one dossier."""
    dossier = own(request, name)
    return _calendar_file([dossier], f"{dossier.name}.ics")


@limited(FeedThrottle)
@require_safe
def all_of(request: HttpRequest, token: str) -> HttpResponse:
    """The same of everything the owner of the link files; only codes and dates, since no password guards it."""
    try:
        payload = signing.loads(token, salt=SALT)
        user = User.objects.get(pk=payload["user"], is_active=True)
    except (signing.BadSignature, User.DoesNotExist, KeyError, TypeError):
        raise Http404 from None
    if payload.get("mark") != mark_of(user):
        raise Http404
    rows = Dossier.objects.all_own_of(user).unfinished().with_names().prefetch_related("interruptions")
    urgent = list(rows.order_by("sort_at", "id")[: MOST + 1])
    mine = request.build_absolute_uri(reverse("dossiers:mine"))
    words = _("Lịch chỉ có %(most)d hồ sơ gấp nhất; các hồ sơ khác xem tại %(link)s")
    remark = words % {"most": MOST, "link": mine}
    return _calendar_file(urgent[:MOST], "mot-cua.ics", remark if len(urgent) > MOST else "")


def link_for(request: HttpRequest) -> str:
    """The private address of the signed-in person; a new password makes the old one worthless."""
    user = current_user(request)
    return signing.dumps({"user": user.pk, "mark": mark_of(user)}, salt=SALT)


def mark_of(user: User) -> str:
    """What changes with the password, and not with the secret key of the site."""
    return hashlib.sha256(f"{SALT}{user.password}".encode()).hexdigest()[:12]


def _calendar_file(dossiers: Iterable[Dossier], name: str, remark: str = "") -> HttpResponse:
    """The file; a *remark* stands in its description, which few programs show, and as an event of today."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mot Cua//Dossiers//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Hồ sơ Một Cửa"))
    if remark:
        calendar.add("x-wr-caldesc", remark)
        calendar.add_component(_remark_event(remark))
    dossiers = list(dossiers)
    held = held_back(dossiers)
    for dossier in dossiers:
        for key, at, words in _dates(dossier):
            why = held.get(dossier.pk, "") if key == "pick-up" else ""
            calendar.add_component(_event(dossier, key, at, words, why))
    calendar.add_missing_timezones()  # programs that know no names of zones read the rules (RFC 5545 3.2.19)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _dates(dossier: Dossier) -> Iterable[tuple[str, datetime, str]]:
    code = dossier.name
    if dossier.is_open and dossier.due_at:
        yield "due", dossier.due_at, _("Hẹn trả kết quả hồ sơ %(code)s") % {"code": code}
    supplement = dossier.open_supplement
    if dossier.is_open and supplement and supplement.answer_by:
        yield "answer", supplement.answer_by, _("Hạn bổ sung hồ sơ %(code)s") % {"code": code}
    if dossier.resolved_at and not dossier.is_final:
        yield ("pick-up", dossier.resolved_at, _("Có kết quả hồ sơ %(code)s, đến nhận") % {"code": code})


def _event(dossier: Dossier, key: str, at: datetime, words: str, why: str) -> Event:
    """The hour before a date that is due, so that a calendar shows it in the day; the hour after a result is there.

    *why* says what holds the result back yet.
    """
    since = at if key == "pick-up" else at - timedelta(hours=1)
    event = Event()
    event.add("uid", f"{dossier.ref}-{key}@mot-cua")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(since))
    event.add("dtend", timezone.localtime(since + timedelta(hours=1)))
    event.add("summary", vText(words))
    if why:
        event.add("description", vText(why))
    return event


def _remark_event(words: str) -> Event:
    """A whole day, today."""
    event = Event()
    event.add("uid", "remark@mot-cua")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localdate())
    event.add("summary", vText(words))
    return event
