"""How many statements each page asks of the database: few, and the same for one dossier and for many."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from tests.support.factories import draft, in_appraisal, submitted
from tests.support.posting import whole_form
from tests.support.statements import counted

pytestmark = pytest.mark.django_db


def statements(client: Client, address: str, limit: int) -> int:
    """How many statements the page at *address* ran; fails above *limit*."""
    client.get(address)  # what a process remembers is remembered
    with counted(limit) as seen:
        response = client.get(address)
    assert response.status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("who", "address", "limit"),
    [
        ("officer", "/can-bo/", 9),
        ("officer", "/can-bo/?view=all", 9),
        ("clerk", "/can-bo/quay/", 6),
        ("head", "/lanh-dao/", 4),
        ("leader", "/bao-cao/overdue/", 6),
        ("citizen", "/ho-so/", 8),
    ],
)
def test_a_list_asks_the_same_for_one_row_and_for_many(
    client: Client, request: Any, edition: Any, citizen: Any, clerk: Any, who: str, address: str, limit: int
) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    in_appraisal(edition, citizen, clerk, long_ago)
    client.force_login(request.getfixturevalue(who))

    few = statements(client, address, limit)
    for _ in range(8):
        in_appraisal(edition, citizen, clerk, long_ago)
        submitted(edition, citizen)

    assert statements(client, address, limit) == few


@pytest.mark.parametrize(
    ("who", "address", "limit"),
    [("officer", "/can-bo/ho-so/{}/", 13), ("citizen", "/ho-so/{}/", 8), ("citizen", "/tra-cuu/?code={}", 5)],
)
def test_a_dossiers_page_asks_the_same_whatever_happened_to_it(
    client: Client,
    request: Any,
    edition: Any,
    citizen: Any,
    clerk: Any,
    officer: Any,
    who: str,
    address: str,
    limit: int,
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    client.force_login(request.getfixturevalue(who))

    few = statements(client, address.format(dossier.code), limit)
    for _ in range(4):
        actions.propose(dossier, "granted", "Lần nữa", by=officer, at=timezone.now())
        _send_back(dossier, request)

    assert statements(client, address.format(dossier.code), limit) == few


def test_the_pages_of_a_draft_ask_little(client: Client, edition: Any, citizen: Any) -> None:
    begun = draft(edition, citizen)
    client.force_login(citizen)

    for page, limit in (("", 7), ("phan/1/", 5), ("giay-to/", 6), ("kiem-tra/", 8)):
        statements(client, f"/ho-so/{begun.ref}/{page}", limit)


def test_a_section_is_saved_and_an_act_carried_out_in_few_statements(
    client: Client, three_step_edition: Any, citizen: Any, clerk: Any, party: Any
) -> None:
    begun = draft(three_step_edition, citizen)
    client.force_login(citizen)
    with counted(10):
        client.post(f"/ho-so/{begun.ref}/phan/1/", {"save": "1"})

    papers = {f"paper-{row.key}-original": 1 for row in three_step_edition.components.filter(required=True)}
    form = {**whole_form(three_step_edition), **papers, "token": "dem"}
    client.force_login(clerk)
    address = f"/can-bo/quay/{party.pk}/{three_step_edition.procedure.slug}/"
    # Two acts and a paper in one request: a creation, a transition and a number.
    with counted(15 + 12 + 4):
        assert client.post(address, form).status_code == 302


def _send_back(dossier: Any, request: Any) -> None:
    actions.send_back(dossier, "Thêm", by=request.getfixturevalue("leader"), at=timezone.now())
