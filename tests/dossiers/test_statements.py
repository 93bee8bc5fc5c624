"""Statements per API request: few, and the same for one dossier as for many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from dossiers.models import Dossier, State
from tests.dossiers.api.test_acts import RESOURCES, WHEN, ready
from tests.support.calling import Caller
from tests.support.factories import answers, photo
from tests.support.statements import counted, fault_of, remember
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]
CREATE, TRANSITION, PAPER, LIST, DETAIL = 13, 12, 4, 5, 7
WITH_A_PAPER = ("acceptance", "refusal", "supplement-request", "approval", "stop", "closure", "cessation")
CORRECTIONS = {
    "return-reversal": 1,
    "result-recall": 8,  # and whether the post has it
    "refusal-reversal": 4,
    "stop-reversal": 8,
    "result-correction": 9,
    "result-revocation": 4,
}  # read what they undo


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None], calendar: int, request: pytest.FixtureRequest) -> None:
    parameters = getattr(request.node, "callspec", None)
    clock_at(WHEN.get(parameters.params.get("word", ""), THURSDAY) if parameters else THURSDAY)


def test_making_a_draft_takes_few_statements(cast: Cast, caller: Callers) -> None:
    me, slug = caller(cast.citizen), cast.edition.procedure.slug
    remember(cast.citizen, cast.edition)
    data = {"procedure": slug, "answers": answers(cast.edition)}

    with counted(CREATE):
        assert me.post("/dossiers/", data).status_code == 201


def test_adding_a_file_takes_few_statements_however_many_there_are(cast: Cast, caller: Callers) -> None:
    me, draft = caller(cast.citizen), cast.draft()
    remember(cast.citizen, cast.edition)
    component = cast.edition.components.all()[0].key

    for colour in ("red", "green", "blue"):
        with counted(TRANSITION):
            me.upload(f"/dossiers/{draft.ref}/attachments/", component, photo(colour))


@pytest.mark.parametrize("word", RESOURCES)
def test_an_act_takes_few_statements(cast: Cast, caller: Callers, word: str) -> None:
    dossier, data = ready(cast, word)
    me = caller(getattr(cast, RESOURCES[word][1]))
    remember(getattr(cast, RESOURCES[word][1]), cast.edition)

    with counted(TRANSITION + CORRECTIONS.get(word, 0) + (PAPER if word in WITH_A_PAPER else 0)):
        assert me.act(dossier, word, data).status_code == 200


def test_an_act_late_in_a_long_life_costs_no_more(cast: Cast, caller: Callers) -> None:
    dossier = cast.awaiting_supplement()
    caller(cast.citizen).act(dossier, "supplement")
    officer, leader = caller(cast.officer), caller(cast.leader)
    officer.act(dossier, "proposal", {"outcome": "granted"})
    remember(cast.leader, cast.edition)

    with counted(TRANSITION):
        assert leader.act(dossier, "send-back", {"reason": "x"}).status_code == 200


@pytest.mark.parametrize("part", ["citizen", "clerk", "leader", "auditor"])
def test_a_list_takes_the_same_few_statements_for_one_as_for_many(cast: Cast, caller: Callers, part: str) -> None:
    cast.appraised()
    me = caller(getattr(cast, part))
    remember(getattr(cast, part), cast.edition)
    with counted(LIST) as few:
        me.get("/dossiers/")

    for _n in range(4):
        cast.appraised()
    with counted(LIST) as many:
        assert len(me.get("/dossiers/").json()["results"]) == 5

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "query", [{"state": "appraisal"}, {"unit": "SLD"}, {"holder": "x"}, {"overdue": "true"}, {"overdue": "false"}]
)
def test_a_filtered_list_takes_no_more(cast: Cast, caller: Callers, query: dict[str, str]) -> None:
    me = caller(cast.clerk)
    remember(cast.clerk, cast.edition)

    with counted(LIST):
        assert me.get("/dossiers/", **query).status_code == 200


@pytest.mark.parametrize("state", [State.DRAFT, State.AWAITING_SUPPLEMENT, State.RETURNED])
def test_one_dossier_whole_takes_few_statements(cast: Cast, caller: Callers, state: State) -> None:
    dossier, me = cast.in_state(state), caller(cast.citizen)

    with counted(DETAIL):
        assert me.get(f"/dossiers/{dossier.name}/").status_code == 200


def test_the_look_up_takes_one_statement(cast: Cast, caller: Callers) -> None:
    dossier, me = cast.appraised(), caller(cast.citizen)

    with counted(1):
        assert me.get(f"/lookup/{dossier.code}/").status_code == 200


def test_a_row_reads_none_of_the_long_texts(cast: Cast, caller: Callers) -> None:
    cast.appraised()
    me = caller(cast.clerk)

    with counted(LIST) as seen:
        me.get("/dossiers/")

    for text in ('"answers"', '"result_text"', '"procedures_edition"."content"'):
        assert not any(text in sql for sql in seen)


@pytest.mark.parametrize(
    ("rows", "bad"), [(lambda: Dossier.objects.all()[50:100], True), (lambda: Dossier.objects.all()[:100], False)]
)
def test_the_watch_sees_rows_that_are_skipped(rows: Callable[[], Any], bad: bool) -> None:
    sql, params = rows().query.sql_with_params()

    assert bool(fault_of(sql, params)) is bad


@pytest.mark.parametrize(
    ("count", "bad"),
    [
        (lambda: Dossier.objects.count(), True),
        (lambda: Dossier.objects.filter(state="returned").count(), True),
        (lambda: Dossier.objects.filter(holder_unit=1).count(), True),
        (lambda: Dossier.objects.all()[:1001].count(), False),
        (lambda: Dossier.objects.open().count(), False),
        (lambda: Dossier.objects.overdue(THURSDAY).count(), False),
    ],
)
def test_the_watch_sees_counts_without_a_bound(count: Callable[[], int], bad: bool) -> None:
    seen: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(fault_of(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        count()

    assert any(seen) is bad
