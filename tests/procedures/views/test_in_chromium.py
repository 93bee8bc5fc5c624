"""The page of a procedure in a browser: it begins on the first screen, unfolds without scripts, and prints whole."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from procedures.actions import load_catalogue
from tests.conftest import at
from tests.support.browsing import NEEDS_CHROMIUM

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
PERMIT = "/thu-tuc/cap-giay-phep-lao-dong/"
LONG = "/thu-tuc/thanh-lap-trung-tam-gdnn-truong-trung-cap/"  # a name of 208 letters


@pytest.fixture(autouse=True)
def _catalogue(transactional_db: None) -> None:
    load_catalogue(at=at("2026-03-02 09:00"))


@pytest.mark.parametrize(("width", "lowest"), [(360, 700), (1280, 600)])
@pytest.mark.parametrize("address", [PERMIT, LONG, f"/en{PERMIT}"])
@pytest.mark.parametrize("contrast", ["", "cao"])
def test_the_start_is_on_the_first_screen(open_page: Any, address: str, width: int, lowest: int, contrast: str) -> None:
    page = open_page(address, width, scripts=False, tuong_phan=contrast)

    box = page.locator(".mc-brief__start").bounding_box()

    assert box["y"] < lowest


def test_a_link_of_the_contents_unfolds_its_part_without_scripts(open_page: Any) -> None:
    page = open_page(PERMIT, scripts=False)
    law = page.get_by_role("cell", name="45/2019/QH14")
    assert not law.is_visible()

    page.locator(".mc-contents a[href='#law']").click()

    assert law.is_visible()


def test_what_is_folded_is_printed(open_page: Any) -> None:
    page = open_page(PERMIT)

    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    words = "".join("".join(sheet.extract_text() for sheet in printed.pages).split())  # the reader parts letters

    for part in ("45/2019/QH14", "Trình tự thực hiện", "Hộ chiếu", "300.000", "2.000205"):
        assert part.replace(" ", "") in words
