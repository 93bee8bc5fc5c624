"""A small catalogue for pages and the API; random cases take the seconds they need and leave nothing behind."""

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings

from procedures.actions import load_catalogue
from procedures.editions.files import FOLDER
from tests.conftest import at

settings.register_profile("unhurried", deadline=None, database=None)
settings.load_profile("unhurried")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three real procedure files, to be changed at will."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for slug in ("cap-giay-phep-lao-dong", "tro-cap-tho-cung-liet-si", "dang-ky-noi-quy-lao-dong"):
        shutil.copy(FOLDER / f"{slug}.toml", folder)
    return folder


@pytest.fixture
def loaded(db: None, folder: Path) -> Path:
    """The three files, loaded on 2 March 2026."""
    load_catalogue(at=at("2026-03-02 09:00"), folder=folder)
    return folder


def replace(file: Path, before: str, after: str) -> None:
    """Change one place of a file, which must be there."""
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))


def text(client: Client, address: str) -> str:
    """What a reader sees in the middle of a page, on one line."""
    response = client.get(address)
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"\s+([,.:;)])", r"\1", re.sub(r"<[^>]+>", " ", main.partition(">")[2]))
    return " ".join(unescape(main).split())


def answer(client: Client, address: str, **query: str) -> Any:
    """The body of the API's answer, which is 200."""
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


def refusal(client: Client, address: str, **query: str) -> Any:
    """The body of the API's refusal, which is 400: messages by field."""
    response = client.get(address, query)
    assert response.status_code == 400, response.content
    return response.json()
