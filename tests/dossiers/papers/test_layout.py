"""How our papers look: the sheet the form wants, tagged and archival, numbered from the second page."""

import re
from io import BytesIO
from typing import Any

import pytest
import segno
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from dossiers.models import Paper
from tests.conftest import at
from tests.support.papers import Desk, bare, made, read, with_components
from toolbox.formats import day_in_words

pytestmark = pytest.mark.django_db
A4, A5 = (595, 842), (420, 595)
SHEETS = {
    "receipt": A5,
    "supplement_request": A5,
    "reception_refusal": A5,
    "fee_receipt": A5,
    "result": A4,
    "refusal": A4,
    "stop_notice": A4,
    "apology": A4,
}
MM = 72 / 25.4
PARAGRAPH = "Không đủ điều kiện theo khoản 1 Điều 9 Nghị định 152/2020/NĐ-CP. " * 12


def test_every_kind_has_its_sheet() -> None:
    assert set(SHEETS) == set(Paper.Kind.values)


@pytest.mark.parametrize(("kind", "sheet"), SHEETS.items())
def test_a_usual_paper_is_one_page_of_the_right_size_archival_and_tagged(
    desk: Desk, kind: str, sheet: tuple[int, int]
) -> None:
    content = made(desk.issue(kind))

    reader: Any = PdfReader(BytesIO(content))
    catalogue, page = reader.trailer["/Root"], reader.pages[0]
    assert (len(reader.pages), top_lines(content, 0)) == (1, [])  # no number on the first page
    assert (round(page.mediabox.width), round(page.mediabox.height)) == sheet
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("vi", True)
    assert "/StructTreeRoot" in catalogue
    marks = catalogue["/Metadata"].get_data().decode()
    assert re.search(r'pdfaid:part(>|=")3', marks)
    assert re.search(r'pdfaid:conformance(>|=")A', marks)
    assert reader.metadata.title.endswith(Paper.objects.latest("id").reference)
    for font in page["/Resources"]["/Font"].values():
        assert "Tinos" in str(font.get_object()["/BaseFont"])
        assert "/FontFile2" in described(font.get_object())


def described(font: DictionaryObject) -> Any:
    """Where the font file hangs."""
    inner: Any = font["/DescendantFonts"]
    return inner[0].get_object()["/FontDescriptor"].get_object()


def test_a_long_letter_numbers_its_pages_from_the_second(desk: Desk) -> None:
    content = made(desk.issue("refusal", text="\n\n".join([PARAGRAPH] * 5)))

    pages = len(PdfReader(BytesIO(content)).pages)
    assert pages >= 3
    assert top_lines(content, 0) == []
    for number in range(1, pages):
        assert top_lines(content, number)[0] == str(number + 1)
        assert "Mã hồ sơ: H99.16-260302-0001" in top_lines(content, number)


def top_lines(content: bytes, page: int) -> list[str]:
    """What stands in the top margin of a page, above its text."""
    sheet, lines = PdfReader(BytesIO(content)).pages[page], []
    margin = float(sheet.mediabox.height) - (20 if sheet.mediabox.height > 600 else 10) * MM

    def look(text: str, _cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if text.strip() and tm[5] * _cm[3] + _cm[5] > margin:
            lines.append(text.strip())

    sheet.extract_text(visitor_text=look)
    return lines


def test_a_receipt_with_eighteen_papers_flows_over_pages_with_its_headings(desk: Desk, edition: Any) -> None:
    names = [f"Giấy tờ thứ {n:02d}: văn bản xác nhận không bị truy cứu trách nhiệm" for n in range(18)]
    desk.edition = with_components(edition, names)

    content = made(desk.taken_in({}))

    pages, text = PdfReader(BytesIO(content)).pages, bare(read(content))
    assert len(pages) == 2
    assert all(bare(name) in text for name in names)
    assert bare("Tên giấy tờ") in bare(read(content, page=1))
    assert bare("NGƯỜI TIẾP NHẬN HỒ SƠ") in bare(read(content, page=1))
    assert bare("Vào Sổ theo dõi") in bare(read(content, page=1))  # signatures never stand alone


def test_the_code_to_scan_is_at_least_25_millimetres_wide(desk: Desk) -> None:
    paper = desk.issue("receipt")

    drawing: Any = PdfReader(BytesIO(made(paper))).pages[0].get_contents()

    modules, _height = segno.make(paper.context["lookup_address"], error="m").symbol_size(border=4)
    scales = re.findall(rb"(?m)^(\S+) 0 0 (\S+) 0 0 cm", drawing.get_data())
    points_a_module = max(float(x) for x, y in scales if x == y) * 0.75  # CSS pixels to points
    assert 25 * MM <= points_a_module * modules <= 30 * MM


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-01-05", "ngày 05 tháng 01 năm 2026"),
        ("2026-02-28", "ngày 28 tháng 02 năm 2026"),
        ("2026-03-09", "ngày 09 tháng 3 năm 2026"),
        ("2026-12-31", "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_carry_a_zero(day: str, words: str) -> None:
    assert day_in_words(at(f"{day} 09:00").date()) == words
