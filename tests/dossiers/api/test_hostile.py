"""Hostile input on every resource: a sentence and a status below 500, and nothing left behind."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dossiers.api_urls import ACTS
from tests.dossiers.conftest import again
from tests.support.calling import ROOT, Caller
from tests.support.factories import photo
from tests.support.stories import THURSDAY, Cast, items_of, traces

pytestmark = pytest.mark.django_db
HOSTILE: list[Any] = [
    "\x00",
    "a\x00b",
    "\x07\x1b[2J",
    "\ud800",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "😀" * 500,
    "ả" * 5000,
    10**400,
    -1,
    True,
    None,
    [],
    {},
    [[]],
    {"a": {"b": []}},
    ["\x00"],
]
BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"1e999",
    b'"x"',
    b"\xff\xfe",
    b'{"reason": NaN}',
    b'{"amount": 1e999}',
    b'{"answers": {"a": Infinity}}',
    b"[" * 100_000,
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b'{"reason": "\\ud800"}',
    b'{"a": ' + b"9" * 5000 + b"}",
]


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


def sentence(answer: Any) -> bool:
    """The answer is JSON and says something."""
    return answer.headers["Content-Type"] == "application/json" and bool(answer.json())


@pytest.mark.parametrize("word", ACTS)
def test_no_value_of_any_field_of_an_act_is_a_fault_of_ours(
    cast: Cast, caller: Callable[..., Caller], word: str
) -> None:
    me, dossier = caller(cast.officer), cast.appraised()
    sound = {
        "reason": "x",
        "outcome": "granted",
        "text": "x",
        "amount": 5,
        "items": items_of(dossier),
        "received_by": "x",
        "due_day": "2026-03-12",
        "due_ground": "x",
    }

    for field in ACTS[word].input_class().fields:
        for value in HOSTILE:
            answer = me.act(dossier, word, json.dumps(sound | {field: value}))
            assert answer.status_code < 500, (field, value)
            assert sentence(answer)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_no_body_is_a_fault_of_ours_on_any_resource(cast: Cast, caller: Callable[..., Caller], body: bytes) -> None:
    me, dossier = caller(cast.leader), cast.appraised()
    before = traces(dossier)

    for path in ("", f"{dossier.code}/", *(f"{dossier.code}/{word}/" for word in ACTS)):
        answer = me.post(f"/dossiers/{path}", body)
        assert 400 <= answer.status_code < 500, path
        assert sentence(answer)

    assert traces(dossier) == before


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_no_answer_of_a_draft_is_a_fault_of_ours(cast: Cast, caller: Callable[..., Caller], value: Any) -> None:
    me, draft = caller(cast.citizen), cast.draft()
    keys = [question["key"] for question in cast.edition.form_definition]

    for answers in (dict.fromkeys(keys, value), {"lạ": value}, {str(value)[:50]: "x"}):
        kept = me.patch(f"/dossiers/{draft.ref}/", json.dumps({"answers": answers}))
        begun = me.post("/dossiers/", json.dumps({"procedure": cast.edition.procedure.slug, "answers": answers}))
        assert kept.status_code in (200, 400)
        assert begun.status_code in (201, 400)
    filed = me.act(draft, "submission")

    assert filed.status_code in (200, 400)
    assert sentence(filed)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_no_procedure_or_applicant_is_a_fault_of_ours(cast: Cast, caller: Callable[..., Caller], value: Any) -> None:
    me, slug = caller(cast.citizen), cast.edition.procedure.slug

    by_procedure = me.post("/dossiers/", json.dumps({"procedure": value}))
    by_applicant = me.post("/dossiers/", json.dumps({"procedure": slug, "applicant": value}))

    assert by_procedure.status_code == 400
    assert by_applicant.status_code in (400, 404)


@pytest.mark.parametrize("name", ["\x00", "../../etc/passwd", "ả" * 400 + ".jpg", "<b>.jpg", "a\nb.jpg", ".jpg"])
def test_no_name_of_a_file_is_a_fault_of_ours(cast: Cast, caller: Callable[..., Caller], name: str) -> None:
    me, draft = caller(cast.citizen), cast.draft()
    key = cast.edition.components.all()[0].key

    answer = me.upload(f"/dossiers/{draft.ref}/attachments/", key, photo("red"), name)

    assert answer.status_code in (201, 400)
    assert "/" not in answer.json().get("name", "")


def test_no_component_is_a_fault_of_ours(cast: Cast, caller: Callable[..., Caller]) -> None:
    me, draft = caller(cast.citizen), cast.draft()

    for component in ("", "\x00", "x" * 500, "' OR 1=1", "😀"):
        answer = me.upload(f"/dossiers/{draft.ref}/attachments/", component, photo())
        assert (answer.status_code, "component" in answer.json()) == (400, True)


def test_attachments_come_as_forms_and_acts_as_json(cast: Cast, caller: Callable[..., Caller]) -> None:
    me, draft = caller(cast.citizen), cast.draft()

    as_json = me.post(f"/dossiers/{draft.ref}/attachments/", {"component": "x"})
    as_xml = me.client.post(f"{ROOT}/dossiers/", "<a/>", "text/xml", headers={"Authorization": f"Token {me.token}"})

    assert (as_json.status_code, as_xml.status_code) == (415, 415)


@pytest.mark.parametrize("key", ["\x00", "x" * 101, " ", "a\x07"])
def test_a_key_nobody_would_send_is_bad_input(cast: Cast, caller: Callable[..., Caller], key: str) -> None:
    answer = caller(cast.clerk).act(cast.submitted(), "acceptance", key=key)

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()


@pytest.mark.parametrize("name", ["%ff", "x" * 2000, "' OR 1=1", "..%2f..", "😀", "%20"])
def test_no_name_of_a_dossier_is_a_fault_of_ours(cast: Cast, caller: Callable[..., Caller], name: str) -> None:
    me = caller(cast.clerk)

    for path in (f"/dossiers/{name}/", f"/dossiers/{name}/acceptance/", f"/lookup/{name}/"):
        assert me.get(path).status_code in (404, 405)


def test_a_body_beyond_measure_is_413_before_it_is_read(
    cast: Cast, caller: Callable[..., Caller], settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.REQUEST_MAX_BYTES = 2000
    me, draft = caller(cast.citizen), cast.draft()

    as_json = me.patch(f"/dossiers/{draft.ref}/", {"answers": {"a": "x" * 2000}})
    as_form = me.upload(f"/dossiers/{draft.ref}/attachments/", "x", b"0" * 5000)

    assert (as_json.status_code, as_form.status_code) == (413, 413)
    assert "quá lớn" in as_json.json()["detail"]
    assert "từng tệp" in as_form.json()["detail"]
    assert "a" not in again(draft).answers
