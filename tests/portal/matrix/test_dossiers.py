"""Every address of a dossier × everybody × its states: nobody reads beyond the table, nobody acts beyond it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from dossiers.models import Dossier, Event
from dossiers.papers import codes
from people.models import Agency, User
from tests.portal.matrix.conftest import Crowd
from tests.portal.matrix.table import DOSSIERS, EVERYBODY, SEEN_AT_WORK, UNFILLABLE
from tests.support.factories import photo
from tests.support.routes import Route, routes

ROUTES = [route for route in routes() if route.plain in DOSSIERS]
pytestmark = [pytest.mark.django_db, pytest.mark.long]

PROOF = {"ground": "death", "document": "Trích lục khai tử số 12", "issuer": "UBND xã Mẫu"}


@pytest.fixture
def dossier(crowd: Crowd, request: pytest.FixtureRequest) -> Dossier:
    """In the state that the test names; a resolved one is paid for, and its files are there."""
    dossier = crowd.cast.in_state(request.param)
    return crowd.cast.make_files(crowd.cast.pay(dossier)) if request.param == "resolved" else dossier


@pytest.mark.parametrize("dossier", SEEN_AT_WORK, indirect=True)
def test_nobody_reads_beyond_the_table(crowd: Crowd, dossier: Dossier) -> None:
    wrong = []
    for route in ROUTES:
        answers = {part: crowd.ask(part, "get", address_of(route, dossier)) for part in EVERYBODY}
        expected = DOSSIERS[route.plain].readers(dossier.state)
        wrong += [(route.plain, part, status) for part, (status, _) in answers.items() if status >= 500]
        through = {part for part, (status, passed) in answers.items() if passed}
        if through != expected and has_object(route, dossier):
            wrong.append((route.plain, sorted(through ^ expected)))

    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("dossier", SEEN_AT_WORK, indirect=True)
def test_nobody_acts_beyond_the_table(crowd: Crowd, dossier: Dossier) -> None:
    wrong = []
    for route in ROUTES:
        for method in route.methods:
            for part in sorted(EVERYBODY):
                status, passed, events = tried(crowd, part, method, address_of(route, dossier), dossier)
                may = part in DOSSIERS[route.plain].act
                unfilled = status == 422 and (route.plain, dossier.state) in UNFILLABLE
                if status >= 500 or (not may and (events or (passed and not unfilled))):
                    wrong.append((method, route.plain, part, status, events))

    assert wrong == [], "\n".join(map(str, wrong))


def tried(crowd: Crowd, part: str, method: str, address: str, dossier: Dossier) -> tuple[int, bool, int]:
    """Status, whether it got through, and how many events it left; all of it is undone."""
    mark, before = transaction.savepoint(), Event.objects.count()
    body = in_form(crowd) | ({"ground": ""} if "sua-dien-phi" in address else {})  # of the fee, not of a death
    if address.startswith("/api/"):
        body = upload(dossier) if address.endswith("/attachments/") else in_json(crowd)
    status, passed = crowd.ask(part, method, address, body)
    events = Event.objects.count() - before
    transaction.savepoint_rollback(mark)
    return status, passed, events


def address_of(route: Route, dossier: Dossier) -> str:
    """The address of *route* for this dossier, its first attachment or its first paper."""
    rows: Any = dossier.papers if is_of_paper(route) else dossier.attachments
    first = rows.order_by("pk").first()
    component = dossier.edition.components.all()[0]
    event = dossier.events.filter(papers__isnull=False).first()
    values = {
        "code": codes.code_of(event) or "x",
        "name": dossier.name,
        "number": 1,
        "key": component.key,
        "pk": first.pk if first else 0,
    }
    return route.address(values)


def is_of_paper(route: Route) -> bool:
    """True for the address of a paper that we issued."""
    return "van-ban" in route.plain or "/papers/" in route.plain


def has_object(route: Route, dossier: Dossier) -> bool:
    """False for a paper that no act has made yet, and for the look-up of a draft: nobody reads what is not there."""
    if "lookup" in route.plain:
        return bool(dossier.code)
    if "verification" in route.plain:
        return dossier.papers.exists()
    return not is_of_paper(route) or dossier.papers.exists()


def in_form(crowd: Crowd) -> dict[str, Any]:
    """What fills in the form of any act."""
    head = crowd.people["head"]
    assert isinstance(head, User)
    words = {
        "reason": "Lý do",
        "text": "Ba năm",
        "tick_0": "1",
        "todo_0": "Chụp lại",
        "due_ground": "Luật",
        "received_by": "Nguyễn Văn Nhận",
    }
    unit = Agency.objects.get(code="SLD-NCC").pk
    opinion = {"question": "Có vướng mắc gì?", "answer": "Không", "days": 2, "unit": unit}
    choices = {"outcome": "granted", "to": head.pk, "cause": "workload", "owner": "own_unit", "amount": "1000"}
    days = {"due_day": "30/11/2026", "new_day": "30/11/2026", "day": "20/11/2026"}
    return {**words, **choices, **days, **opinion, **PROOF, "payer": "Nguyễn Văn Nộp"}


def upload(dossier: Dossier) -> dict[str, Any]:
    """One more photograph for the first component."""
    return {"component": dossier.components[0]["key"], "file": SimpleUploadedFile("anh.jpg", photo("green"))}


def in_json(crowd: Crowd) -> dict[str, Any]:
    """The same for the API."""
    words = {"reason": "Lý do", "text": "Ba năm", "payer": "Nguyễn Văn Nộp"}
    choices = {"outcome": "granted", "cause": "workload", "owner": "own_unit", "amount": 1000}
    item = {"component": crowd.cast.edition.components.all()[0].key, "todo": "Chụp lại"}
    days = {"new_day": "2026-11-30", "day": "2026-11-20"}
    opinion = {"question": "Có vướng mắc gì?", "answer": "Không", "days": 2, "unit": "SLD-NCC"}
    return {**words, **choices, **days, **opinion, **PROOF, "items": [item], "answers": {}}
