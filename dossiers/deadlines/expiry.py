"""Remind holders of results that will expire, once each, in time to ask for the next one."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone, translation

from dossiers.models import Dossier, Result
from dossiers.notices import contexts
from dossiers.notices.audience import applicant_side, former_mail, mail_of
from dossiers.notices.kinds import EXPIRY
from dossiers.notices.links import own_link
from notifications.actions import compose, one_each, send
from notifications.models import Notice
from people.models import Representation
from procedures.models import ResultTemplate

DAYS, BATCH = 30, 200  # before the last day, where the template says nothing else; results of one turn


def remind_holders(at: datetime) -> int:
    """Remind the holders of up to BATCH results that expire soon; returns how many. What ended reminds nobody."""
    today = timezone.localdate(at)
    with transaction.atomic():
        waiting = Result.objects.in_force().filter(_due(today), reminded_at=None)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        rows = list(waiting.select_related("template", "paper").order_by("valid_until", "id")[:BATCH])
        named = Dossier.objects.with_names().annotate(former_mail=former_mail(today))
        dossiers = {row.pk: row for row in named.filter(pk__in={row.dossier_id for row in rows})}
        notices: list[Notice] = []
        for row in rows:
            notices += _reminder(row, dossiers[row.dossier_id], at)
            row.reminded_at = at
        send(notices)
        Result.objects.bulk_update(rows, ["reminded_at"])
    return len(rows)


def _due(today: date) -> Q:
    """Those whose last day is as near as their template says; days that are over are told by nobody."""
    days: dict[int | None, int] = {None: DAYS}
    for template in ResultTemplate.objects.filter(state=ResultTemplate.State.PUBLISHED):
        days[template.pk] = int(template.content.get("remind_days", DAYS))
    each = Q()
    for count in sorted(set(days.values())):
        keys = [key for key, value in days.items() if value == count and key is not None]
        of_them = Q(template__in=keys) | (Q(template=None) if days[None] == count else Q())
        each |= of_them & Q(valid_until__lte=today + timedelta(days=count))
    return Q(valid_until__range=(today, today + timedelta(days=max(days.values())))) & each


def _reminder(result: Result, dossier: Dossier, at: datetime) -> list[Notice]:
    """To the applicant's side of today, in their language."""
    day = timezone.localdate(at)
    stands = Representation.objects.in_force(day).filter(only_code="", party=dossier.applicant_id)
    with translation.override(dossier.language):
        notices = compose(
            EXPIRY,
            applicant_side(dossier, day, submitter_represents=stands.filter(user=dossier.submitted_by_id).exists()),
            at=at,
            context=contexts.expiry(dossier, result),
            email=mail_of(dossier, is_former=bool(vars(dossier)["former_mail"])),
            link=own_link(dossier),
            once=f"{dossier.pk}/expiry/{result.pk}",
            mail_from=at,
        )
    return one_each(notices)
