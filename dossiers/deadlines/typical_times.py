"""Count how long dossiers really took, procedure by procedure, for the catalogue to tell beside the statutory term."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from dossiers.models import Dossier, Interruption
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import CalendarMissing
from procedures.models import TypicalTime

HALF, MOST = 0.5, 0.9
SAMPLE_LEAST = 10
ASKED_LEAST, ASKED_SHOWN = 3, 3  # times that something was asked for again to be told; how many are told
SPAN = timedelta(days=365)
WAITS = (Interruption.Kind.SUPPLEMENT, Interruption.Kind.PAYMENT)  # a mistake is the office's own time


def count_typical_times(at: datetime) -> int:
    """Count the decisions of the year before *at* and store what is typical; returns how many procedures have it.

    Working days from acceptance to the decision, of the calendar in force,
    without what was waited for the applicant. A procedure with fewer decisions than `SAMPLE_LEAST` says
    nothing: a number from three dossiers would be a promise that nobody can keep.
    """
    since, until = timezone.localdate(at - SPAN), timezone.localdate(at)
    rows, asked = [], _asked_again(at - SPAN, at)
    for procedure, days in _days_by_procedure(at - SPAN, at).items():
        if (sample := days.total()) >= SAMPLE_LEAST:
            counted = {"half_days": within(days, HALF), "most_days": within(days, MOST), "sample": sample}
            period = {"since": since, "until": until, "asked_again": asked.get(procedure, [])}
            rows.append(TypicalTime(procedure_id=procedure, **counted, **period))
    with transaction.atomic():
        TypicalTime.replace(rows)
    return len(rows)


def within(days: Counter[int], share: float) -> int:
    """The least number of days within which at least *share* of all were ready.

    >>> within(Counter({1: 5, 2: 4, 9: 1}), 0.9)
    2
    """
    ready, whole = 0, days.total()
    for count in sorted(days):
        ready += days[count]
        if ready >= share * whole:
            return count
    raise ValueError("nothing was counted")


def _days_by_procedure(since: datetime, until: datetime) -> dict[int, Counter[int]]:
    """How many decisions took how many working days, by procedure; a year without a calendar is left out."""
    measure, waits = cache(current_calendar().measure), _waits(since, until)
    decided = Dossier.objects.filter(resolved_at__gt=since, resolved_at__lte=until, accepted_at__isnull=False)
    rows = decided.values_list(
        "pk", "edition__procedure_id", Coalesce("competent_received_at", "accepted_at"), "resolved_at"
    )
    counted: dict[int, Counter[int]] = defaultdict(Counter)
    for key, procedure, accepted_at, resolved_at in rows.order_by().iterator(chunk_size=2000):
        begin, end = timezone.localdate(accepted_at), timezone.localdate(resolved_at)
        try:
            days = measure(begin, end)
            for first, last in waits.get(key, ()):
                days -= max(0, measure(max(first, begin), min(last, end)))
        except CalendarMissing:
            continue
        counted[procedure][max(days, 0)] += 1
    return counted


def _asked_again(since: datetime, until: datetime) -> dict[int, list[dict[str, str]]]:
    """What supplements asked for most often, by procedure, with the reason; what was asked rarely tells nothing."""
    rows = Interruption.objects.filter(kind=Interruption.Kind.SUPPLEMENT, since__gt=since, since__lte=until)
    counts: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for procedure, items in rows.order_by().values_list("dossier__edition__procedure_id", "items").iterator():
        counts[procedure].update((item["name"], item["reason"]) for item in items if item.get("reason"))
    return {
        procedure: [
            {"name": name, "reason": reason}
            for (name, reason), number in sorted(count.items(), key=lambda row: (-row[1], row[0]))[:ASKED_SHOWN]
            if number >= ASKED_LEAST
        ]
        for procedure, count in counts.items()
    }


def _waits(since: datetime, until: datetime) -> dict[int, list[tuple[date, date]]]:
    """First and last day of each stretch that waited for the applicant, by dossier."""
    rows = Interruption.objects.filter(
        kind__in=WAITS, until__isnull=False, dossier__resolved_at__gt=since, dossier__resolved_at__lte=until
    )
    waits: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for key, begin, end in rows.order_by().values_list("dossier_id", "since", "until"):
        waits[key].append((timezone.localdate(begin), timezone.localdate(end)))
    return waits
