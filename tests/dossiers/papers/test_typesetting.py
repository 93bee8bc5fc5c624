"""Results as Decree 30/2020, annex I, wants them: read back from the file of every template, also with long names."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from dossiers.papers.preview import typeset_sample
from dossiers.papers.results import checked
from procedures.models import ResultTemplate
from procedures.results import files
from tests.support.papers import bare, read
from toolbox.pdf import undrawable
from toolbox.refusal import InvalidInput

ALL = files.read_all()
MM = 72 / 25.4
LETTERS = "Ƀ ƀ ĭ ŏ č ñ ö ü ß ç å Đặng Thị Ẩn Quỳnh Hữu Ưỡng Ỷ ỗ ẵ ặ ẫ ằ ễ ữ ỹ ỵ"


def with_sample(content: dict[str, Any], **changes: Any) -> ResultTemplate:
    return ResultTemplate(kind=content["kind"], number=1, content={**content, **changes})


def longest(content: dict[str, Any]) -> dict[str, Any]:
    """The sample with every text as long as its field takes, up to 200 letters, of every diacritic."""
    words = (f"{LETTERS} " * 8)[:200].strip()
    texts = {
        row["key"]: words[: row.get("max_length", 200)].strip() for row in content["fields"] if "text" in row["type"]
    }
    return {**content["sample"], **texts}


def runs_of(content: bytes) -> list[tuple[int, float, float, str]]:
    """Page, left edge in millimetres, size in points and text of every run."""
    runs: list[tuple[int, float, float, str]] = []
    for number, sheet in enumerate(PdfReader(BytesIO(content)).pages):

        def look(text: str, cm: Any, tm: Any, _font: Any, size: Any, number: int = number) -> None:
            if text.strip():
                scale = abs(tm[3] * cm[3]) or 1
                runs.append((number, (tm[4] * cm[0] + cm[4]) / MM, round(size * scale, 1), text.strip()))

        sheet.extract_text(visitor_text=look)
    return runs


@pytest.mark.parametrize("content", ALL, ids=lambda content: content["kind"])
@pytest.mark.parametrize("is_long", [False, True])
def test_a_result_prints_every_value_on_its_sheet_in_our_faces(content: dict[str, Any], is_long: bool) -> None:
    sample = longest(content) if is_long else content["sample"]
    made = typeset_sample(with_sample(content, sample=sample))
    reader = PdfReader(BytesIO(made))
    text = bare(read(made)).upper()

    for row in content["fields"]:
        if "text" in row["type"] and row["key"] in sample:
            assert bare(str(sample[row["key"]])).upper() in text, row["key"]
    assert "□" not in text
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "Tinos" in str(font.get_object()["/BaseFont"])


@pytest.mark.parametrize("content", ALL, ids=lambda content: content["kind"])
def test_words_stand_within_the_margins_in_the_sizes_of_the_decree(content: dict[str, Any]) -> None:
    runs = [run for run in runs_of(typeset_sample(with_sample(content))) if "XEM" not in run[3].upper()]
    sizes = {text: size for _page, _left, size, text in runs}

    assert min(left for _page, left, _size, _text in runs) >= 29.5
    assert max(left for _page, left, _size, _text in runs) <= 195.5
    assert 12 <= sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] <= 13
    assert 13 <= sizes["Độc lập - Tự do - Hạnh phúc"] <= 14
    assert sizes["Nơi nhận:"] == 12
    assert {size for text, size in sizes.items() if text.startswith("Điều ")} <= {13.0, 14.0}
    if content["layout"] == "decision":
        assert "- Như Điều 3;" in sizes


@pytest.mark.parametrize("letters", ["鄧", "😀", "ก", "ع"])
@pytest.mark.parametrize("key", ["worker_name", "job_title"])
def test_what_would_not_be_printed_is_refused_by_its_field_and_letter(key: str, letters: str) -> None:
    content = next(content for content in ALL if content["kind"] == "giay-phep-lao-dong")
    odd = undrawable(letters)
    with pytest.raises(InvalidInput, match="không in được") as refusal:
        checked(with_sample(content), {**content["sample"], key: f"An {letters}"})
    assert list(refusal.value.errors) == [key]
    assert odd in refusal.value.message.replace(" ", "")


def test_the_letters_of_the_peoples_of_viet_nam_are_drawn() -> None:
    assert undrawable(LETTERS) == ""
