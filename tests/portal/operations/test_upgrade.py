"""An upgrade while processes of the release before still serve: what it adds to the database disturbs none."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dossiers.models import State
from tests.support.factories import draft, submitted

pytestmark = pytest.mark.django_db(transaction=True)
# What a later release might bring: a column that may be empty, one with a default, a table of its own, an index.
WIDEN = (
    "ALTER TABLE dossiers_dossier ADD COLUMN later_word varchar(20) NULL",
    "ALTER TABLE dossiers_event ADD COLUMN later_count integer NOT NULL DEFAULT 0",
    "CREATE TABLE dossiers_later (id integer PRIMARY KEY, dossier_id bigint REFERENCES dossiers_dossier (id))",
    "CREATE INDEX later_index ON dossiers_dossier (later_word, id)",
)
NARROW = (
    "DROP INDEX later_index",
    "DROP TABLE dossiers_later",
    "ALTER TABLE dossiers_event DROP COLUMN later_count",
    "ALTER TABLE dossiers_dossier DROP COLUMN later_word",
)


def run(statements: tuple[str, ...]) -> None:
    """As a migration does."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def wider() -> Iterator[None]:
    """The database gets the later release's tables in the middle of the work, and loses them afterwards."""
    yield
    run(NARROW)


def test_pages_and_acts_of_the_old_processes_go_on_over_the_new_tables(
    client: Client, edition: Any, citizen: Any, clerk: Any, wider: None
) -> None:
    before, half_done = submitted(edition, citizen), draft(edition, citizen)
    client.force_login(citizen)
    assert client.get(f"/ho-so/{before.code}/").status_code == 200

    run(WIDEN)

    client.post(f"/ho-so/{half_done.ref}/nop/")
    half_done.refresh_from_db()
    assert half_done.state == State.SUBMITTED
    client.force_login(clerk)
    client.post(f"/can-bo/ho-so/{before.code}/tiep-nhan/")
    before.refresh_from_db()
    assert before.state == State.APPRAISAL
    assert client.get("/can-bo/").status_code == 200
    assert client.get("/health/ready").json()["database"] is True
