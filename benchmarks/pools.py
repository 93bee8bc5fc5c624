"""Inside one database of a size: what the table asks for, and what runs there without a request."""

import random
import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.test import Client
from django.utils import timezone

from dossiers.deadlines.alerts import BATCH, announce_batch
from dossiers.deadlines.digest import digest_all
from dossiers.deadlines.reminders import remind_applicants, remind_of_drafts
from dossiers.models import Attachment, Dossier, DossierAccess
from people.models import Agency, User
from people.models.reference import one_version
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import VIETNAM
from procedures.models import Edition
from reports.parameters import Parameters
from reports.periods import legal_month
from reports.tables.ii06a import Ii06a
from tests.support.factories import draft, in_appraisal
from toolbox.keyset import page

DUE, ROUNDS, SAMPLE = 500, 5, 400
UNIT, SLUG = "SLD-VLATLD", "cap-giay-phep-lao-dong"
COPIES = """
    INSERT INTO dossiers_dossier ({columns})
    SELECT {values} FROM dossiers_dossier, generate_series(1, {count}) AS n WHERE id = {like}
    RETURNING id
"""
OUTCOME = {"outcome": "granted", "text": "Hồ sơ đủ điều kiện."}


def look(pool: int) -> dict[str, Any]:
    """Names to ask for, seconds of the rounds, statements of each page; *pool* drafts and cases are made."""
    drafts, cases = prepare(pool)
    facts: dict[str, Any] = {
        "dossiers": Dossier.objects.count(),
        "drafts": drafts[1:],
        "cases": cases[1:],
        "codes": sample(),
        "unit": unit().pk,
        **queue_at(0.9),
        "sweep": _timed(_sweep),
        "night": _timed(_night),
        "month": _timed(_month),
    }
    return facts | {"statements": statements(facts, drafts[0], cases[0])}


def unit() -> Agency:
    """The division whose queue is asked for."""
    return Agency.objects.get(code=UNIT)


def prepare(pool: int) -> tuple[list[str], list[str]]:
    """So many complete drafts, and so many cases in appraisal: copies of a real one each."""
    edition = Edition.objects.get(procedure__slug=SLUG, valid_to=None)
    citizen, clerk = (User.objects.get(username=name) for name in ("doanhnghiep", "motcua"))
    at = timezone.now() - timedelta(hours=1)
    like, case = draft(edition, citizen, at), in_appraisal(edition, citizen, clerk, at)
    drafts = _copies(like, pool, coded=False)
    cases = _copies(Dossier.objects.get(pk=case.pk), pool, coded=True)
    refs = Dossier.objects.filter(pk__in=drafts).values_list("ref", flat=True)
    codes = Dossier.objects.filter(pk__in=cases).values_list("code", flat=True)
    return list(refs), [code for code in codes if code]


def _copies(like: Dossier, count: int, *, coded: bool) -> list[int]:
    mark = uuid.uuid4().hex[:6].upper()
    fields = [field.column for field in Dossier._meta.concrete_fields if field.column != "id"]
    values = {str(column): f'"{column}"' for column in fields}
    values |= {"ref": f"'{mark}' || n", "form_token": f"'{mark}-' || n"}
    if coded:
        values["code"] = f"'{mark}-' || n"
    columns = ", ".join(f'"{column}"' for column in values)
    parts = {"columns": columns, "values": ", ".join(values.values()), "count": count}
    with connection.cursor() as cursor:
        cursor.execute(COPIES.format(**parts, like=like.pk))
        made = [int(row[0]) for row in cursor.fetchall()]
    for model in (Attachment, DossierAccess):
        rows = list(model._default_manager.filter(dossier=like))
        copies = [_copy(row, pk) for pk in made for row in rows]
        model._default_manager.bulk_create(copies, batch_size=2000)
    return made


def _copy(row: Any, dossier: int) -> Any:
    fields = [field.attname for field in row._meta.concrete_fields if field.name != "id"]
    return type(row)(**{name: getattr(row, name) for name in fields} | {"dossier_id": dossier})


def sample() -> list[str]:
    """Codes of dossiers that the division has seen, anywhere in the table."""
    dice, last = random.Random(5), Dossier.objects.aggregate(last=Max("id"))["last"]  # noqa: S311
    codes: list[str] = []
    while len(codes) < SAMPLE:
        some = [dice.randrange(1, last + 1) for _n in range(4 * SAMPLE)]
        rows = Dossier.objects.filter(pk__in=some, access__unit=unit(), access__role="")
        codes += [code for code in rows.values_list("code", flat=True) if code]
    return codes[:SAMPLE]


def queue_at(depth: float) -> dict[str, Any]:
    """Where the division's queue is that deep: as our cursor and as the floor's key."""
    rows = Dossier.objects.open().filter(holder_unit=unit()).order_by("sort_at", "id")
    held = rows.count()
    row = rows[int(held * depth)]
    queue_page = page(rows.filter(sort_at__gte=row.sort_at, id__gte=row.pk), size=1)
    return {"held": held, "cursor": queue_page.next, "after": row.sort_at.isoformat(), "id": row.pk}


def _timed(work: Callable[[datetime], float]) -> float:
    """Seconds of *work* in a transaction that is taken back; the middle of several."""
    taken = []
    for _n in range(ROUNDS):
        with one_version(), transaction.atomic():  # as a task of the worker has it
            taken.append(work(_working_morning()))
            transaction.set_rollback(True)
    return median(taken)


def _working_morning() -> datetime:
    """Half past seven on the next working day: when digests go out."""
    day = current_calendar().add(timezone.localdate(), 0)
    return datetime.combine(day, time(7, 30), tzinfo=VIETNAM)


def _sweep(at: datetime) -> float:
    """The round of alerts with five hundred due."""
    passed, later = at - timedelta(minutes=5), at + timedelta(days=2)
    Dossier.objects.filter(next_alert_at__lte=at).update(next_alert_at=later)
    some = Dossier.objects.open().filter(holder_unit__isnull=False, accepted_at__isnull=False)
    due = Dossier.objects.filter(pk__in=list(some.order_by("-id").values_list("pk", flat=True)[:DUE]))
    ahead = [["50%", passed.isoformat()], ["80%", later.isoformat()]]
    count = due.update(next_alert_at=passed, alerts_ahead=ahead)
    began, done = perf_counter(), 0
    while told := announce_batch(at):
        done += told
    taken = perf_counter() - began
    assert done == count == DUE, (done, count)
    return taken


def _night(at: datetime) -> float:
    """What runs once a day: digests, silent applicants, forgotten drafts."""
    began = perf_counter()
    digest_all(at)
    remind_of_drafts(at)
    while remind_applicants(at) == BATCH:
        pass
    return perf_counter() - began


def _month(at: datetime) -> float:
    """The statutory table of the month that runs."""
    month = legal_month(timezone.localdate(at))
    began = perf_counter()
    list(Ii06a().rows(User.objects.get(username="lanhdao"), at, Parameters(month.since, month.until)))
    return perf_counter() - began


def statements(facts: dict[str, Any], ref: str, code: str) -> dict[str, int]:
    """How many statements each request takes, signed in."""
    depth = f"/can-bo/?view=unit&cursor={facts['cursor']}"
    asked = {
        "queue": ("chuyenvien", "GET", "/can-bo/?view=unit"),
        "depth": ("chuyenvien", "GET", depth),
        "detail": ("chuyenvien", "GET", f"/can-bo/ho-so/{facts['codes'][0]}/"),
        "overdue": ("lanhdao", "GET", "/can-bo/?view=overdue"),
        "head": ("truongphong", "GET", "/can-bo/?view=all"),
        "leaders": ("lanhdao", "GET", "/lanh-dao/"),
        "look_up": ("", "GET", f"/tra-cuu/?code={facts['codes'][0]}"),
        "submission": ("doanhnghiep", "POST", f"/api/v1/dossiers/{ref}/submission/"),
        "transition": ("chuyenvien", "POST", f"/api/v1/dossiers/{code}/proposal/"),
    }
    return {name: _counted(*request) for name, request in asked.items()}


def _counted(who: str, method: str, path: str) -> int:
    client, caught = Client(), []
    if who:
        client.force_login(User.objects.get(username=who))

    def noted(execute: Any, sql: str, *rest: Any) -> Any:
        caught.append(sql)
        return execute(sql, *rest)

    if method == "POST":
        client.get(path.rsplit("/", 2)[0] + "/")
    for _twice in range(1 if method == "POST" else 2):  # the first look fills what the process keeps
        caught.clear()
        with connection.execute_wrapper(noted):
            response = (
                client.get(path)
                if method == "GET"
                else client.post(path, OUTCOME, "application/json", headers={"Idempotency-Key": path})
            )
        assert response.status_code < 300, (path, response.status_code, response.content[:300])
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE")) for sql in caught)
