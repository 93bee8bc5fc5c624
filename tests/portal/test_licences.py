"""What is built of others' work carries its licence, and says so where people look."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from portal.licences import works
from tests.house.tree import ROOT

ONLY_BUILDS = {"sass"}
FRONT_END: dict[str, str] = json.loads((ROOT / "package.json").read_text())["dependencies"]


def test_every_front_end_part_has_its_licence() -> None:
    assert {work.name for work in works()} == set(FRONT_END) - ONLY_BUILDS


@pytest.mark.parametrize("name", sorted(set(FRONT_END) - ONLY_BUILDS))
def test_a_licence_is_the_whole_text(name: str) -> None:
    work = next(work for work in works() if work.name == name)
    path = finders.find(f"licences/{work.file}")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as text:
        words = text.read()
    assert "Copyright" in words
    assert "Permission is hereby granted" in words or "SIL OPEN FONT LICENSE" in words


@pytest.mark.django_db
def test_the_page_of_open_source_is_reached_from_every_foot(client: Client) -> None:
    address = reverse("portal:open_source")
    assert address in client.get("/").content.decode()
    page = client.get(address).content.decode()
    assert all(work.name in page for work in works())
