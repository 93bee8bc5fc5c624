"""Reading by API: one dossier whole, the list with its filters and cursor, and the look-up for anyone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers.models import Dossier, Event, Interruption, State
from tests.conftest import at
from tests.support.calling import Caller
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


def codes(answer: Any) -> list[str]:
    """The codes on a page."""
    assert answer.status_code == 200, answer.json()
    return [row["code"] for row in answer.json()["results"]]


def test_a_dossier_is_answered_with_its_events_ledger_files_and_papers(cast: Cast, caller: Callers) -> None:
    dossier = cast.in_state(State.RETURNED)

    body = caller(cast.citizen).get(f"/dossiers/{dossier.code}/").json()

    assert [event["verb"] for event in body["events"]][:2] == ["submitted", "accepted"]
    assert body["events"][-1]["hash"] == dossier.head_hash
    assert (body["ledger"][0]["verdict"], body["ledger"][-1]["n"]) == ("reception", 5)
    assert {paper["kind"] for paper in body["papers"]} == {"receipt", "result", "fee_receipt"}
    assert len(body["attachments"]) == dossier.attachments.count() > 0
    assert body["answers"]["passport_no"] == "B1234567"


def test_what_was_asked_for_is_answered_to_who_must_supply_it(cast: Cast, caller: Callers) -> None:
    dossier = cast.awaiting_supplement()

    body = caller(cast.citizen).get(f"/dossiers/{dossier.code}/").json()

    wait = body["interruptions"][0]
    assert (wait["kind"], wait["mode"], wait["until"]) == ("supplement", "restart", None)
    assert wait["items"][0]["todo"] == "Chụp lại trang 2"
    assert (body["due_at"], body["ledger"][-1]["verdict"]) == (None, "counted")


def test_the_words_officers_write_to_each_other_are_not_answered(cast: Cast, caller: Callers) -> None:
    dossier = cast.proposed()

    text = caller(cast.citizen).get(f"/dossiers/{dossier.code}/").content.decode()

    assert dossier.events.latest("seq").note.text == "Hai năm"
    assert "Hai năm" not in text


@pytest.mark.parametrize("part", ["neighbour", "officer_elsewhere", "administrator"])
def test_somebody_elses_dossier_does_not_exist(cast: Cast, caller: Callers, part: str) -> None:
    dossier = cast.appraised()

    by_code = caller(getattr(cast, part)).get(f"/dossiers/{dossier.code}/")
    unknown = caller(getattr(cast, part)).get("/dossiers/H99.16-260302-9999/")

    assert by_code.status_code == unknown.status_code == 404
    assert by_code.json() == unknown.json()


def test_the_list_is_one_s_own_or_the_queue_of_one_s_posts(cast: Cast, caller: Callers) -> None:
    draft, filed, running = cast.draft(), cast.submitted(), cast.appraised()

    assert set(codes(caller(cast.citizen).get("/dossiers/"))) == {draft.ref, filed.code, running.code}
    assert set(codes(caller(cast.clerk).get("/dossiers/"))) == {filed.code, running.code}
    assert codes(caller(cast.officer).get("/dossiers/")) == [running.code]
    for part in ("neighbour", "officer_elsewhere", "administrator"):
        assert codes(caller(getattr(cast, part)).get("/dossiers/")) == []


def test_the_list_is_filtered_by_what_is_asked(cast: Cast, caller: Callers) -> None:
    filed, running = cast.submitted(), cast.appraised()
    Dossier.objects.filter(pk=running.pk).update(holder=cast.officer)
    clerk = caller(cast.clerk)

    for query, expected in (
        ({"state": "submitted"}, [filed.code]),
        ({"unit": "SLD-VLATLD"}, [running.code]),
        ({"holder": "chuyenvien"}, [running.code]),
        ({"holder": "ai-do"}, []),
        ({"due_before": "2026-03-10"}, [running.code]),
        ({"due_before": "2026-03-09T10:00:00Z"}, []),
        ({"due_before": "2026-03-09T17:00:01 07:00"}, [running.code]),
        ({"overdue": "true"}, []),
        ({"overdue": "0"}, [filed.code, running.code]),
        ({"state": "submitted", "unit": "SLD"}, []),
    ):
        assert codes(clerk.get("/dossiers/", **query)) == expected, query


def test_overdue_is_open_and_past_its_promise(cast: Cast, caller: Callers, clock_at: Any) -> None:
    running, _done = cast.appraised(), cast.in_state(State.RETURNED)
    clock_at(at("2026-03-10 09:00"))
    filed = cast.submitted()
    clerk = caller(cast.clerk)

    assert codes(clerk.get("/dossiers/", overdue="true")) == [running.code]
    assert codes(clerk.get("/dossiers/", overdue="false")) == [filed.code]


def test_a_queue_is_what_is_open_and_one_s_own_are_all_of_them(cast: Cast, caller: Callers) -> None:
    running, done = cast.appraised(), cast.in_state(State.RETURNED)

    assert codes(caller(cast.clerk).get("/dossiers/")) == [running.code]
    assert codes(caller(cast.clerk).get("/dossiers/", state="returned")) == [done.code]
    assert codes(caller(cast.citizen).get("/dossiers/")) == [running.code, done.code]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "gone"),
        ("due_before", "mai"),
        ("due_before", "2026-02-30"),
        ("due_before", "0001-01-01"),
        ("due_before", "9999-12-31T23:59:59-14:00"),
        ("overdue", "maybe"),
        ("cursor", "x"),
        ("cursor", "é"),
        ("cursor", "YXwwMDAxLTAxLTAxVDAwOjAwOjAwKzA3OjAwfDE"),
        ("cursor", "YXwyMDI2LTAxLTAxfDE"),
    ],
)
def test_a_filter_that_says_nothing_is_bad_input_at_its_name(
    cast: Cast, caller: Callers, field: str, value: str
) -> None:
    answer = caller(cast.clerk).get("/dossiers/", **{field: value})

    assert answer.status_code == 400
    assert answer.json()[field]


def test_every_dossier_is_on_one_page_forwards_and_backwards(
    cast: Cast, caller: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossiers.api.listing.SIZE", 2)
    filed = [cast.submitted().code for _n in range(5)]
    clerk, pages = caller(cast.clerk), []
    answer = clerk.get("/dossiers/")
    while True:
        pages.append(codes(answer))
        if not (cursor := answer.json()["next"]):
            break
        answer = clerk.get("/dossiers/", cursor=cursor)

    assert pages == [filed[:2], filed[2:4], filed[4:]]
    assert codes(clerk.get("/dossiers/", cursor=answer.json()["previous"])) == filed[2:4]


@pytest.mark.parametrize("state", [s for s in State if s != State.DRAFT])
def test_anyone_may_know_code_and_progress_and_nothing_else(cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)

    answer = Caller(Client()).get(f"/lookup/{dossier.code}/")

    body = answer.json()
    assert set(body) == {"code", "state", "state_label", "step", "steps"}
    assert (body["code"], body["state"], body["steps"]) == (dossier.code, state, 4)
    assert 1 <= body["step"] <= 4


def test_a_code_is_found_however_it_is_typed_and_a_draft_is_not(cast: Cast) -> None:
    filed, draft = cast.submitted(), cast.draft()
    anyone = Caller(Client())
    assert filed.code is not None

    for typed in (filed.code.lower(), f" {filed.code} ", filed.ref):
        assert anyone.get(f"/lookup/{typed}/").json()["code"] == filed.code
    for typed in (draft.ref, "H99", "x" * 300, "%ff", "'; DROP TABLE"):
        assert anyone.get(f"/lookup/{typed}/").status_code == 404


@pytest.mark.parametrize("path", ["/dossiers/", "/dossiers/x/"])
def test_reading_without_a_token_is_401_in_json(path: str) -> None:
    answer = Caller(Client()).get(path)

    assert answer.status_code == 401
    assert answer.json()["detail"]


def test_reading_changes_nothing(cast: Cast, caller: Callers) -> None:
    dossier = cast.awaiting_supplement()
    before = (Event.objects.count(), Interruption.objects.get().until)

    caller(cast.citizen).get(f"/dossiers/{dossier.code}/")

    assert (Event.objects.count(), Interruption.objects.get().until) == before
