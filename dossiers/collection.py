"""Results that wait to be collected: since when, who has not come, and what goes by post instead.

The law says nothing of results that nobody fetches (rules: keep them as resolved, list them, remind): the days are the
department's, in the setting COLLECT_REMINDER_DAYS.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest

from dossiers.models import Paper, ParcelItem, State
from dossiers.models.parcel import BY_POST, InParcel
from dossiers.models.queries import DossierQuerySet
from dossiers.release import RESULTS

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
    found: DossierQuerySet = rows.annotate(ready_since=READY_SINCE)
    return found


def uncollected(rows: DossierQuerySet, at: datetime) -> DossierQuerySet:
    """Of *rows* the results that nobody fetched for as many days as the first reminder waits."""
    days = settings.COLLECT_REMINDER_DAYS[0] if settings.COLLECT_REMINDER_DAYS else FIRST_DAYS
    return collectable(rows).filter(ready_since__lte=at - timedelta(days=days))


def reminders_due(at: datetime) -> list[tuple[int, datetime, datetime]]:
    """For each reminder its number, and the span in which a result must have become ready: at most a week missed."""
    spans = enumerate(settings.COLLECT_REMINDER_DAYS, 1)
    return [(n, at - timedelta(days=days) - MISSED_ROUNDS, at - timedelta(days=days)) for n, days in spans]
