"""In a real browser: every paper of a draft is given from one page, on a telephone, with and without scripts."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from dossiers.models import Dossier
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.factories import photo
from tests.support.posting import begin
from tests.support.uploads import scan

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(client: Client, edition: Any, citizen: Any) -> Dossier:
    """Begun on the start page, with no file yet."""
    return begin(client, edition, citizen)


@pytest.fixture
def open_papers(open_page: Any, client: Client, draft: Dossier) -> Any:
    """Opens the page of all papers, as the applicant, on a telephone."""

    def opened(scripts: bool = True) -> Page:
        cookie = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        page: Page = open_page(f"/ho-so/{draft.ref}/giay-to/", 360, scripts, **cookie)
        return page

    return opened


def wanted(draft: Dossier) -> list[str]:
    """The keys of six papers."""
    return [row["key"] for row in draft.components if not row.get("from_form")][:6]


def chosen(number: int) -> dict[str, Any]:
    """A file as a person picks it: a scan first, then photographs."""
    if number == 0:
        return {"name": "quét.pdf", "mimeType": "application/pdf", "buffer": scan(2)}
    return {"name": f"ảnh {number}.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(900 + number, 1200))}


def choose(page: Page, key: str, *files: dict[str, Any]) -> None:
    """Pick files for one component."""
    page.set_input_files(f"#tep-{key}", list(files))


def row(page: Page, key: str) -> Any:
    """The row of one component."""
    return page.locator(f"#giay-{key}")


def test_six_papers_are_given_from_one_page_without_another_load(open_papers: Any, draft: Dossier) -> None:
    page, loads = open_papers(), []
    page.wait_for_load_state("networkidle")
    page.on("load", lambda _page: loads.append(page.url))

    for number, key in enumerate(wanted(draft)):
        choose(page, key, chosen(number))
    for key in wanted(draft):
        expect(row(page, key).get_by_text("Đủ, 1 tệp")).to_be_visible(timeout=30_000)

    assert len(wanted(draft)) == 6
    assert sorted(draft.attachments.values_list("component", flat=True)) == sorted(wanted(draft))
    assert loads == []
    expect(page.locator("[data-uploads-status]")).to_contain_text("Đã nhận")
    assert (faults(page), overflow(page)) == ([], 0)


def test_without_scripts_one_button_sends_six_papers(open_papers: Any, draft: Dossier) -> None:
    page, loads = open_papers(scripts=False), []
    page.on("load", lambda _page: loads.append(page.url))

    for number, key in enumerate(wanted(draft)):
        choose(page, key, chosen(number))
    page.get_by_role("button", name="Tải lên các tệp đã chọn").click()
    page.wait_for_load_state()

    assert page.get_by_text("Đủ, 1 tệp").count() == 6
    assert draft.attachments.count() == 6
    assert len(loads) == 1
    assert overflow(page) == 0


def test_an_upload_that_is_cut_is_sent_again_by_itself(open_papers: Any, draft: Dossier) -> None:
    page, key, cuts = open_papers(), wanted(draft)[0], []
    page.clock.install()

    def cut(route: Any) -> None:
        if route.request.method == "POST" and len(cuts) < 2:
            cuts.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/giay-to/", cut)
    choose(page, key, chosen(1))
    expect(page.locator("[data-uploads-status]")).to_contain_text("tự gửi lại")
    page.clock.run_for(1500)
    page.clock.run_for(4000)

    expect(row(page, key).get_by_text("Đủ, 1 tệp")).to_be_visible(timeout=30_000)
    assert len(cuts) == 2
    assert draft.attachments.count() == 1


def test_once_all_tries_are_cut_a_button_sends_it_again(open_papers: Any, draft: Dossier) -> None:
    page, (first, second, *_rest) = open_papers(), wanted(draft)
    page.clock.install()
    page.route("**/giay-to/", lambda route: route.abort("internetdisconnected"))
    choose(page, first, chosen(1))
    again = row(page, first).get_by_role("button", name="Gửi lại")
    for _pause in range(8):
        page.clock.run_for(3000)
    expect(again).to_be_visible()
    expect(row(page, first)).to_contain_text("Mất mạng khi đang gửi ảnh 1.jpg")

    page.unroute("**/giay-to/")
    choose(page, second, chosen(2))
    expect(row(page, second).get_by_text("Đủ, 1 tệp")).to_be_visible(timeout=30_000)
    again.click()

    expect(row(page, first).get_by_text("Đủ, 1 tệp")).to_be_visible(timeout=30_000)
    assert draft.attachments.count() == 2


def test_a_bad_file_is_named_at_its_row_and_others_stay(open_papers: Any, draft: Dossier) -> None:
    page, key = open_papers(), wanted(draft)[0]
    bad = {"name": "thư.docx", "mimeType": "application/msword", "buffer": b"PK\x03\x04 word"}
    empty = {"name": "trống.pdf", "mimeType": "application/pdf", "buffer": b""}

    choose(page, key, chosen(1), bad, empty)

    expect(row(page, key)).to_contain_text("“trống.pdf” trống", timeout=30_000)
    expect(row(page, key).get_by_text("Đủ, 1 tệp")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_photographs_are_turned_and_put_in_order(open_papers: Any, draft: Dossier, scripts: bool) -> None:
    page, key = open_papers(scripts), wanted(draft)[0]
    choose(page, key, chosen(1), chosen(2))
    if not scripts:
        page.get_by_role("button", name="Tải lên các tệp đã chọn").click()
    expect(row(page, key).get_by_text("Đủ, 2 tệp")).to_be_visible(timeout=30_000)
    names = row(page, key).locator(".mc-files a span")
    expect(names).to_have_text(["ảnh 1.jpg", "ảnh 2.jpg"])

    row(page, key).get_by_role("button", name="Xuống ảnh 1.jpg").click()
    expect(names).to_have_text(["ảnh 2.jpg", "ảnh 1.jpg"])
    picture = row(page, key).locator("img").nth(1)
    before = picture.get_attribute("src")
    row(page, key).get_by_role("button", name="Xoay ảnh 1.jpg").click()
    expect(picture).not_to_have_attribute("src", str(before))

    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    if scripts:  # without them no page can be asked
        assert picture.evaluate("i => [i.naturalWidth, i.naturalHeight]") == [1200, 901]
        expect(row(page, key).get_by_role("button", name="Xoay ảnh 1.jpg")).to_be_focused()
    row(page, key).get_by_role("button", name="Xóa ảnh 1.jpg").click()
    expect(row(page, key).get_by_text("Đủ, 1 tệp")).to_be_visible()
