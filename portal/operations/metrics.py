"""The `/metrics` page for Prometheus: requests and jobs of this host, and how much work waits; not public."""

import collections
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from hmac import compare_digest
from typing import Any

from celery.signals import task_failure, task_success
from django.conf import settings
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import REGISTRY as OWN
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from dossiers.journal.round import last_result
from dossiers.models import Dossier, Event, Paper
from dossiers.papers.signing.watch import last_look
from notifications.models import Notice
from portal.operations import heartbeat

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of `manage.py portal` leave their counts
if FOLDER in os.environ:  # one folder may serve several hosts, whose process numbers are alike
    values.ValueClass = values.MultiProcessValue(  # type: ignore[no-untyped-call]
        lambda: f"{socket.gethostname()}-{os.getpid()}"
    )
REQUESTS = Counter("motcua_requests", "Requests answered", ["method", "page", "status"])
SECONDS = Histogram("motcua_request_seconds", "How long they took", ["page"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10))
JOBS = Counter("motcua_jobs", "Jobs of the worker that ended", ["task", "outcome"])


class RequestMetrics:
    """Middleware: counts every request by the name of its view, never by address, which holds codes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        page = (match.view_name or "unnamed") if match else "none"
        with suppress(OSError):  # no page is lost for a count that cannot be kept
            REQUESTS.labels(request.method or "", page, str(response.status_code)).inc()
            SECONDS.labels(page).observe(time.perf_counter() - began)
        return response


@task_success.connect(weak=False, dispatch_uid="metrics.done")
def _done(sender: Any = None, **facts: Any) -> None:
    JOBS.labels(getattr(sender, "name", ""), "done").inc()


@task_failure.connect(weak=False, dispatch_uid="metrics.failed")
def _failed(sender: Any = None, **facts: Any) -> None:
    JOBS.labels(getattr(sender, "name", ""), "failed").inc()


def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics in Prometheus' format; 404 for whoever may not read them."""
    if not _is_allowed(request):
        raise Http404
    registry = CollectorRegistry()
    if FOLDER in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(OWN)
    registry.register(_WorkCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_allowed(request: HttpRequest) -> bool:
    """Who knows METRICS_TOKEN; without one, only this host itself and through no proxy."""
    if token := settings.METRICS_TOKEN:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1", "")
    return local and "X-Forwarded-For" not in request.headers


class _WorkCollector:
    """Collected from the database at each scrape: work that waits, and heartbeats."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        at = timezone.now()
        waiting = GaugeMetricFamily("motcua_waiting", "Rows that wait for a worker", labels=["kind"])
        oldest = GaugeMetricFamily("motcua_waiting_seconds", "Age of the oldest of them", labels=["kind"])
        failed = GaugeMetricFamily("motcua_given_up", "Rows given up after all tries", labels=["kind"])
        for kind, rows in (("notices", Notice.objects), ("papers", Paper.objects)):
            due = rows.filter(state="pending", not_before__lte=at)
            waits = due.aggregate(n=Count("id"), first=Min("not_before"))
            waiting.add_metric([kind], waits["n"])
            oldest.add_metric([kind], _age(waits["first"], at))
            failed.add_metric([kind], rows.filter(state="failed").count())
        yield from (waiting, oldest, failed)
        yield from _dossier_gauges()
        yield from _signing_gauges(at)
        signs = GaugeMetricFamily("motcua_sign_of_life_seconds", "Since the last one", labels=["process"])
        for name in (heartbeat.WORKER, heartbeat.BEAT):
            if (since := heartbeat.seconds_since(name)) is not None:
                signs.add_metric([name], since)
        yield signs


def _dossier_gauges() -> Iterator[GaugeMetricFamily]:
    at = timezone.now()
    alerts = Dossier.objects.alerting(at).aggregate(n=Count("id"), first=Min("next_alert_at"))
    yield GaugeMetricFamily("motcua_alerts_due", "Dossiers whose warning has come", alerts["n"])
    yield GaugeMetricFamily("motcua_alerts_due_seconds", "Age of the oldest of them", _age(alerts["first"], at))
    head = Event.objects.order_by("-id").values_list("id", flat=True).first()
    if (result := last_result()) is not None:
        age = (at - result.verified_at).total_seconds()
        yield GaugeMetricFamily("motcua_record_faults", "Faults that the last verification named", result.faults)
        yield GaugeMetricFamily("motcua_record_verified_seconds", "Since the last verification began", age)
    yield GaugeMetricFamily("motcua_journal_head", "Number of the newest event", head or 0)


def _signing_gauges(at: datetime) -> Iterator[GaugeMetricFamily]:
    unsigned = GaugeMetricFamily("motcua_unsigned", "Papers whose signature cannot be had now", labels=["fault"])
    rows = Paper.objects.filter(state=Paper.State.PENDING).exclude(fault={})
    for kind, count in collections.Counter(rows.values_list("fault__kind", flat=True)).items():
        unsigned.add_metric([kind], count)
    ends = GaugeMetricFamily("motcua_certificate_ends_seconds", "Until a certificate that signs ends", labels=["key"])
    for one in last_look():
        ends.add_metric([one.key], (datetime.fromisoformat(one.ends_at) - at).total_seconds())
    yield from (unsigned, ends)


def _age(since: datetime | None, at: datetime) -> float:
    return (at - since).total_seconds() if since else 0.0
