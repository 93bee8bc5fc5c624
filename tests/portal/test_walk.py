"""Every link of every page leads somewhere, for everybody, in both languages."""

import re
from collections import Counter, deque
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from django.utils import translation

from people.models import User
from portal.demo.accounts import DEMO_ACCOUNTS

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]*)')
ALIKE = 2  # so many addresses of one view are asked for, with and without a query
OFFICERS = ("motcua", "chuyenvien", "truongphong", "lanhdao", "vanthu", "ketoan", "thanhtra")
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def world(catalogue: None) -> None:
    """The demo world."""
    call_command("seed_demo", verbosity=0)


def test_no_link_is_dead_for_anybody_in_either_language(world: None) -> None:
    dead = {
        (name, home): links for name in ("", *DEMO_ACCOUNTS) for home in ("/", "/en/") if (links := _walk(name, home))
    }

    assert dead == {}


def _walk(name: str, home: str) -> list[tuple[int, str, str]]:
    """Status and address of what did not answer, and the page that leads there."""
    client, seen, alike, dead = Client(), set[str](), Counter[tuple[str, bool]](), []
    if name:
        client.force_login(User.objects.get(username=name))
    ahead = deque([(home, "")])
    if name in OFFICERS:
        ahead.append((f"{home}can-bo/", ""))
    while ahead:
        path, source = ahead.popleft()
        kind = (_view(path), "?" in path)
        if path in seen or alike[kind] == ALIKE:
            continue
        seen.add(path)
        alike[kind] += 1
        answer = client.get(path, follow=True)
        if answer.status_code >= 400:
            dead.append((answer.status_code, path, source))
        if "html" in answer.get("Content-Type", ""):
            ahead.extend((link, path) for link in _links(answer.content.decode(), path, home))
    return dead


def _links(page: str, path: str, home: str) -> list[str]:
    """Addresses of this site that the page links to, in the language that is walked."""
    links = [unescape(link) for link in LINK.findall(page)]
    links = [path.partition("?")[0] + link if link.startswith("?") else link for link in links]
    own = [link for link in links if link.startswith("/") and not link.startswith("/static/")]
    return [link for link in own if link.startswith("/en/") == (home == "/en/")]


def _view(path: str) -> str:
    with translation.override("en" if path.startswith("/en/") else "vi"):
        return resolve(path.partition("?")[0]).view_name
