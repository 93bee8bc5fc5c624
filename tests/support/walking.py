"""A person in a browser: signs in, fills forms as they stand on the page, opens papers."""

import io
import re
import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page
from pypdf import PdfReader

from portal.demo.accounts import DEMO_PASSWORD
from tests.support.browsing import faults, overflow
from tests.support.typing_in import inputs

PATIENCE = 45  # seconds for the worker to make a file


class Person:
    """One account in a browser of its own; every page it opens is looked at."""

    def __init__(self, browser: Browser, address: str, name: str, *, scripts: bool = True, width: int = 1280) -> None:
        size: Any = {"width": width, "height": 900}
        self.context: BrowserContext = browser.new_context(
            viewport=size, java_script_enabled=scripts, base_url=address, ignore_https_errors=True
        )
        self.page: Page = self.context.new_page()
        self.name, self.scripts = name, scripts

    def sign_in(self) -> None:
        """On the page where one is asked to."""
        self.page.fill("[name=login]", self.name)
        self.page.fill("[name=password]", DEMO_PASSWORD)
        self.go(self.page.locator("main button[type=submit]"))

    def arrive(self, path: str) -> None:
        """Open *path* signed in."""
        self.page.goto(path)
        if "/dang-nhap/" in self.page.url:
            self.sign_in()
            self.page.goto(path)
        self.look()

    def look(self) -> None:
        """Check the page: no accessibility fault, and it fits the screen; without scripts axe cannot run."""
        if self.scripts:
            assert faults(self.page) == [], self.page.url
            assert overflow(self.page) <= 0, self.page.url

    def press(self, words: str) -> None:
        """Press the button with these words, and look at what comes."""
        self.go(self.page.get_by_role("button", name=words, exact=True).first)
        assert "/dang-nhap/" not in self.page.url
        self.look()

    def follow(self, words: str) -> None:
        """Follow the link with these words, and look at what comes."""
        self.go(self.page.locator("main").get_by_role("link", name=words).first)
        self.look()

    def go(self, way: Locator) -> None:
        """Click, and wait for the page that comes: a click alone may return on the page that goes."""
        with self.page.expect_navigation():
            way.click()

    def paper(self, words: str) -> str:
        """The text of a paper on this page, once the worker has made its file."""
        deadline = time.monotonic() + PATIENCE
        link = self.page.get_by_role("link", name=re.compile(f"^{re.escape(words)}"))  # not "open when it is there: …"
        while not link.count() and time.monotonic() < deadline:
            time.sleep(0.5)
            self.page.reload()
        answer = self.context.request.get(str(link.first.get_attribute("href")))
        assert answer.headers["content-type"] == "application/pdf"
        pages = PdfReader(io.BytesIO(answer.body())).pages
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))

    def answer(self, question: dict[str, Any], value: Any) -> None:
        """Fill in one question as it stands on the page, each of its inputs by what it is."""
        if question["type"] == "radio":
            self.page.check(f"[name='{question['key']}'][value='{value}']")
            return
        for name, text in inputs(question, value).items():
            field = self.page.locator(f"[name='{name}']")
            if field.evaluate("input => input.localName") == "select":
                field.select_option(str(text))
            elif field.get_attribute("type") == "checkbox":
                field.check()
            elif field.get_attribute("type") != "hidden":
                field.fill(str(text))
