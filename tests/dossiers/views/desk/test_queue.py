"""The queue: what is mine, my unit's, late and due soon; keyset pages; the search box."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier
from dossiers.views.desk import queue
from tests.support.factories import in_appraisal, submitted

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str) -> list[str]:
    """The codes on the page, in order."""
    response = client.get(f"/can-bo/?{query}")
    assert response.status_code == 200
    return [row.code for row, _ in response.context["rows"]]


def test_my_units_dossiers_come_most_urgent_first(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any
) -> None:
    now = timezone.now()
    young = in_appraisal(edition, citizen, clerk, now - timedelta(days=1))
    old = in_appraisal(edition, citizen, clerk, now - timedelta(days=9))
    client.force_login(officer)

    assert listed(client, "view=unit") == [old.code, young.code]


def test_mine_are_those_given_to_me(client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any) -> None:
    mine, _other = (in_appraisal(edition, citizen, clerk) for _ in range(2))
    actions.assign(mine, officer, by=officer, at=timezone.now())
    client.force_login(officer)

    assert listed(client, "view=mine") == [mine.code]


def test_late_and_due_soon_are_told_apart(client: Client, edition: Any, citizen: Any, clerk: Any, head: Any) -> None:
    now = timezone.now()
    late = in_appraisal(edition, citizen, clerk, now - timedelta(days=20))
    calm = in_appraisal(edition, citizen, clerk, now)
    soon = in_appraisal(edition, citizen, clerk, now - timedelta(days=6))
    client.force_login(head)

    assert listed(client, "view=overdue") == [late.code]
    assert soon.code in listed(client, "view=soon")
    assert calm.code not in listed(client, "view=soon")


def test_the_desk_sees_what_waits_to_be_accepted(client: Client, edition: Any, citizen: Any, clerk: Any) -> None:
    waiting = submitted(edition, citizen)
    in_appraisal(edition, citizen, clerk)
    client.force_login(clerk)

    assert listed(client, "view=new") == [waiting.code]


def test_pages_by_key_show_every_dossier_once(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queue, "SIZE", 2)
    now = timezone.now()
    for days in range(5):
        in_appraisal(edition, citizen, clerk, now - timedelta(days=days))
    client.force_login(officer)

    seen, query = [], "view=unit"
    while query:
        response = client.get(f"/can-bo/?{query}")
        seen += [row.code for row, _ in response.context["rows"]]
        following = response.context["page"].next
        query = f"view=unit&cursor={following}" if following else ""

    assert len(seen) == len(set(seen)) == 5


def test_filters_narrow_the_list_and_can_be_taken_away(
    client: Client, edition: Any, three_step_edition: Any, citizen: Any, clerk: Any, head: Any
) -> None:
    one = in_appraisal(edition, citizen, clerk)
    in_appraisal(three_step_edition, citizen, clerk)
    client.force_login(head)
    query = f"view=all&unit=SLD-VLATLD&procedure={edition.procedure.slug}"

    assert listed(client, query) == [one.code]
    page = client.get(f"/can-bo/?{query}").content.decode()
    assert 'href="?view=all&amp;unit=SLD-VLATLD"' in page


@pytest.mark.parametrize("typed", ["code", "name", "number", "phone"])
def test_the_box_finds_by_code_name_number_and_phone(
    client: Client, edition: Any, citizen: Any, clerk: Any, party: Any, typed: str
) -> None:
    dossier = submitted(edition, citizen)
    client.force_login(clerk)
    words = {
        "code": f" {str(dossier.code).lower()} ",
        "name": "nguyen thi am ech",
        "number": party.citizen_id,
        "phone": party.phone,
    }[typed]

    response = client.post("/can-bo/", {"q": words}, follow=True)

    assert dossier.code in response.content.decode()


@pytest.mark.parametrize(
    "query", ["view=khong-co", "cursor=rác", "unit=%00", "q=%F0%9F%98%80", "unit='--", "procedure=" + "x" * 5000]
)
def test_an_odd_address_is_never_a_fault_of_ours(client: Client, clerk: Any, query: str) -> None:
    client.force_login(clerk)

    assert client.get(f"/can-bo/?{query}", follow=True).status_code in (200, 400)


def test_citizens_and_administrators_have_no_queue(client: Client, citizen: Any, administrator: Any) -> None:
    for user in (citizen, administrator):
        client.force_login(user)
        assert client.get("/can-bo/").status_code == 403


def test_nobody_sees_another_divisions_dossiers(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer_elsewhere: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    client.force_login(officer_elsewhere)

    for view in ("unit", "overdue", "soon", "all"):
        assert dossier.code not in listed(client, f"view={view}")
    assert Dossier.objects.at_work_of(officer_elsewhere).count() == 0
