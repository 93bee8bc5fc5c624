"""List results that wait to be collected: since when, who has not come, what goes by post instead; and remind.

The law says nothing of results that nobody fetches (rules: keep them as resolved, list them, remind): the days are the
department's, in the setting COLLECT_REMINDER_DAYS.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone, translation

from dossiers.models import Dossier, Paper, ParcelItem, State
from dossiers.models.parcel import BY_POST, InParcel
from dossiers.models.queries import DossierQuerySet
from dossiers.notices import contexts
from dossiers.notices.audience import applicant_side, former_mail, mail_of
from dossiers.notices.kinds import COLLECT
from dossiers.notices.links import own_link
from dossiers.offices import desk_of
from dossiers.release import RESULTS
from notifications.actions import compose, one_each, send
from notifications.models import Notice
from people.models import Representation

MISSED_ROUNDS = timedelta(days=7)  # a worker that was away longer reminds of what is due next
FIRST_DAYS = 3  # from when somebody counts as not come, where nobody is reminded
# From when it may be collected: decided, or given back by mistake or by the post; and paid.
READY_SINCE = Greatest(
    Coalesce(F("state_since"), F("resolved_at")), Coalesce(F("fee_settled_at"), F("state_since"), F("resolved_at"))
)


def waiting_results(rows: DossierQuerySet) -> DossierQuerySet:
    """Of *rows* the results that lie at the desk: decided, not handed out, and in no parcel."""
    return rows.filter(~InParcel(), state=State.RESOLVED.value)


def to_be_posted(rows: DossierQuerySet) -> DossierQuerySet:
    """Of *rows* the results whose applicants chose the post, and that are in no parcel yet."""
    return waiting_results(rows).filter(answers__result_delivery=BY_POST)


def collectable(rows: DossierQuerySet) -> DossierQuerySet:
    """Of *rows* the results whose applicant may come: paid, made, and not to go by post; with `ready_since`.

    What the post brought back is to be collected, whatever was chosen.
    """
    made = Paper.objects.filter(dossier=OuterRef("pk"), kind__in=RESULTS, voided_at=None, result__ended_at=None)
    made = made.filter(state=Paper.State.READY)
    came_back = ParcelItem.objects.filter(dossier=OuterRef("pk"), parcel__state="came_back")
    by_post = Q(answers__result_delivery=BY_POST) & ~Q(Exists(came_back))
    paid = Q(fee_due=0) | Q(fee_settled_at__isnull=False)
    rows = waiting_results(rows).filter(paid, Exists(made)).exclude(by_post)
    ready_rows: DossierQuerySet = rows.annotate(ready_since=READY_SINCE)
    return ready_rows


def uncollected(rows: DossierQuerySet, at: datetime) -> DossierQuerySet:
    """Of *rows* the results that nobody fetched for as many days as the first reminder waits."""
    days = settings.COLLECT_REMINDER_DAYS[0] if settings.COLLECT_REMINDER_DAYS else FIRST_DAYS
    return collectable(rows).filter(ready_since__lte=at - timedelta(days=days))


def remind_to_collect(at: datetime) -> int:
    """Remind the applicants of results that have waited for one of the days at *at*; returns how many. No act.

    Each reminder of a result is one fact, which is told once, however often and wherever the round runs.
    """
    count, day = 0, timezone.localdate(at)
    for number, days in enumerate(settings.COLLECT_REMINDER_DAYS, 1):
        last = at - timedelta(days=days)
        rows = collectable(Dossier.objects.with_names()).annotate(former_mail=former_mail(day))
        for row in rows.filter(ready_since__range=(last - MISSED_ROUNDS, last)).order_by("pk").iterator():
            send(_reminder(row, number, at))
            count += 1
    return count


def _reminder(dossier: Dossier, number: int, at: datetime) -> list[Notice]:
    """To the applicant's side of today, in their language."""
    day, since = timezone.localdate(at), vars(dossier)["ready_since"]
    stands = Representation.objects.in_force(day).filter(only_code="", party=dossier.applicant_id)
    with translation.override(dossier.language):
        notices = compose(
            COLLECT,
            applicant_side(dossier, day, submitter_represents=stands.filter(user=dossier.submitted_by_id).exists()),
            at=at,
            context=contexts.collect(dossier, since, desk_of(dossier, at)),
            email=mail_of(dossier, is_former=bool(vars(dossier)["former_mail"])),
            link=own_link(dossier),
            once=f"{dossier.pk}/collect/{since:%Y%m%d%H%M}/{number}",
            mail_from=at,
        )
    return one_each(notices)
