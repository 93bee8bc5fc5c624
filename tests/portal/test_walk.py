"""Every link of every page leads somewhere and every label to its field, for everybody, in both languages."""

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
from tests.support.markup import faults_of

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]*)')
ALIKE = 2  # so many addresses of one view are asked for, with and without a query
OFFICERS = ("motcua", "chuyenvien", "truongphong", "lanhdao", "vanthu", "ketoan", "thanhtra")
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def world(catalogue: None) -> None:
    """The demo world."""
    call_command("seed_demo", verbosity=0)


def test_no_link_is_dead_and_no_label_astray_for_anybody_in_either_language(world: None) -> None:
    faults = {
        (name, home): rows for name in ("", *DEMO_ACCOUNTS) for home in ("/", "/en/") if (rows := _walk(name, home))
    }

    assert faults == {}


def _walk(name: str, home: str) -> list[tuple[object, str, str]]:
    """Status and address of what did not answer, and the page that leads there; and what is wrong with a page."""
    client, seen, alike, faults = Client(), set[str](), Counter[tuple[str, bool]](), []
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
            faults.append((answer.status_code, path, source))
        if "html" in answer.get("Content-Type", ""):
            page = answer.content.decode()
            ahead.extend((link, path) for link in _links(page, path, home))
            faults += [(fault, path, source) for fault in _faults(page, path)]
    return faults


def _links(page: str, path: str, home: str) -> list[str]:
    """Addresses of this site that the page links to, in the language that is walked."""
    links = [unescape(link) for link in LINK.findall(page)]
    links = [path.partition("?")[0] + link if link.startswith("?") else link for link in links]
    own = [link for link in links if link.startswith("/") and not link.startswith("/static/")]
    return [link for link in own if link.startswith("/en/") == (home == "/en/")]


def _faults(page: str, path: str) -> list[str]:
    """What is wrong with the markup; the stock administration and the API's documentation are not ours."""
    return [] if "/quan-tri/" in path or "/api/" in path else faults_of(page)


def _view(path: str) -> str:
    with translation.override("en" if path.startswith("/en/") else "vi"):
        return resolve(path.partition("?")[0]).view_name
