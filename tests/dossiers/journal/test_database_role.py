"""The role of the database that docs/operations.md describes: a whole life under it, and nothing rewritten."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from dossiers.journal.verification import verify
from dossiers.models import Dossier, State
from people.incidents import add_entry, open_incident
from people.models import Read, TypedInput
from people.typed_input import rows
from people.typed_input.words import Words
from tests.support.stories import Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]
ROLE = "motcua_site"


@pytest.fixture
def as_site(cast: Cast) -> Iterator[Any]:
    """From here on statements run as the role of the site, with exactly the documented rights."""
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    [grants] = re.findall(r"```sql\n(GRANT.*?)```", text, re.DOTALL)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        cursor.execute(grants)
        cursor.execute(f"SET ROLE {ROLE}")
        yield cursor
        cursor.execute("RESET ROLE")


def test_every_state_is_reached_and_the_record_is_whole(as_site: Any, cast: Cast) -> None:
    for state in State:
        cast.in_state(state)

    assert [fault for dossier in Dossier.objects.all() for fault in verify(dossier)] == []


def test_a_read_and_an_incident_are_written_under_it(as_site: Any, cast: Cast, client: Client) -> None:
    code, moment = cast.submitted().code, timezone.now()
    client.force_login(cast.clerk)
    client.get(f"/can-bo/ho-so/{code}/")
    texts = {"summary": "Gửi nhầm", "people": "Một người", "measures": "Thu hồi"}
    incident = open_incident(**texts, discovered_at=moment, by=cast.auditor, at=moment)
    add_entry(incident, kind="notice", text="Công văn", happened_at=moment, by=cast.auditor, at=moment)

    assert (Read.objects.get().code, incident.entries.count()) == (code, 2)


def test_what_was_typed_is_kept_and_deleted_under_it(as_site: Any, cast: Cast) -> None:
    words = Words("/can-bo/quay/nguoi-nop/", "/can-bo/quay/nguoi-nop/", {"name": ["Nguyễn Văn Dở"]})

    rows.keep(cast.clerk, words, timezone.now())
    rows.keep(cast.clerk, words, timezone.now())
    kept = rows.words_kept(cast.clerk, timezone.now())
    rows.delete(cast.clerk)

    assert [kept_words for kept_words, _at in kept] == [words]
    assert not TypedInput.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossiers_event SET verb = 'closed'",
        "DELETE FROM dossiers_event",
        "TRUNCATE dossiers_event CASCADE",
        "DROP TRIGGER dossiers_event_no_change ON dossiers_event",
        "ALTER TABLE people_seal DISABLE TRIGGER ALL",
        "UPDATE people_seal SET hash = ''",
        "DELETE FROM people_seal",
        "UPDATE people_read SET code = ''",
        "DELETE FROM people_read",
        "TRUNCATE people_read",
        "DELETE FROM people_incident",
        "UPDATE people_incidententry SET text = ''",
        "DELETE FROM people_incidententry",
        "DELETE FROM dossiers_paper",
        "DELETE FROM payments_payment",
        "DELETE FROM people_post",
        "DELETE FROM django_admin_log",
        "SET session_replication_role = replica",
    ],
)
def test_what_is_final_cannot_be_rewritten(as_site: Any, cast: Cast, statement: str) -> None:
    cast.submitted()

    with pytest.raises(DatabaseError, match="permission denied|must be owner|append-only"), transaction.atomic():
        as_site.execute(statement)
