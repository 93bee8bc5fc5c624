"""In a real browser: an officer goes through the papers of a dossier beside its form, by keys and without loads."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from dossiers.models import Dossier
from people.models import Read
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.factories import in_appraisal

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_as(open_page: Any, client: Client) -> Any:
    """Opens a page signed in as somebody, at a width, with or without scripts."""

    def opened(user: Any, address: str, width: int = 1280, scripts: bool = True, **cookies: str) -> Page:
        client.force_login(user)
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        page: Page = open_page(address, width, scripts, **cookies)
        return page

    return opened


@pytest.fixture
def dossier(edition: Any, citizen: Any, clerk: Any) -> Dossier:
    """In appraisal, with a photograph for each required component."""
    return in_appraisal(edition, citizen, clerk)


def image(page: Page, file: Any) -> Any:
    """The photograph in the viewer, once it is there."""
    return page.locator(f"[data-viewer-sheet] img.mc-viewer__turned[src$='/tep/{file.pk}/']")


def test_all_papers_are_seen_and_a_proposal_made_in_three_loads(open_as: Any, officer: Any, dossier: Dossier) -> None:
    page, loads, files = open_as(officer, "/can-bo/?view=all"), [], list(dossier.attachments.all())
    page.wait_for_load_state("networkidle")  # the list's own load is over, and told
    page.on("load", lambda _page: loads.append(page.url))

    page.get_by_role("link", name=str(dossier.code)).first.click()
    page.wait_for_url("**/ho-so/**")
    page.wait_for_load_state("networkidle")
    for file in files:
        page.keyboard.press("F4")
        expect(image(page, file)).to_be_visible()
    expect(page.locator("[data-section]:not([open])")).to_have_count(0)
    page.get_by_label("Đồng ý giải quyết").check()
    page.get_by_role("button", name="Trình phê duyệt").click()
    page.get_by_text("Đang trình phê duyệt").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Danh sách hồ sơ").click()
    page.wait_for_url("**/can-bo/?view=all")
    page.wait_for_load_state("networkidle")

    assert len(files) >= 4
    assert len(loads) == 3
    read = Read.objects.filter(what=Read.What.ATTACHMENT).values_list("item", flat=True)
    assert sorted(read) == sorted(file.pk for file in files)


def test_keys_zoom_and_turn_what_is_shown(open_as: Any, officer: Any, dossier: Dossier) -> None:
    first = dossier.attachments.all()[0]
    page = open_as(officer, f"/can-bo/ho-so/{dossier.code}/?giay-to={first.pk}")
    shown = image(page, first)
    expect(shown).to_be_visible()
    page.locator("[data-viewer-stage]").focus()
    before = shown.bounding_box()
    for key in ("+", "r"):
        page.keyboard.press(key)

    after = shown.bounding_box()
    assert after["width"] == pytest.approx(before["width"] * 1.5, rel=0.05)
    expect(shown).to_have_class("mc-viewer__turned mc-viewer__turned--1")


def test_keys_leave_alone_what_is_typed_and_go_both_ways(open_as: Any, officer: Any, dossier: Dossier) -> None:
    first, second, *_rest = dossier.attachments.all()
    page = open_as(officer, f"/can-bo/ho-so/{dossier.code}/?giay-to={first.pk}")
    expect(image(page, first)).to_have_class("mc-viewer__turned mc-viewer__turned--0")
    words = page.locator("#trinh-ky textarea").first

    words.press_sequentially("r+-")
    words.press("F4")

    expect(image(page, first)).to_have_class("mc-viewer__turned mc-viewer__turned--0")
    page.locator("h1").click()
    page.keyboard.press("F4")
    expect(image(page, second)).to_be_visible()
    page.keyboard.press("Shift+F4")
    expect(image(page, first)).to_be_visible()
    assert f"giay-to={first.pk}" in page.url
    assert words.input_value() == "r+-"


def test_without_scripts_a_paper_is_a_link_to_the_page_with_it(open_as: Any, officer: Any, dossier: Dossier) -> None:
    first, second, *_rest = dossier.attachments.all()
    page = open_as(officer, f"/can-bo/ho-so/{dossier.code}/?list=queue%3Fview%3Dall", scripts=False)

    page.locator(f"#tep-{first.pk}").click()
    page.get_by_role("link", name="Giấy tờ sau").click()

    shown = page.locator("[data-viewer-sheet] img")
    assert shown.get_attribute("src").endswith(f"/tep/{second.pk}/")
    assert "list=queue%3Fview%3Dall" in page.url
    page.get_by_role("link", name="Đóng khung xem").click()
    assert page.url.endswith("?list=queue%3Fview%3Dall")


@pytest.mark.parametrize(("width", "contrast"), [(320, "thuong"), (1280, "thuong"), (1280, "cao")])
def test_the_viewer_is_accessible_and_fits_the_screen(
    open_as: Any, officer: Any, dossier: Dossier, width: int, contrast: str
) -> None:
    file = dossier.attachments.all()[0]

    for page_name in (f"?giay-to={file.pk}", "nguoi-nop/"):
        page = open_as(officer, f"/can-bo/ho-so/{dossier.code}/{page_name}", width, tuong_phan=contrast)
        page.wait_for_load_state("networkidle")
        assert faults(page) == [], page_name
        assert overflow(page) <= 0, page_name
