"""A passkey in a real Chromium, whose own authenticator holds it: enrolled on the page, and used on the way in."""

from typing import Any

import pytest
from playwright.sync_api import Page

from people.models import User
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(open_page: Any, clerk: User) -> Page:
    """The sign-in page at the width of a telephone, on a device that holds passkeys."""
    page: Page = open_page("/dang-nhap/", width=360)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def sign_in(page: Page) -> None:
    """By name and password."""
    page.fill("[name=login]", "motcua")
    page.fill("[name=password]", "MotCua@2026")
    page.click("main button[type=submit]:visible")


def test_a_passkey_is_enrolled_and_opens_the_door(page: Page) -> None:
    home = "/".join(page.url.split("/")[:3])
    sign_in(page)
    page.goto(f"{home}/tai-khoan/bao-mat/")
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    page.fill("[name=password]", "MotCua@2026")
    page.click("main button[type=submit]:visible")
    assert (faults(page), overflow(page)) == ([], 0)
    page.fill("[name=name]", "Máy ở quầy")
    page.click("main button[type=submit]:visible")
    page.wait_for_selector("h1:has-text('Mã dự phòng')")

    page.context.clear_cookies()
    page.goto(f"{home}/dang-nhap/")
    sign_in(page)
    page.wait_for_selector("form[data-passkey]")
    assert (faults(page), overflow(page)) == ([], 0)
    page.click("form[data-passkey] button")
    page.wait_for_url("**/can-bo/**")


def test_a_device_that_knows_no_passkey_is_told_in_words(page: Page) -> None:
    sign_in(page)
    page.goto("/".join(page.url.split("/")[:3]) + "/tai-khoan/bao-mat/webauthn/add/")
    page.fill("[name=password]", "MotCua@2026")
    page.click("main button[type=submit]:visible")
    page.evaluate(
        "() => { navigator.credentials.create = async () => { throw new DOMException('', 'NotAllowedError') } }"
    )

    page.click("main button[type=submit]:visible")

    error = page.locator("[data-passkey-error]")
    error.wait_for()
    assert "Chưa nhận được khóa truy cập" in error.inner_text()
