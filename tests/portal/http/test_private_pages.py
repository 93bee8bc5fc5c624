"""Pages of whoever is signed in are kept nowhere; those of strangers may be."""

from typing import Any

import pytest
from django.test import Client

from people.models import User

pytestmark = pytest.mark.django_db
ADDRESSES = ["/", "/ho-so/", "/thong-bao/", "/tra-cuu/", "/api/v1/dossiers/", "/khong-co/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_whoever_is_signed_in_is_kept_nowhere(client: Client, citizen: User, address: str) -> None:
    client.force_login(citizen)

    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_an_answer_to_a_token_is_kept_nowhere(client: Client) -> None:
    response = client.get("/api/v1/procedures/", headers={"Authorization": "Token x"})

    assert response["Cache-Control"] == "private, no-store"


def test_a_strangers_page_may_be_kept(client: Client) -> None:
    assert "Cache-Control" not in client.get("/")


def test_signing_out_clears_what_the_browser_kept(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    response: Any = client.post("/dang-xuat/")

    assert response.status_code == 302
    assert response["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get("/")
