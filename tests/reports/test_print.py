"""What a browser prints: figures across few sheets, forms without anything to press, nothing folded away."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page
from pypdf import PdfReader

from dossiers.models import Dossier
from people.models import User
from tests.support.browsing import NEEDS_CHROMIUM

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def printed_by(open_page: Any, client: Client, catalogue: None) -> Any:
    """Prints a page of the demo world as somebody: its sheets."""
    call_command("seed_demo", verbosity=0)

    def printed(name: str, address: str) -> PdfReader:
        client.force_login(User.objects.get(username=name))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page: Page = open_page(address, 1280, **{settings.SESSION_COOKIE_NAME: session})
        return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    return printed


def words_of(sheets: PdfReader) -> str:
    """Everything on them, without spaces: a PDF does not say where those are."""
    return "".join("".join(page.extract_text() for page in sheets.pages).split())


def test_pages_print_on_few_sheets_and_without_what_is_pressed(printed_by: Any) -> None:
    code = Dossier.objects.exclude(code=None).filter(submitted_by__username="congdan").latest("id").code
    wide = {"/lanh-dao/": 2, "/bao-cao/ii06a/": 3, "/bao-cao/overdue/": 2, "/bao-cao/first-answer/": 2}

    for address, most in wide.items():
        sheets = printed_by("lanhdao", address)
        assert len(sheets.pages) <= most, address
        assert sheets.pages[0].mediabox.width > sheets.pages[0].mediabox.height, address
        assert "Xembáocáo" not in words_of(sheets)
    form = printed_by("congdan", f"/ho-so/{code}/to-khai/")
    assert "đãxácnhậnnộidungkhaibằngphươngtiệnđiệntử" in words_of(form)
    for pressed in ("Tracứu", "Hồsơcủatôi", "Đăngxuất", "Cáchhiểnthị", "/ho-so/"):
        assert pressed not in words_of(form)
    assert "Hìnhthứcnhậnkếtquả" in words_of(printed_by("congdan", f"/ho-so/{code}/"))
