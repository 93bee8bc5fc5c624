"""The register of results: found by kind, number, holder, days and standing; whole as a file; of one's own units."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from dossiers import actions
from dossiers.deadlines import expiry
from dossiers.models import Dossier, Paper, Result
from notifications.models import Notice
from people.models import Read
from procedures.actions import load_result_templates
from tests.support.statements import counted
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/ket-qua/"
TODAY = date(2026, 3, 5)


@pytest.fixture
def result(cast: Cast, client: Client, clock_at: Callable[..., None]) -> Result:
    """A permit that was issued on Wednesday; the leader reads the register on Thursday."""
    load_result_templates(at=timezone.now())
    dossier = cast.resolved()
    clock_at(THURSDAY)
    client.force_login(cast.leader)
    Result.objects.filter(dossier=dossier).update(valid_from=None, valid_until=TODAY + timedelta(days=200))
    return Result.objects.select_related("paper", "dossier").get(dossier=dossier)


def listed(client: Client, result: Result, **query: str) -> bool:
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return result.dossier.name in answer.content.decode()


ASKED: dict[str, tuple[Callable[[Result], dict[str, str]], bool]] = {
    "all": (lambda row: {}, True),
    "its kind": (lambda row: {"kind": row.kind}, True),
    "another kind": (lambda row: {"kind": "thong-bao"}, False),
    "its number": (lambda row: {"number": row.paper.reference}, True),
    "its number alone": (lambda row: {"number": str(row.paper.number)}, True),
    "a symbol in small letters": (lambda row: {"number": f" {row.paper.number}/{row.paper.symbol.lower()} "}, True),
    "another number": (lambda row: {"number": "77"}, False),
    "no number": (lambda row: {"number": "x²" * 20}, False),
    "a number too long": (lambda row: {"number": "9" * 60}, False),
    "its day": (lambda row: {"since": "4/3/2026", "until": "4/3/2026"}, True),
    "later": (lambda row: {"since": "5/3/2026"}, False),
    "earlier": (lambda row: {"until": "3/3/2026"}, False),
}


@pytest.mark.parametrize("case", ASKED)
def test_it_is_found_by_kind_number_and_day(client: Client, result: Result, case: str) -> None:
    query, is_listed = ASKED[case]
    assert listed(client, result, **query(result)) is is_listed


STANDINGS: dict[str, dict[str, Any]] = {
    "valid": {},
    "soon": {"valid_until": TODAY + timedelta(days=30)},
    "expired": {"valid_until": TODAY - timedelta(days=1)},
    "replaced": {"ended_as": "replaced", "ended_at": THURSDAY},
    "revoked": {"ended_as": "revoked", "ended_at": THURSDAY},
}


@pytest.mark.parametrize("case", STANDINGS)
def test_it_is_found_by_how_it_stands(client: Client, result: Result, case: str) -> None:
    Result.objects.filter(pk=result.pk).update(**STANDINGS[case])
    matching = {name for name in [*STANDINGS, "void"] if listed(client, result, standing=name)}

    assert matching == {case} | ({"valid"} if case == "soon" else set())


def test_what_is_signed_and_not_sealed_is_no_valid_result(client: Client, result: Result) -> None:
    Paper.objects.filter(pk=result.paper_id).update(state=Paper.State.SIGNED)

    matching = {name for name in [*STANDINGS, "void", "unsealed"] if listed(client, result, standing=name)}

    assert matching == {"unsealed"}
    assert "Chưa đóng dấu nên chưa phát hành" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"since": "31/2/2026"}, {"standing": "x"}, {"since": "5/3/2026", "until": "4/3/2026"}]
)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(
    client: Client, result: Result, query: dict[str, str]
) -> None:
    answer = client.get(PAGE, {**query, "number": "giữ lại"})

    assert answer.status_code == 422
    assert "giữ lại" in answer.content.decode()


@pytest.mark.parametrize("way", ["name without marks", "citizen number"])
def test_a_holder_is_asked_for_by_post_and_recorded(cast: Cast, client: Client, result: Result, way: str) -> None:
    typed = {"name without marks": "nguyen thi am ech", "citizen number": cast.party.citizen_id}[way]
    sent = client.post(PAGE, {"q": typed})
    page = client.get(sent["Location"])

    assert typed not in sent["Location"]
    assert result.dossier.name in page.content.decode()
    assert Read.objects.filter(user=cast.leader, what=Read.What.SEARCH).count() == 1
    nobody = client.post(PAGE, {"q": "không ai tên thế"}, follow=True)
    assert result.dossier.name not in nobody.content.decode()


@pytest.mark.parametrize("part", ["officer", "head", "leader", "auditor"])
def test_whoever_makes_results_sees_those_of_their_units(cast: Cast, client: Client, result: Result, part: str) -> None:
    client.force_login(getattr(cast, part))
    assert listed(client, result)


def test_others_see_none_of_it(cast: Cast, client: Client, result: Result) -> None:
    client.force_login(cast.officer_elsewhere)
    assert not listed(client, result)
    for part in ("citizen", "cashier", "administrator"):
        client.force_login(getattr(cast, part))
        assert client.get(PAGE).status_code in (302, 403)


def test_the_workbook_has_every_row_with_real_dates(cast: Cast, client: Client, result: Result) -> None:
    second = cast.resolved()
    answer: Any = client.get(PAGE, {"format": "xlsx"})
    sheet: Any = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))

    assert [row[-1] for row in rows] == [second.name, result.dossier.name]
    assert (rows[1][0], rows[1][3].date(), rows[1][5].date()) == (
        result.paper.reference,
        result.issued_on,
        result.valid_until,
    )
    assert Read.objects.get(user=cast.leader, what=Read.What.EXPORT).rows == 2
    lines = b"".join(client.get(PAGE, {"format": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert f"{result.issued_on:%d/%m/%Y}" in lines


def test_a_page_takes_as_many_statements_for_many_as_for_one(cast: Cast, client: Client, result: Result) -> None:
    client.get(PAGE)
    with counted(12) as few:
        client.get(PAGE)
    for _ in range(3):
        cast.resolved()
    with counted(12) as many:
        client.get(PAGE)

    assert len(few) == len(many)


def reminded(dossier: Dossier) -> int:
    return Notice.objects.filter(once__startswith=f"{dossier.pk}/expiry/").values("once").distinct().count()


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({"valid_until": TODAY + timedelta(days=30)}, 1),
        ({"valid_until": TODAY}, 1),
        ({"valid_until": TODAY + timedelta(days=46)}, 0),
        ({"valid_until": TODAY - timedelta(days=1)}, 0),
        ({"valid_until": None}, 0),
        ({"valid_until": TODAY, "ended_as": "revoked", "ended_at": THURSDAY}, 0),
        ({"valid_until": TODAY, "ended_as": "replaced", "ended_at": THURSDAY}, 0),
    ],
)
def test_the_holder_is_reminded_once_before_the_last_day(result: Result, facts: dict[str, Any], count: int) -> None:
    Result.objects.filter(pk=result.pk).update(**facts)

    assert [expiry.remind_holders(THURSDAY) for _ in range(2)] == [count, 0]
    assert reminded(result.dossier) == count


def test_the_days_are_those_of_the_template(result: Result) -> None:
    template = result.template
    assert template is not None
    days = template.content.get("remind_days", expiry.DAYS)
    Result.objects.filter(pk=result.pk).update(valid_until=TODAY + timedelta(days=days + 1))
    assert expiry.remind_holders(THURSDAY) == 0
    assert expiry.remind_holders(THURSDAY + timedelta(days=1)) == 1


def test_rounds_go_on_batch_by_batch(cast: Cast, result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        cast.resolved()
    Result.objects.update(valid_from=None, valid_until=TODAY)
    monkeypatch.setattr(expiry, "BATCH", 2)

    assert [expiry.remind_holders(THURSDAY) for _ in range(3)] == [2, 1, 0]


def test_a_void_result_reminds_nobody(cast: Cast, result: Result) -> None:
    Result.objects.filter(pk=result.pk).update(valid_until=TODAY)
    actions.recall_result(result.dossier, "Sai", by=cast.head, at=THURSDAY)

    assert expiry.remind_holders(THURSDAY) == 0
