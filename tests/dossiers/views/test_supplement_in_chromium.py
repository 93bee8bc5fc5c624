"""A supplement from end to end on a small phone: one paper and one answer, asked for, mended, read old beside new."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from dossiers.models import Dossier
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.factories import in_appraisal, photo

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
NAME = "worker_full_name"
ACT = "#yeu-cau-bo-sung"


@pytest.fixture
def opened_by(open_page: Any, client: Client) -> Any:
    """Opens a page signed in as somebody, with or without scripts."""

    def opened(user: Any, address: str, *, scripts: bool) -> Page:
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page: Page = open_page(address, 360, scripts, **{settings.SESSION_COOKIE_NAME: session})
        return page

    return opened


def fits(page: Page, *, scripts: bool) -> None:
    """Nothing wider than the phone, no accessibility fault, as far as scripts may ask."""
    if scripts:
        assert overflow(page) <= 0, page.url
        assert faults(page) == [], page.url


def ask(page: Page, *, scripts: bool) -> None:
    """Tick the first paper and the worker's name; why stands under a box once it is ticked."""
    page.locator(f"{ACT} > summary").click()
    assert not page.locator(f"{ACT} select[name=why_0]").is_visible()
    page.locator(f"{ACT} input[name=tick_0]").check()
    page.locator(f"{ACT} select[name=why_0]").select_option("unreadable")
    row = page.locator(f"{ACT} .mc-tick", has_text="Họ và tên (chữ in hoa")
    page.locator(f"{ACT} details", has=page.locator(".mc-tick", has_text="Họ và tên (chữ in hoa")).locator(
        "summary"
    ).click()
    row.locator("input[type=checkbox]").focus()
    page.keyboard.press("Space")
    row.locator("select").select_option("does-not-agree")
    row.locator("input.govuk-input").fill("Theo trang 2 hộ chiếu")
    fits(page, scripts=scripts)
    with page.expect_navigation():
        page.locator(f"{ACT} form > button.govuk-button").click()


def mend(page: Page, *, scripts: bool) -> None:
    """The paper, then the answer; then all of it is sent."""
    fits(page, scripts=scripts)
    page.locator("main a", has_text="Tải lên").click()
    file: Any = {"name": "moi.jpg", "mimeType": "image/jpeg", "buffer": photo("gold")}
    page.locator("main input[type=file]").set_input_files(file)
    with page.expect_navigation():
        page.locator("main form[enctype] button[type=submit]").click()
    page.locator("main a", has_text="Sửa câu trả lời").click()
    fits(page, scripts=scripts)
    assert page.locator("main .govuk-input").count() == 1
    page.fill(f"#id_{NAME}", "TRAN VAN BINH")
    with page.expect_navigation():
        page.locator("main form button.govuk-button", has_text="Lưu, chưa gửi").click()
    fits(page, scripts=scripts)
    with page.expect_navigation():
        page.locator("main form button", has_text="Gửi bổ sung").click()


@pytest.mark.parametrize("scripts", [False, True])
def test_one_paper_and_one_answer_are_asked_for_mended_and_read(
    opened_by: Any, edition: Any, citizen: Any, clerk: Any, officer: Any, scripts: bool
) -> None:
    dossier = in_appraisal(edition, citizen, clerk, timezone.now())
    before = dossier.answers

    ask(opened_by(officer, f"/can-bo/ho-so/{dossier.code}/", scripts=scripts), scripts=scripts)
    mend(opened_by(citizen, f"/ho-so/{dossier.code}/bo-sung/", scripts=scripts), scripts=scripts)
    page = opened_by(officer, f"/can-bo/ho-so/{dossier.code}/", scripts=scripts)

    assert Dossier.objects.get(pk=dossier.pk).answers == {**before, NAME: "TRAN VAN BINH"}
    row = page.locator(".govuk-summary-list__row", has_text="TRAN VAN BINH")
    assert row.is_visible()
    assert row.locator("del").inner_text() == before[NAME]
    assert page.locator(".mc-viewer__list a", has_text="moi.jpg").count() == 1
    fits(page, scripts=scripts)
