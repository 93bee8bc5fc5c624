"""Benchmark the round of alerts: as many due among ten times the dossiers, and by other ways of writing rows."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.measuring import Row, in_turn
from dossiers.deadlines.alerts import BATCH, _notices, announce_batch, superiors
from dossiers.models import Dossier
from notifications.models import Notice
from people.models import User
from portal.demo.people import make_agencies, make_applicants, make_staff
from procedures.models import Edition
from tests.support.factories import in_appraisal

DUE, SOME, MANY, ROUNDS = 1000, 10_000, 100_000, 5
SLUG = "cap-giay-phep-lao-dong"
SERIES = """
    INSERT INTO dossiers_dossier ({columns})
    WITH RECURSIVE n(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM n WHERE n < {last})
    SELECT {values} FROM dossiers_dossier, n WHERE id = {like}
"""


def measure() -> list[Row]:
    """The same thousand alerts among ten and a hundred thousand open dossiers, then beside the ORM's ways."""
    like, at = _world(), timezone.now()
    _multiply(like, 1, SOME, at)
    few = in_turn(_sweep(at), _sweep(at), ROUNDS)[0]
    _multiply(like, SOME + 1, MANY, at)
    many, batches = in_turn(_sweep(at), _by_batches(at), ROUNDS)
    rows = in_turn(_by_rows(at), lambda: None, 1)[0]
    title = f"sweep: {DUE:,} alerts due of {MANY:,} open"
    return [
        Row(title, f"the same of {SOME:,}", many, few, 1.5),
        Row(title, "bulk_create, bulk_update by 200", many, batches, 0.5),
        Row(title, "a row at a time", many, rows * 2, 0.5),
    ]


def _world() -> Dossier:
    """One dossier under way, of real people and by real acts."""
    make_agencies()
    make_staff()
    make_applicants()
    edition = Edition.objects.get(procedure__slug=SLUG)
    citizen, clerk = (User.objects.get(username=name) for name in ("congdan", "motcua"))
    return in_appraisal(edition, citizen, clerk)


def _multiply(like: Dossier, first: int, last: int, at: datetime) -> None:
    """Copies of *like*; the first DUE of them have an alert that is due."""
    passed, ahead = at - timedelta(minutes=5), at + timedelta(days=2)
    alerts = [["50%", passed.isoformat()], ["80%", ahead.isoformat()]]
    values = {str(field.column): str(field.column) for field in Dossier._meta.concrete_fields if field.column != "id"}
    values |= {"code": "'B.' || n", "ref": "'B' || n", "form_token": "'bench-' || n"}
    values["next_alert_at"] = f"CASE WHEN n <= {DUE} THEN {_instant(passed)} ELSE {_instant(ahead)} END"
    values["alerts_ahead"] = f"CASE WHEN n <= {DUE} THEN {_json(alerts)} ELSE {_json(alerts[1:])} END"
    with connection.cursor() as cursor:
        cursor.execute(
            SERIES.format(
                columns=", ".join(values), values=", ".join(values.values()), first=first, last=last, like=like.pk
            )
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) dossiers_dossier")


def _instant(at: datetime) -> str:
    value = connection.ops.adapt_datetimefield_value(at)
    return f"'{value}'::timestamptz" if connection.vendor == "postgresql" else f"'{value}'"


def _json(value: Any) -> str:
    return f"'{json.dumps(value)}'" + ("::jsonb" if connection.vendor == "postgresql" else "")


def _undone(work: Callable[[], int]) -> Callable[[], object]:
    """*work* in a transaction that is taken back, so that the next round finds the same alerts."""

    def once() -> None:
        with transaction.atomic():
            assert work() == DUE
            transaction.set_rollback(True)

    return once


def _sweep(at: datetime) -> Callable[[], object]:
    def work() -> int:
        done = 0
        while count := announce_batch(at):
            done += count
        return done

    return _undone(work)


def _due(at: datetime) -> list[Dossier]:
    rows = Dossier.objects.alerting(at).with_names().defer("answers", "edition__content")
    return list(rows.order_by("next_alert_at", "id"))


def _moved_on(dossier: Dossier, at: datetime) -> None:
    dossier.alerts_ahead = [a for a in dossier.alerts_ahead if datetime.fromisoformat(a[1]) > at]
    dossier.next_alert_at = datetime.fromisoformat(dossier.alerts_ahead[0][1])


def _by_batches(at: datetime) -> Callable[[], object]:
    def work() -> int:
        due = _due(at)
        for first in range(0, len(due), BATCH):
            some = due[first : first + BATCH]
            above = superiors((row.holder_unit for row in some if row.holder_unit), at)
            notices = [n for row in some for n in _notices(row, above.get(row.holder_unit_id or 0, []), at, at)]
            Notice.objects.bulk_create(notices, ignore_conflicts=True)
            for row in some:
                _moved_on(row, at)
            Dossier.objects.bulk_update(some, ["alerts_ahead", "next_alert_at"])
        return len(due)

    return _undone(work)


def _by_rows(at: datetime) -> Callable[[], object]:
    def work() -> int:
        due = _due(at)
        for row in due:
            above = superiors([row.holder_unit] if row.holder_unit else [], at)
            for notice in _notices(row, above.get(row.holder_unit_id or 0, []), at, at):
                notice.save()
            _moved_on(row, at)
            row.save(update_fields=["alerts_ahead", "next_alert_at"])
        return len(due)

    return _undone(work)
