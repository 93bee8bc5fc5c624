"""A real Chromium for tests, and the accessibility checks of every page in it."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
# A paper in a frame is drawn in the process of its page: Playwright falls over a frame of another one that goes.
FLAGS.append("--disable-features=PdfOopif")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NEEDS_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM or not AXE.exists(), reason="no Chromium or no axe-core here"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a file."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Any]:
    """Opens an address at a width, with display cookies if wanted."""
    contexts = []

    def opened(address: str, width: int = 1280, scripts: bool = True, **cookies: str) -> Page:
        size: Any = {"width": width, "height": 900}
        context = chromium.new_context(viewport=size, java_script_enabled=scripts)
        contexts.append(context)
        url = str(live_server.url)
        context.add_cookies([{"name": k, "value": v, "url": url} for k, v in cookies.items()])
        page = context.new_page()
        page.goto(url + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def faults(page: Page) -> list[str]:
    """The violations that axe reports, with the elements."""
    page.evaluate(AXE.read_text())
    report = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    return [f"{row['id']}: {[n['target'] for n in row['nodes']]}" for row in report["violations"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
