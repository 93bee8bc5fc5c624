"""The schema of the API: the same for everybody, so made once."""

import time

import pytest
from django.test import Client

from portal import schema

pytestmark = pytest.mark.django_db


def test_strangers_make_it_once_whatever_they_ask_for(client: Client) -> None:
    schema._document.cache_clear()
    words = ("", "?lang=vi", "?lang=xx", "?version=7", "?version=" + "9" * 100)

    answers = [client.get(f"/api/schema/{each}") for each in words]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert schema._document.cache_info().misses == 1


def test_once_made_it_costs_a_hundredth(client: Client) -> None:
    schema._document.cache_clear()
    costs = []
    for _n in range(4):
        begun = time.process_time()
        client.get("/api/schema/")
        costs.append(time.process_time() - begun)

    assert min(costs[1:]) < costs[0] / 5


def test_a_program_reads_it_as_json(client: Client) -> None:
    as_json = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert as_json.json()["openapi"]
    assert as_json["Content-Type"] == "application/vnd.oai.openapi+json"
