"""Verify after the torture: nothing lost or doubled, by the database and the files themselves."""

import time
from collections import Counter
from collections.abc import Iterator

from django.db import OperationalError, connections
from django.db.models import Count
from django.utils import timezone

from dossiers.journal.verification import faults_in_record
from dossiers.models import Attachment, Dossier, Event, Paper
from notifications.models import Notice


def wait_until_quiet(seconds: int) -> bool:
    """True once no paper and no notice whose time has come waits for a worker any more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            due = {"state": "pending", "not_before__lte": timezone.now()}  # mail may wait for office hours
            waiting = Paper.objects.filter(**due).count() + Notice.objects.filter(**due).count()
        except OperationalError:
            connections.close_all()
            waiting = 1
        if not waiting:
            return True
        time.sleep(1)
    return False


def faults_after(filed: dict[str, str], accepted: set[str], paid: set[str]) -> Iterator[str]:
    """Everything that is not as clients were told, in words."""
    yield from _filings(filed, accepted, paid)
    yield from faults_in_record()
    yield from _numbers()
    yield from _messages()


def _filings(filed: dict[str, str], accepted: set[str], paid: set[str]) -> Iterator[str]:
    for code, count in Counter(filed.values()).items():
        if count > 1:
            yield f"{code} was given to {count} filings"
    there = set(Dossier.objects.filter(code__in=filed.values()).values_list("code", flat=True))
    yield from (f"{code} was filed and is lost" for code in set(filed.values()) - there)
    for verb, codes in (("accepted", accepted), ("fee_settled", paid)):
        rows = Event.objects.filter(dossier__code__in=codes, verb=verb).values_list("dossier__code")
        counts = dict(rows.annotate(n=Count("id")))
        yield from (f"{code}: {verb} {counts.get(code, 0)} times" for code in codes if counts.get(code, 0) != 1)
    receipts = Paper.objects.filter(kind__in=["receipt", "fee_receipt"], dossier__code__in=accepted)
    twice = receipts.values("dossier__code", "kind").annotate(n=Count("id")).filter(n__gt=1)
    yield from (f"{row['dossier__code']}: {row['n']} papers of kind {row['kind']}" for row in twice)
    files = Attachment.objects.filter(dossier__code__in=filed.values()).values_list("dossier__code")
    kept = dict(files.annotate(n=Count("id")))
    most = max(kept.values(), default=0)
    yield from (f"{code}: {kept.get(code, 0)} files of {most}" for code in there if kept.get(code, 0) != most)


def _numbers() -> Iterator[str]:
    """Consecutive numbers of papers: none twice, none left out."""
    for symbol, year in Paper.objects.values_list("symbol", "year").distinct().order_by("symbol", "year"):
        numbers = sorted(Paper.objects.filter(symbol=symbol, year=year).values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{symbol}/{year}: {len(numbers)} papers numbered up to {numbers[-1]}"


def _messages() -> Iterator[str]:
    """Every change told once, by every channel it has."""
    twice = Notice.objects.exclude(once="").values("kind", "once", "channel", "address").annotate(n=Count("id"))
    yield from (f"notice {row['kind']} {row['once']} told {row['n']} times" for row in twice.filter(n__gt=1))
    failed = Notice.objects.filter(state="failed").count() + Paper.objects.filter(state="failed").count()
    if failed:
        yield f"{failed} papers or notices were given up"
    told = set(Notice.objects.filter(kind="dossier_moved", channel="inbox").values_list("once", flat=True))
    events = Event.objects.filter(verb__in=["submitted", "accepted"], dossier__channel="online")
    for dossier, seq in events.values_list("dossier_id", "seq").iterator():
        if f"{dossier}/{seq}" not in told:
            yield f"event {seq} of dossier {dossier} was told to nobody"
