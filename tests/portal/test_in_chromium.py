"""The API's documentation in a real browser: it works offline, under the site's own content security policy."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.browsing import NEEDS_CHROMIUM

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db]


def test_the_documentation_of_the_api_is_drawn_from_our_own_files_alone(open_page: Any) -> None:
    asked: list[str] = []
    page = open_page("/")
    page.on("request", lambda request: asked.append(request.url))

    page.goto(page.url + "api/docs/")
    page.locator(".opblock").first.wait_for()

    assert page.locator(".opblock").count() > 25
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith("data:")}
    assert hosts == {urlsplit(page.url).netloc}
