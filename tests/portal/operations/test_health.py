"""Health checks, heartbeats and metrics."""

import json
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from dossiers.journal.round import Result
from portal.celery import app
from portal.operations import health, heartbeat, metrics
from portal.tasks import still_here

pytestmark = pytest.mark.django_db
USAGE = namedtuple("USAGE", "total used free")


@pytest.fixture(autouse=True)
def _a_house_that_stands(settings: Any, tmp_path: Path, calendar: int) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    heartbeat.record(heartbeat.BEAT)
    still_here()


def asked(rf: RequestFactory) -> tuple[int, dict[str, Any]]:
    """Status and answer."""
    response = health.ready(rf.get("/"))
    return response.status_code, json.loads(response.content)


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before October no next year is missed."""
    monkeypatch.setitem(health.WORK, "calendar", lambda: True)


def test_a_process_that_answers_is_live(rf: RequestFactory) -> None:
    assert health.live(rf.get("/")).status_code == 200


@pytest.mark.usefixtures("early")
def test_where_all_is_there_it_is_ready(rf: RequestFactory) -> None:
    status, checks = asked(rf)

    assert (status, checks.pop("status")) == (200, "ok")
    assert checks == dict.fromkeys(
        ["database", "storage", "disk", "broker", "uploads", "worker", "beat", "calendar", "record", "signing"], True
    )


@pytest.mark.usefixtures("early")
@pytest.mark.parametrize(("faults", "age", "is_whole"), [(0, 1, True), (2, 1, False), (0, 3, False)])
def test_the_last_verification_of_the_record_shows_in_readiness_and_metrics(
    rf: RequestFactory, client: Client, monkeypatch: pytest.MonkeyPatch, faults: int, age: int, is_whole: bool
) -> None:
    at = (timezone.now() - timedelta(days=age)).isoformat()
    for place in (health, metrics):
        monkeypatch.setattr(place, "last_result", lambda: Result(at, 1.0, 5, faults))

    status, checks = asked(rf)
    page = client.get("/metrics").content.decode()

    assert (status, checks["record"]) == (200, is_whole)
    assert f"motcua_record_faults {faults}.0" in page
    assert "motcua_record_verified_seconds" in page


def test_a_database_that_takes_no_writes_is_named(rf: RequestFactory) -> None:
    is_sqlite = connection.vendor == "sqlite"
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
            status, checks = asked(rf)
            transaction.set_rollback(True)
    finally:
        if is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")

    assert (status, checks["database"]) == (503, False)


def test_a_queue_that_does_not_answer_is_named_and_takes_no_host_out(rf: RequestFactory, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    status, checks = asked(rf)

    assert (status, checks["status"], checks["broker"]) == (200, "degraded", False)


def test_a_migration_that_was_not_applied_makes_it_unready(rf: RequestFactory) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")

    status, checks = asked(rf)

    assert (status, checks["database"]) == (503, False)


def test_files_that_cannot_be_written_make_it_unready(rf: RequestFactory, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "files").touch()  # a file where the folder should be

    status, checks = asked(rf)

    assert (status, checks["storage"]) == (503, False)


def test_a_full_disk_makes_it_unready(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: USAGE(10**12, 10**12, 10**6))

    assert asked(rf)[1]["disk"] is False


def test_a_disk_without_room_for_uploads_degrades_and_takes_no_host_out(
    rf: RequestFactory, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_RESERVE_MB = 10**9
    (tmp_path / "files").mkdir()

    status, checks = asked(rf)

    assert (status, checks["status"], checks["uploads"]) == (200, "degraded", False)


def test_a_full_disk_of_its_own_for_citizens_files_makes_it_unready(
    rf: RequestFactory, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = {settings.VAR_DIR: 10**12, settings.MEDIA_ROOT: 10**6}
    monkeypatch.setattr(health.shutil, "disk_usage", lambda place: USAGE(10**12, 0, free[place]))

    assert asked(rf)[1]["disk"] is False


@pytest.mark.usefixtures("early")
@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_process_that_gives_no_sign_degrades_and_takes_no_host_out(
    rf: RequestFactory, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.set(f"alive:{name}", 1.0)

    status, checks = asked(rf)
    assert (status, checks["status"], checks[name]) == (200, "degraded", False)
    cache.delete(f"alive:{name}")
    assert asked(rf)[1][name] is False

    def gone(*_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(heartbeat.cache, "get", gone)
    assert asked(rf)[1][name] is False


def test_a_year_without_a_calendar_is_said(rf: RequestFactory) -> None:
    assert asked(rf)[1]["calendar"] is False  # it is November


@pytest.fixture
def beat(tmp_path: Path) -> Iterator[heartbeat.Scheduler]:
    """A beat that has a schedule and has not ticked yet."""
    cache.clear()
    scheduler = heartbeat.Scheduler(app, schedule_filename=str(tmp_path / "schedule.json"), lazy=True)
    scheduler.setup_schedule()
    yield scheduler
    scheduler.close()


def test_beat_leaves_its_sign_as_it_ticks(beat: heartbeat.Scheduler) -> None:
    beat.tick()

    assert heartbeat.is_alive(heartbeat.BEAT)


def test_a_beat_that_starts_again_goes_on_from_the_last_runs(beat: heartbeat.Scheduler, tmp_path: Path) -> None:
    ran_at = timezone.now() - timedelta(hours=3)
    beat.schedule["send digests"].last_run_at = ran_at
    beat.close()

    again = heartbeat.Scheduler(app, schedule_filename=str(tmp_path / "schedule.json"))

    assert again.schedule["send digests"].last_run_at == ran_at
    assert set(again.schedule) == set(app.conf.beat_schedule)


@pytest.mark.parametrize("content", [b"\x80\x04.", b"[]", b'{"send digests": 5}', b'{"gone": "2026-11-23T00:00:00Z"}'])
def test_a_file_that_is_no_schedule_is_read_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "schedule.json").write_bytes(content)

    scheduler = heartbeat.Scheduler(app, schedule_filename=str(tmp_path / "schedule.json"))

    assert set(scheduler.schedule) == set(app.conf.beat_schedule)


def test_a_second_beat_rings_nothing_until_the_first_is_gone(beat: heartbeat.Scheduler) -> None:
    assert heartbeat.is_leader("another host")

    assert beat.tick() == heartbeat.EVERY
    assert not heartbeat.is_alive(heartbeat.BEAT)
    cache.delete(heartbeat.LEADER_KEY)
    beat.recorded_at = float("-inf")
    beat.tick()
    assert heartbeat.is_alive(heartbeat.BEAT)
    assert not heartbeat.is_leader("another host")


def test_a_cache_that_is_away_stops_no_schedule(beat: heartbeat.Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(heartbeat.cache, "add", gone)

    beat.tick()

    assert beat.leads


def test_the_figures_say_what_waits_and_what_was_asked(client: Client, edition: Any) -> None:
    client.get("/health/live")

    text = client.get("/metrics").content.decode()

    assert 'motcua_waiting{kind="papers"} 0.0' in text
    assert 'motcua_sign_of_life_seconds{process="worker"}' in text
    assert "motcua_journal_head" in text
    assert 'motcua_requests_total{method="GET",page="portal.operations.health.live",status="200"}' in text


def test_no_page_is_lost_for_a_count_that_cannot_be_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(metrics.REQUESTS, "labels", full)

    assert client.get("/health/live").status_code == 200


def test_only_this_host_or_who_knows_the_word_reads_the_figures(client: Client, settings: Any) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.5").status_code == 404
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="10.0.0.5").status_code == 404
    settings.METRICS_TOKEN = "a-word-for-the-watch"
    assert client.get("/metrics").status_code == 404
    headers = {"REMOTE_ADDR": "10.0.0.5", "HTTP_AUTHORIZATION": "Bearer a-word-for-the-watch"}
    assert client.get("/metrics", **headers).status_code == 200
