"""The pages in a real Chromium: no accessibility fault, nothing wider than the screen, no script needed."""

from datetime import date
from typing import Any

import pytest

from people.actions import appoint, open_agency
from people.models import User
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow

PAGES = [
    "/",
    "/dang-nhap/",
    "/dang-ky/",
    "/cach-hien-thi/",
    "/tro-giup/",
    "/rieng-tu/",
    "/kha-nang-tiep-can/",
    "/khong-co/",
]
pytestmark = NEEDS_CHROMIUM


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_has_no_accessibility_fault_and_fits(open_page: Any, address: str, width: int) -> None:
    page = open_page(address, width)

    assert faults(page) == []
    assert overflow(page) <= 0


def test_on_a_phone_the_page_begins_within_its_first_third(open_page: Any) -> None:
    page = open_page("/tro-giup/", 360, scripts=False)

    assert page.locator("h1").bounding_box()["y"] < 220
    for tool in page.locator(".mc-header__tools a").all():  # named for who cannot see the marks
        assert tool.inner_text().strip()
        assert min(tool.bounding_box()[side] for side in ("width", "height")) >= 44


@pytest.mark.parametrize("address", ["/", "/dang-nhap/"])
def test_high_contrast_and_large_text_have_no_fault_either(open_page: Any, address: str) -> None:
    page = open_page(address, 320, tuong_phan="cao", co_chu="lon")

    assert faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("contrast", ["thuong", "cao"])
def test_every_component_of_the_officers_side_is_accessible(open_page: Any, contrast: str) -> None:
    user = User.objects.create_user("canbo", password="MotCua@2026")
    unit = open_agency(code="MC", name="Bộ phận", kind="desk", since=date(2024, 1, 1))
    appoint(user=user, unit=unit, role="desk", since=date(2024, 1, 1))
    page = open_page("/dang-nhap/?next=/_ui/", tuong_phan=contrast)
    page.fill("[name=login]", "canbo")
    page.fill("[name=password]", "MotCua@2026")
    page.click("main button[type=submit]")

    assert page.title().endswith("Thành phần giao diện – Một Cửa")
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert overflow(page) <= 0


def test_without_scripts_a_form_with_errors_still_says_what_to_mend(open_page: Any) -> None:
    page = open_page("/dang-nhap/", 360, scripts=False)

    page.click("main button[type=submit]")

    page.wait_for_selector(".govuk-error-summary")
    assert page.title().startswith("Lỗi:")
    assert page.locator(".govuk-error-summary a").count() == 2


def test_with_scripts_the_summary_takes_the_focus(open_page: Any) -> None:
    page = open_page("/dang-nhap/")

    page.click("main button[type=submit]")

    page.wait_for_selector(".govuk-error-summary:focus")


def test_no_page_breaks_its_own_content_policy(open_page: Any) -> None:
    page = open_page("/")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    page.reload()
    page.wait_for_load_state("networkidle")

    assert complaints == []


def test_a_first_visit_fetches_two_fonts_and_few_files(open_page: Any) -> None:
    page = open_page("/")
    page.wait_for_load_state("networkidle")

    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert len([name for name in names if name.endswith(".woff2")]) == 2
    assert len(names) <= 7
