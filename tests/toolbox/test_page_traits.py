"""What a picture or a PDF shows: real sheets, photographed, scanned and written, blank and not."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFilter
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from tests.support.uploads import locked, noise, phone_photo, scan, tagged
from toolbox import page_traits
from toolbox.pictures import QUARTER_TURN, with_orientation

SHEET = (827, 1169)  # A4 at 100 dots an inch


def as_jpeg(picture: Image.Image, quality: int = 70) -> bytes:
    """A photograph as a telephone sends it."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def as_png(picture: Image.Image) -> bytes:
    """The same without loss."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def written(lines: int, paper: int = 250, ink: int = 60) -> Image.Image:
    """A sheet with so many lines of print."""
    sheet = Image.new("L", SHEET, paper)
    draw = ImageDraw.Draw(sheet)
    for line in range(lines):
        draw.text(
            (90, 120 + 30 * line), "Cộng hòa xã hội chủ nghĩa Việt Nam, giấy xác nhận số 12", fill=ink, font_size=20
        )
    return sheet


def shaded() -> Image.Image:
    """An empty sheet by a window: light from one side, and the grain of a small camera."""
    light = Image.linear_gradient("L").rotate(90).resize(SHEET).point(lambda value: 150 + value // 3)
    return Image.blend(light, Image.effect_noise(SHEET, 12), 0.15)


@pytest.mark.parametrize(
    ("picture", "blank"),
    [
        (Image.new("L", SHEET, 255), True),
        (Image.new("L", SHEET, 0), True),  # the thumb on the lens
        (Image.new("RGB", (60, 40), "red"), True),
        (shaded(), True),
        (shaded().filter(ImageFilter.GaussianBlur(2)), True),
        (written(1), False),
        (written(30), False),
        (written(6, paper=120, ink=50), False),  # in the evening
        (noise(SHEET), False),
    ],
)
def test_a_sheet_is_blank_where_nothing_differs_from_what_lies_around_it(picture: Image.Image, blank: bool) -> None:
    for content in (as_jpeg(picture), as_jpeg(picture, 30), as_png(picture)):
        traits = page_traits.of_picture(content)
        assert traits == {"pages": 1, "longest": [max(picture.size)], "blank": [1] if blank else []}


def test_a_picture_of_twelve_megapixels_is_looked_at_small() -> None:
    assert page_traits.of_picture(phone_photo()) == {"pages": 1, "longest": [4000], "blank": []}


def scanned(*sheets: Image.Image) -> bytes:
    """A PDF as a scanner makes it, of JPEG pages."""
    out = io.BytesIO()
    first, *more = [sheet.convert("RGB") for sheet in sheets]
    first.save(out, "PDF", save_all=True, append_images=more, resolution=100)
    return out.getvalue()


def test_blank_pages_of_a_scan_are_numbered() -> None:
    blank = Image.new("L", SHEET, 255)

    traits = page_traits.of_pdf(scanned(written(20), blank, written(1), blank))

    assert (traits["pages"], traits["blank"], traits["longest"]) == (4, [2, 4], [1169] * 4)
    assert traits["is_read"]
    assert traits["text"] == ""


def printed(body: str) -> bytes:
    """A PDF as an office program writes it."""
    content: bytes = HTML(string=f'<html lang="vi"><body>{body}</body></html>').write_pdf()
    return content


@pytest.mark.parametrize(
    ("make", "pages", "blank"),
    [
        (lambda: printed("<p>Ông Nguyễn Văn An"), 1, []),
        (lambda: printed(""), 1, [1]),
        (lambda: printed('<p>Một<p style="break-before: page">&nbsp;<p style="break-before: page">Ba'), 3, [2]),
        (lambda: printed('<hr><svg width="90" height="90"><circle r="40" cx="45" cy="45"/></svg>'), 1, []),
        (lambda: scan(3), 3, []),
        (lambda: locked(printed("<p>Chỉ chủ mới sửa được"), user=""), 1, []),
        (lambda: tagged(12), 12, []),
    ],
)
def test_pages_of_a_pdf_are_blank_where_nothing_is_drawn(
    make: Callable[[], bytes], pages: int, blank: list[int]
) -> None:
    traits = page_traits.of_pdf(make())

    assert (traits["pages"], traits["blank"]) == (pages, blank)


def test_the_words_of_few_pages_are_read_and_those_of_many_are_not_all() -> None:
    few, many = page_traits.of_pdf(printed("<p>Bà Đặng Thị Hường, số 001190000001")), page_traits.of_pdf(tagged(12))

    assert "Đặng Thị Hường" in few["text"]
    assert (few["is_read"], many["is_read"]) == (True, False)
    assert few["longest"] == [0]


def test_a_blank_pdf_of_a_library_is_blank() -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)

    assert page_traits.of_pdf(out.getvalue())["blank"] == [1]
    assert len(PdfReader(out).pages) == 1


@pytest.mark.parametrize("start", sorted(QUARTER_TURN))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_four_quarter_turns_come_back_whatever_the_camera_wrote(start: int, kind: str) -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F] = start, "Hãng"
    written(3).save(out, kind, exif=exif)
    content, seen = out.getvalue(), [page_traits.orientation_of(out.getvalue())]

    for _turn in range(4):
        content = with_orientation(content, QUARTER_TURN[page_traits.orientation_of(content)])
        seen.append(page_traits.orientation_of(content))

    assert seen[0] == seen[4] == start
    assert len(set(seen)) == 4
    with Image.open(io.BytesIO(content)) as picture, Image.open(out) as before:
        assert 0x010F not in picture.getexif()
        assert picture.tobytes() == before.tobytes()
