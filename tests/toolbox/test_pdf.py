"""PDF rendering: archival, tagged, and with a text layer that is exactly what was written."""

import os
import shutil
import subprocess
import sys
import unicodedata
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from weasyprint.urls import FatalURLFetchingError

from toolbox import pdf

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = " ".join(unicodedata.normalize("NFC", v + tone) for v in VOWELS for tone in TONES) + " đ"
# The alphabets of the Ê Đê, Gia Rai, Ba Na, Mnông, Cơ Ho and their neighbours, with accents over accents.
PEOPLES = "H'Ƀlĭ Buôn Ƀuôr Ĕ ĕ Ŏ ŏ Ŭ ŭ Č č Ñ ñ Ƀ ƀ Ĭ ĭ ê̆ ô̆ ơ̆ ư̆ Ê̆ Ô̆ Ơ̆ Ư̆ Y Ƀhiŏ Ksơr Pŭt Siŭ Rơ̆ č̆"
PASSPORTS = "Ð Þ þ ß Ł ł Ø ø Å å Ž ž Ş ş Ğ ğ İ ı Ő ő Ű ű Ț ț Œ œ Æ æ Ŋ ŋ Ǎ ǎ Ə ə"
SENTENCE = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả của Sở Lao động - Thương binh và Xã hội"


def page(body: str) -> str:
    """A whole document in our style."""
    return (
        '<html lang="vi"><head><title>Giấy hẹn</title><link rel="stylesheet" href="built:paper.css">'
        f"</head><body><p>{body}</p></body></html>"
    )


def text_of(content: bytes) -> str:
    """All text, normalised, on one line."""
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", [LETTERS, LETTERS.upper(), SENTENCE, PEOPLES, PASSPORTS])
def test_every_vietnamese_letter_survives_to_the_extracted_text(text: str, form: str) -> None:
    written = unicodedata.normalize(form, text)

    content = pdf.render(page(pdf.printable(written)))

    assert text_of(content) == unicodedata.normalize("NFC", text)


def test_language_title_and_tags_are_set() -> None:
    reader = PdfReader(BytesIO(pdf.render(page(SENTENCE))))

    assert reader.metadata is not None
    assert reader.metadata.title == "Giấy hẹn"
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "vi"
    assert catalogue["/MarkInfo"]["/Marked"]


def test_every_font_is_embedded_and_is_ours() -> None:
    reader = PdfReader(BytesIO(pdf.render(page(f"{SENTENCE} <b>đậm</b> <i>nghiêng</i>"))))

    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    described = [descriptor(font) for font in fonts]
    assert len(described) == 3
    assert all("Tinos" in str(row["/FontName"]) and "/FontFile2" in row for row in described)


def descriptor(font: DictionaryObject) -> DictionaryObject:
    """Where the font file hangs."""
    return font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


@pytest.mark.parametrize(
    "address", ["http://example.vn/x.png", "file:///etc/passwd", "built:../../.env", "built:%2e%2e/x"]
)
def test_a_paper_reads_no_file_but_ours(address: str) -> None:
    with pytest.raises(pdf.OutsideAddress):
        pdf.read_own_file(address)


def test_a_paper_with_a_foreign_picture_is_not_made() -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf.render(page('<img alt="" src="file:///etc/hostname">'))


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Công ty 株式会社 😀", "Công ty □□□□ □"),
        ("👩\u200d👩\ufe0f x\u202ey", "□□ xy"),
        ("a\u2009b\u3000c", "a b c"),
        ("e\u0302\u0323", "ệ"),
        ("q\u0323 a\u20e3", "q\u0323 a"),
        ("\x00\x0b\ud800\ufffe", ""),
        ("dòng 1\ndòng 2\t≥ 5 € – “x”…", "dòng 1\ndòng 2\t≥ 5 € – “x”…"),
    ],
)
def test_what_our_fonts_do_not_draw_becomes_a_box_or_nothing(written: str, drawn: str) -> None:
    assert pdf.printable(written) == drawn


def test_a_paper_never_borrows_a_font_of_the_machine() -> None:
    content = pdf.render(page("Trước 😀 漢字 \U0001f1fb\U0001f1f3 sau"))

    fonts = PdfReader(BytesIO(content)).pages[0]["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    assert {name.partition("+")[2] for name in names} == {"Tinos"}
    assert text_of(content) == "Trước □ □□ □□ sau"


def test_every_face_draws_the_same_letters() -> None:
    faces = sorted((pdf.BUILT / "fonts").glob("tinos-*.ttf"))

    drawn = {frozenset(TTFont(face).getBestCmap()) for face in faces}

    assert len(faces) == 4
    assert len(drawn) == 1


def test_a_paper_can_be_made_again_after_the_folder_of_fonts_was_cleared() -> None:
    pdf.render(page(SENTENCE))
    shutil.rmtree(pdf._fonts()._folder)

    with suppress(OSError):
        pdf.render(page(SENTENCE))

    assert text_of(pdf.render(page(SENTENCE))) == SENTENCE


def test_the_next_paper_loads_no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    own = pdf.read_own_file
    pdf.render(page(SENTENCE))
    monkeypatch.setattr(pdf, "read_own_file", lambda url: read.append(url) or own(url))

    pdf.render(page(SENTENCE))

    assert [url for url in read if url.endswith(".ttf")] == []


def test_a_process_that_ends_leaves_no_fonts_behind(tmp_path: Path) -> None:
    made = (
        "import django; django.setup()\nfrom toolbox import pdf\n"
        f"pdf.render({page(SENTENCE)!r})\nassert pdf._fonts()._folder.parent.as_posix() == {str(tmp_path)!r}"
    )
    env = os.environ | {"TMPDIR": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", made], env=env, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
