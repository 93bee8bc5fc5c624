"""The exported record: whole by the one-file checker, which refuses every forgery."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from dossiers.journal.export import export
from dossiers.models import Dossier
from people.seals import keys
from people.seals.roots import sign_root
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
CHECKER = settings.BASE_DIR / "bin" / "check_record.py"
Export = dict[str, Any]


def key() -> str:
    """The published key."""
    return keys.signing_key().public_key().public_bytes_raw().hex()


@pytest.fixture
def exported(cast: Cast) -> Export:
    """A decided dossier among others, as an auditor exports it."""
    dossier = cast.resolved()
    cast.appraised()
    sign_root(timezone.now())
    return json.loads(json.dumps(export(Dossier.objects.get(pk=dossier.pk), with_rows=True)))


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs the checker on an export, outside of Django; its exit code and what it says."""

    def run(facts: Any, published: str = "") -> tuple[int, str]:
        file = tmp_path / "export.json"
        file.write_text(json.dumps(facts, ensure_ascii=False))
        command = [sys.executable, str(CHECKER), str(file), "--key", published or key()]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env={})
        return done.returncode, done.stdout + done.stderr

    return run


def test_a_whole_record_is_passed(exported: Export, check: Callable[..., tuple[int, str]]) -> None:
    code, words = check(exported)

    assert (code, "whole as of" in words) == (0, True), words


def test_it_holds_the_first_root_of_its_newest_seal_however_many_follow(
    cast: Cast, check: Callable[..., tuple[int, str]]
) -> None:
    dossier = cast.resolved()
    sign_root(timezone.now())
    for _n in range(5):
        cast.submitted()
        sign_root(timezone.now())

    facts = export(Dossier.objects.get(pk=dossier.pk), with_rows=False)

    assert facts["root"]["number"] == 1
    assert check(json.loads(json.dumps(facts)))[0] == 0


FORGERIES: dict[str, Callable[[Export], Any]] = {
    "an event's instant": lambda e: e["events"][1].update(at="2026-01-01T00:00:00.000000+00:00"),
    "an event taken out": lambda e: e["events"].pop(),
    "an event put in": lambda e: e["events"].append(e["events"][-1]),
    "a seal's rows": lambda e: e["seals"][-1]["rows"].update({"paper/1": "0" * 64}),
    "a seal taken out": lambda e: e["seals"].pop(),
    "an answer": lambda e: e["rows"][f"dossier/{e['dossier']}"].update(result_text="Ba năm"),
    "a row taken out": lambda e: e["rows"].pop(next(label for label in e["rows"] if label.startswith("paper"))),
    "a row put in": lambda e: e["rows"].update({"paper/999": {}}),
    "the code": lambda e: e.update(code="H99.16-260302-7777"),
    "the head": lambda e: e.update(head=e["head"][:-1] + ("0" if e["head"][-1] != "0" else "1")),
    "the proof": lambda e: e.update(proof=[["left", "0" * 64]]),
    "the root": lambda e: e["root"].update(root="0" * 64),
    "the date of the root": lambda e: e["root"].update(made_at="2020-01-01"),
    "the signature": lambda e: e["root"].update(signature="00"),
    "no root": lambda e: e.pop("root"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_record_is_refused(exported: Export, check: Callable[..., tuple[int, str]], forgery: str) -> None:
    FORGERIES[forgery](exported)

    assert check(exported)[0] == 1


def test_another_key_than_the_published_one_is_refused(exported: Export, check: Callable[..., tuple[int, str]]) -> None:
    code, words = check(exported, "00" * 32)

    assert code == 1
    assert "another key than the published one" in words


@pytest.mark.parametrize("facts", [[], {}, {"events": 1}, "x", None, {"dossier": 1, "events": [1], "seals": []}])
def test_what_is_no_export_is_told_in_words(check: Callable[..., tuple[int, str]], facts: Any) -> None:
    code, words = check(facts)

    assert code == 2
    assert "is no export of a record" in words


def test_the_applicant_downloads_it_once_decided_and_without_rows(client: Client, cast: Cast) -> None:
    running, done = cast.proposed(), cast.resolved()
    client.force_login(cast.citizen)

    assert client.get(f"/ho-so/{running.code}/nhat-ky.json").status_code == 409
    answer = client.get(f"/ho-so/{done.code}/nhat-ky.json")
    assert answer.status_code == 200
    assert "rows" not in answer.json()
    assert client.get(f"/ho-so/{done.code}/").content.decode().count("/nhat-ky.json") == 1
    client.force_login(cast.neighbour)
    assert client.get(f"/ho-so/{done.code}/nhat-ky.json").status_code == 404


def test_an_auditor_downloads_it_whole_at_any_time(client: Client, cast: Cast) -> None:
    running = cast.proposed()
    client.force_login(cast.auditor)

    assert "rows" in client.get(f"/ho-so/{running.code}/nhat-ky.json").json()


def test_the_command_knows_filed_dossiers_only(cast: Cast, capsys: Any) -> None:
    call_command("export_record", cast.submitted().code)

    assert json.loads(capsys.readouterr().out)["events"][0]["verb"] == "submitted"
    with pytest.raises(CommandError, match="no filed dossier"):
        call_command("export_record", cast.draft().ref)
