"""In a real browser: a paper that is being made turns into its link and is printed; Back shows what is now."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from dossiers.models import Paper
from dossiers.papers.render import render_batch
from tests.support.browsing import NEEDS_CHROMIUM
from tests.support.factories import draft, in_appraisal, submitted

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
COUNT_PRINTS = "window.print = () => { top.printed = [...(top.printed ?? []), location.pathname] }"


@pytest.fixture
def open_as(open_page: Any, client: Client) -> Any:
    """Opens a page signed in as somebody, with or without scripts."""

    def opened(user: Any, address: str, scripts: bool = True) -> Page:
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page: Page = open_page(address, 1280, scripts, **{settings.SESSION_COOKIE_NAME: session})
        return page

    return opened


def test_accepting_prints_the_receipt_once(open_as: Any, edition: Any, citizen: Any, clerk: Any) -> None:
    dossier = submitted(edition, citizen)
    page = open_as(clerk, reverse("dossiers:at_work", args=[dossier.name]))
    page.context.add_init_script(COUNT_PRINTS)

    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    page.wait_for_selector("iframe", state="attached", timeout=120_000)

    receipt = dossier.papers.get(kind=Paper.Kind.RECEIPT)
    assert page.locator("iframe").get_attribute("src") == page.url.partition("/can-bo")[0] + reverse(
        "dossiers:issued", args=[dossier.name, receipt.pk]
    )
    for _turn in range(50):
        if prints := page.evaluate("window.printed ?? []"):
            break
        page.wait_for_timeout(100)
    assert len(prints) == 1
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator("iframe").count() == 0


def test_a_paper_being_made_becomes_its_link_and_what_is_typed_stays(
    open_as: Any, edition: Any, citizen: Any, clerk: Any, officer: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    page = open_as(officer, reverse("dossiers:at_work", args=[dossier.name]))
    assert "đang tạo tệp" in page.locator("[data-being-made]").inner_text()
    page.get_by_text("Yêu cầu bổ sung", exact=True).first.click()
    page.get_by_label("Lý do yêu cầu bổ sung").fill("Ảnh mờ")

    render_batch(timezone.now() + timedelta(minutes=10))

    page.wait_for_selector("a[data-paper=receipt]", timeout=120_000)  # a loaded machine renders slowly
    assert page.locator("[data-being-made]").count() == 0
    assert page.get_by_label("Lý do yêu cầu bổ sung").input_value() == "Ảnh mờ"


def test_without_scripts_a_link_opens_the_paper_when_it_is_there(
    open_as: Any, edition: Any, citizen: Any, clerk: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    page = open_as(citizen, f"/ho-so/{dossier.code}/", scripts=False)

    page.get_by_role("link", name="mở khi có").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Tệp đang được tạo"
    assert page.get_by_role("link", name="Mở lại").count() == 1


def test_back_to_the_check_page_after_filing_says_that_it_was_filed(open_as: Any, edition: Any, citizen: Any) -> None:
    begun = draft(edition, citizen)
    page = open_as(citizen, f"/ho-so/{begun.ref}/kiem-tra/")
    page.get_by_role("button", name="Nộp hồ sơ", exact=True).click()
    page.wait_for_url("**/da-nop/")

    page.go_back()

    page.get_by_role("heading", name="Đã nộp hồ sơ").wait_for()
    assert "Chưa có gì được gửi đi" not in page.content()
