"""Who read my data: told to whom it is about, and to nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.actions import represent
from people.models import Party, Read, User
from people.privacy.reads import Subject, record
from tests.conftest import SINCE, at

pytestmark = pytest.mark.django_db
PAGE = "/rieng-tu/ai-da-xem/"


@pytest.fixture
def read(rf: Any, clerk: User, party: Party) -> Read:
    """The clerk opened the data of the citizen."""
    subject = Subject(party_id=party.pk)
    return record(rf.get("/"), Read.What.PARTY, subject, by=clerk, at=at("2026-11-23 08:12"))


def test_the_person_is_told_unit_role_hour_and_name(client: Client, citizen: User, read: Read) -> None:
    client.force_login(citizen)

    page = client.get(PAGE).content.decode()

    for words in ("Bộ phận Một cửa", "Cán bộ Một cửa", "08:12 ngày 23/11/2026", "Người motcua", "Thông tin người nộp"):
        assert words in page


def test_the_department_may_keep_names_to_itself(client: Client, citizen: User, read: Read, settings: Any) -> None:
    settings.READERS_NAMED = False
    client.force_login(citizen)

    page = client.get(PAGE).content.decode()

    assert "Cán bộ Một cửa" in page
    assert "Người motcua" not in page


def test_an_inspection_is_told_by_its_role_alone(
    client: Client, rf: Any, citizen: User, party: Party, auditor: User
) -> None:
    record(rf.get("/"), Read.What.DOSSIER, Subject(1, "X", party.pk), by=auditor, at=timezone.now())
    client.force_login(citizen)

    page = client.get(PAGE).content.decode()

    assert "Thanh tra" in page
    assert "Người thanhtra" not in page


def test_what_one_reader_opened_in_an_hour_is_one_line(
    client: Client, rf: Any, citizen: User, party: Party, clerk: User
) -> None:
    for moment in ("08:01", "08:02", "08:59", "09:00"):
        when = at(f"2026-11-23 {moment}")
        record(rf.get("/"), Read.What.PARTY, Subject(party_id=party.pk), by=clerk, at=when)
    client.force_login(citizen)

    assert [f"{timezone.localtime(row.at):%H:%M}" for row in client.get(PAGE).context["readers"]] == ["09:00", "08:59"]


def test_who_only_claims_to_be_somebody_is_told_nothing(
    client: Client, neighbour: User, party: Party, read: Read
) -> None:
    represent(user=neighbour, party=party, scope="own", since=SINCE)
    client.force_login(neighbour)

    answer = client.get(PAGE)

    assert (answer.context["readers"], answer.context["is_checked"]) == ([], False)
    assert "đối chiếu giấy tờ" in answer.content.decode()


def test_an_agent_is_not_told_who_read_the_data_of_their_principal(
    client: Client, neighbour: User, party: Party, read: Read
) -> None:
    represent(user=neighbour, party=party, scope="authorised", since=SINCE, at=timezone.now())
    client.force_login(neighbour)

    assert client.get(PAGE).context["readers"] == []


def test_the_page_is_in_the_menu_of_everybody_who_is_signed_in(client: Client, citizen: User, officer: User) -> None:
    for user, address in ((citizen, "/ho-so/"), (officer, "/can-bo/")):
        client.force_login(user)
        assert f'href="{PAGE}"' in client.get(address).content.decode()
