"""Health checks. Live: the process answers. Ready: what requests need answers too. Degraded: work is delayed."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from kombu import Connection
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from dossiers.journal.round import last_result
from dossiers.models import Paper
from dossiers.papers.signing.watch import last_look
from portal.operations import heartbeat
from procedures.calendar.missing_years import missing_year
from toolbox.disk import has_room

VERIFIED_WITHIN = timedelta(days=2)


def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The result of every check. 503 only for what requests need, so that the balancer takes this host out.

    A dead queue, worker or beat, or a year without a calendar, is reported as `degraded` with 200: taking every web
    host out for it would turn a delay into an outage (ADR 15, ADR 28).
    """
    needed = {name: check() for name, check in NEEDED.items()}
    work = {name: check() for name, check in WORK.items()}
    ok, whole = all(needed.values()), all(work.values())
    status = "unready" if not ok else "ok" if whole else "degraded"
    return JsonResponse({"status": status, **needed, **work}, status=200 if ok else 503)


def database() -> bool:
    """True when it is reachable, takes writes, and every migration is applied."""
    try:
        with connection.cursor() as cursor:
            # Changes no row, and is refused where nothing may be written.
            cursor.execute("UPDATE django_migrations SET app = app WHERE id = -1")
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def broker() -> bool:
    """True when the queue answers and takes a value: a full one takes none. Without it work waits, and pages go on."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | settings.HANDING_OVER
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=options) as link:
            channel: Any = link.default_channel
            if settings.CELERY_BROKER_URL.startswith("redis"):
                channel.client.set("ready", 1, ex=10)
    except (OSError, KombuError, RedisError):
        return False
    return True


def storage() -> bool:
    """True when a file can be written where citizens' files go."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b".")
    except OSError:
        return False
    return True


def disk() -> bool:
    """True when there is room for some days of files, also where citizens' files have a disk of their own."""
    try:
        free = min(shutil.disk_usage(place).free for place in (settings.VAR_DIR, settings.MEDIA_ROOT))
    except OSError:
        return False
    return bool(free >= settings.DISK_FREE_MB * 1024 * 1024)


def uploads() -> bool:
    """True while files of citizens are taken."""
    return has_room(settings.MEDIA_ROOT, settings.UPLOAD_RESERVE_MB)


def calendar() -> bool:
    """True when every year that terms run into is published."""
    try:
        return missing_year(timezone.localdate()) is None
    except DatabaseError:
        return False


def record() -> bool:
    """True unless the last nightly verification named a fault, or none ran for two days on a site that has had one."""
    result = last_result()
    if result is None:
        return True
    return not result.faults and timezone.now() - result.verified_at < VERIFIED_WITHIN


def signing() -> bool:
    """True while no paper waits for a signature that cannot be had, and no certificate signs nothing or ends soon."""
    try:
        waits = Paper.objects.filter(state=Paper.State.PENDING).exclude(fault={}).exists()
    except DatabaseError:
        return False
    now = timezone.now()
    return not waits and not any(one.fault or one.ends_soon(now) for one in last_look())


def _heartbeat_check(name: str) -> Callable[[], bool]:
    def alive() -> bool:
        try:
            return heartbeat.is_alive(name)
        except (DatabaseError, OSError):
            return False

    return alive


NEEDED: dict[str, Callable[[], bool]] = {"database": database, "storage": storage, "disk": disk}
WORK: dict[str, Callable[[], bool]] = {
    "broker": broker,
    "uploads": uploads,
    heartbeat.WORKER: _heartbeat_check(heartbeat.WORKER),
    heartbeat.BEAT: _heartbeat_check(heartbeat.BEAT),
    "calendar": calendar,
    "record": record,
    "signing": signing,
}
