"""The contract for partners: OpenAPI without a warning, naming every resource, its key and its answers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from dossiers.api_urls import ACTS
from dossiers.models import State
from tests.support.calling import Caller
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema as generated, once."""
    file = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command("spectacular", file=str(file), format="openapi-json", fail_on_warn=True, validate=True)
    return json.loads(file.read_text())


def operations(schema: Any) -> list[tuple[str, str, Any]]:
    """Every path, method and operation."""
    methods = {"get", "post", "patch", "delete"}
    return [
        (path, method, operation)
        for path, row in schema["paths"].items()
        for method, operation in row.items()
        if method in methods
    ]


def test_the_schema_is_generated_without_a_warning_and_is_valid(schema: Any) -> None:
    assert schema["openapi"].startswith("3.")


def test_every_act_is_a_resource_of_the_schema(schema: Any) -> None:
    for word in ACTS:
        assert "post" in schema["paths"][f"/api/v1/dossiers/{{name}}/{word}/"], word


def test_every_post_names_its_key_except_the_token(schema: Any) -> None:
    for path, method, operation in operations(schema):
        if method == "post" and "dossiers" in path:
            named = {row["name"]: row for row in operation["parameters"]}
            assert named["Idempotency-Key"]["required"], path


def test_every_operation_says_in_words_what_it_does(schema: Any) -> None:
    for path, method, operation in operations(schema):
        assert len(operation.get("summary", "").split()) >= 1, (path, method)


def test_the_schema_is_served_to_anyone() -> None:
    answer = Client().get("/api/schema/")

    assert answer.status_code == 200
    assert b"/api/v1/dossiers/" in answer.content


@pytest.mark.parametrize("state", [State.DRAFT, State.AWAITING_SUPPLEMENT, State.RETURNED])
def test_what_is_answered_is_what_the_schema_says(
    cast: Cast, caller: Callable[..., Caller], schema: Any, state: State
) -> None:
    dossier = cast.in_state(state)

    body = caller(cast.citizen).get(f"/dossiers/{dossier.name}/").json()

    parts = schema["components"]["schemas"]
    assert set(body) == set(parts["DetailOut"]["properties"])
    for name, part in (
        ("events", "EventOut"),
        ("papers", "PaperOut"),
        ("attachments", "AttachmentOut"),
        ("interruptions", "InterruptionOut"),
        ("ledger", "LedgerDayOut"),
    ):
        for row in body[name]:
            assert set(row) == set(parts[part]["properties"]), part
