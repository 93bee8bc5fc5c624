"""A code tried in vain is locked for a while, whoever tries; other codes, and codes that there are, go on."""

from typing import Any

import pytest
from django.test import Client

from people import throttling
from tests.support.factories import submitted

pytestmark = pytest.mark.django_db
WRONG = "H99.16-260101-9999"


@pytest.fixture(autouse=True)
def _failures(settings: Any) -> Any:
    """Five in a quarter of an hour, counted anew."""
    settings.FAILURES = {"look_up": (5, 15), "slip": (5, 15)}
    throttling._counters.cache_clear()
    yield
    throttling._counters.cache_clear()


def ask(client: Client, way: str, code: str, address: str = "10.0.0.1") -> Any:
    """Look *code* up on the page or by the API."""
    path = f"/tra-cuu/?code={code}" if way == "page" else f"/api/v1/lookup/{code}/"
    return client.get(path, REMOTE_ADDR=address)


@pytest.mark.parametrize("way", ["page", "api"])
def test_the_sixth_try_of_a_wrong_code_is_told_for_how_long_to_wait(client: Client, way: str) -> None:
    answers = [ask(client, way, WRONG) for _n in range(6)]

    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert 14 * 60 < int(answers[-1]["Retry-After"]) <= 15 * 60
    assert "Thử lại sau 15 phút" in answers[-1].content.decode()


def test_it_is_locked_on_every_way_and_from_every_address(client: Client) -> None:
    for number in range(5):
        ask(client, "api" if number % 2 else "page", WRONG.lower(), f"10.0.0.{number}")

    assert ask(client, "page", WRONG, "10.0.0.77").status_code == 429
    assert ask(client, "api", WRONG, "10.0.0.78").status_code == 429


def test_other_codes_go_on_and_a_code_that_is_found_is_never_locked(client: Client, edition: Any, citizen: Any) -> None:
    dossier = submitted(edition, citizen)
    for _n in range(6):
        ask(client, "page", WRONG)

    assert [ask(client, "page", str(dossier.code)).status_code for _n in range(8)] == [200] * 8
    assert ask(client, "page", "H99.16-260101-9998").status_code == 404


def test_where_no_limit_is_set_nothing_is_locked(client: Client, settings: Any) -> None:
    settings.FAILURES = {"look_up": (0, 15)}

    assert [ask(client, "page", WRONG).status_code for _n in range(8)] == [404] * 8


def test_an_address_walks_through_few_codes_a_minute(settings: Any) -> None:
    example = (settings.BASE_DIR / ".env.example").read_text()

    assert "#RATE_LOOK_UP=30\n" in example  # a day's codes are hundreds
    assert '"RATE_LOOK_UP", 30)' in (settings.BASE_DIR / "portal" / "limits.py").read_text()
