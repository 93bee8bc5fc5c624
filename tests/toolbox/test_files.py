"""Uploaded files: recognised by content, and refused with a message when they cannot be used."""

import hashlib
import io
import re

import pytest

from tests.support import uploads
from tests.support.factories import photo
from toolbox.files import EICAR, UnusableFile, Upload, recognise, tidy_name

TEN_MB = 10 * 1024 * 1024
RUN = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def taken(content: bytes, name: str = "tep", limit: int = TEN_MB) -> Upload:
    """The file, recognised."""
    return recognise(io.BytesIO(content), name, limit)


def refusal(content: bytes, name: str = "tep.pdf", limit: int = TEN_MB) -> str:
    """What the sender of an unusable file reads."""
    with pytest.raises(UnusableFile) as refused:
        taken(content, name, limit)
    return str(refused.value)


@pytest.mark.parametrize("name", ["anh.jpg", "anh.pdf", "anh.exe", "anh", ""])
def test_a_picture_is_known_by_its_content_whatever_its_name(name: str) -> None:
    facts = taken(photo(), name)

    assert facts.content_type == "image/jpeg"
    assert facts.sha256 == hashlib.sha256(photo()).hexdigest()
    assert (facts.size, facts.pages) == (len(photo()), 1)


def test_a_scan_of_three_pages_is_taken_with_its_count() -> None:
    facts = taken(uploads.scan(3), "quet.pdf")

    assert (facts.content_type, facts.pages) == ("application/pdf", 3)


def test_a_phone_photo_of_more_than_three_megabytes_is_taken() -> None:
    content = uploads.phone_photo()

    facts = taken(content)

    assert facts.size > 3 * 1024 * 1024
    assert facts.content_type == "image/jpeg"


def test_a_png_is_taken_as_such() -> None:
    assert taken(uploads.png()).content_type == "image/png"


def test_an_empty_file_is_called_empty() -> None:
    assert "trống (0 byte)" in refusal(b"")


def test_a_file_over_the_limit_is_told_the_limit() -> None:
    assert "nhỏ hơn 1 MB" in refusal(uploads.scan(3) + b" " * 1024 * 1024, limit=1024 * 1024)


def test_a_file_at_the_limit_is_taken() -> None:
    content = uploads.scan(1)

    assert taken(content, limit=len(content)).size == len(content)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 a document of an office program",
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a \x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b" " * 1025 + b"%PDF-1.7 too late",
        EICAR,
    ],
)
def test_what_is_neither_picture_nor_pdf_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert "Chọn ảnh (JPG, PNG) hoặc PDF" in refusal(content, "giay-to.pdf")


@pytest.mark.parametrize("content", [uploads.scan(1), photo(), uploads.png()])
def test_a_virus_hidden_behind_a_good_file_is_found(content: bytes) -> None:
    assert "mã độc" in refusal(content + EICAR)


def test_a_picture_that_is_also_an_archive_stays_a_picture() -> None:
    facts = taken(photo() + b"PK\x03\x04" + b"\0" * 100)

    assert facts.content_type == "image/jpeg"


@pytest.mark.parametrize("key", ["OpenAction", "Dests"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "value",
    [
        RUN,
        "<< /S /J#61vaScript /JS (x) >>",
        "<< /S /Launch /F (cmd.exe) >>",
        "<< /S /SubmitForm /F (http://example.vn) >>",
        "<< /S /GoTo /Next << /S /ImportData >> >>",
        "[[[[ << /Kids [ << /AA << /O " + RUN + " >> >> ] >> ]]]]",
        "<< /Fields [] /XFA (x) >>",
    ],
)
def test_a_pdf_that_does_things_is_refused_however_it_hides_them(key: str, value: str, packed: bool) -> None:
    content = uploads.pdf_with(key, value, packed=packed)

    assert "nội dung tự chạy" in refusal(content)


@pytest.mark.parametrize(
    ("name", "inside"),
    [("a.exe", b"MZ\x90\x00"), ("invoice.xml", b"MZ\x90\x00<?xml"), ("a.pdf", uploads.png()), ("a.html", b"")],
)
def test_a_pdf_that_carries_other_files_is_refused_in_words_that_say_so(name: str, inside: bytes) -> None:
    assert "mang theo tệp khác" in refusal(uploads.carrying(name, inside))
    assert "mang theo tệp khác" in refusal(uploads.pdf_with("Dests", "<< /Names [(a) << /EF << >> >>] >>"))


@pytest.mark.parametrize("inside", [b'<?xml version="1.0"?><HDon/>', b"\xef\xbb\xbf<?xml?><HDon/>", b"\n <Invoice/>"])
def test_an_electronic_invoice_keeps_its_data(inside: bytes) -> None:
    assert taken(uploads.carrying("hoa-don.xml", inside)).pages == 1


def test_a_file_that_no_reference_reaches_is_a_file_inside_all_the_same() -> None:
    content = uploads.carrying("hoa-don.xml", b"<Invoice/>")

    assert "mang theo tệp khác" in refusal(content.replace(b"startxref", b"% /Type /EmbeddedFile\nstartxref"))


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"xx", b"HTTP/1.1 200 OK\r\n\r\n", b" " * 1024])
@pytest.mark.parametrize("after", [b"", b"\r\n" * 20, b"\0" * 3000, b"<!-- sent by a gateway -->" * 100])
def test_a_pdf_is_taken_with_what_stands_before_its_head_and_after_its_end(before: bytes, after: bytes) -> None:
    assert taken(before + uploads.scan(1) + after).pages == 1


def test_a_pdf_with_an_owner_s_password_alone_opens_for_everybody() -> None:
    for algorithm in ("RC4-128", "AES-128", "AES-256"):
        assert taken(uploads.locked(uploads.scan(1), user="", algorithm=algorithm)).pages == 1


@pytest.mark.parametrize("pages", [40, 100])
def test_a_tagged_pdf_is_taken(pages: int) -> None:
    assert taken(uploads.tagged(pages)).pages == pages


def test_a_script_that_no_reference_reaches_is_refused_too() -> None:
    content = uploads.pdf_with("Lang", "(vi)").replace(b"%%EOF", b"% /JavaScript\n%%EOF")

    assert "nội dung tự chạy" in refusal(content)


@pytest.mark.parametrize("packed", [False, True])
def test_a_harmless_pdf_is_taken_packed_or_not(packed: bool) -> None:
    content = uploads.pdf_with("ViewerPreferences", "<< /DisplayDocTitle true >>", packed=packed)

    assert taken(content).pages == 1


def test_a_pdf_behind_a_password_is_told_so() -> None:
    assert "mật khẩu" in refusal(uploads.locked(uploads.scan(1)))


@pytest.mark.parametrize("left", [0.1, 0.5, 0.99])
@pytest.mark.parametrize("content", [uploads.scan(1), photo(size=(400, 600)), uploads.png((400, 600))])
def test_half_an_upload_is_not_taken_for_a_file(content: bytes, left: float) -> None:
    assert "bị hỏng" in refusal(content[: int(len(content) * left)])


def test_a_pdf_cut_off_after_an_earlier_version_is_not_taken() -> None:
    whole = uploads.scan(1)

    assert "bị hỏng" in refusal(whole + b"\n" + uploads.scan(3)[:300_000])


def test_zeros_after_the_end_mark_do_no_harm() -> None:
    assert taken(uploads.scan(1) + b"\0" * 5000).pages == 1


def test_a_pdf_without_pages_is_no_document() -> None:
    content = re.sub(rb"/Kids \[[^]]*\]/Count 1", b"/Kids []/Count 0", uploads.pdf_with("Lang", "(vi)"))

    assert "bị hỏng" in refusal(content)


@pytest.mark.parametrize("size", [(20_000, 20_000), (12_000, 6_000), (2**31 - 1, 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(size: tuple[int, int]) -> None:
    assert "kích thước quá lớn" in refusal(uploads.png_that_says(*size))


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    content = uploads.pdf_with("Dests", f"({'a' * 9_000_000})", packed=True)

    assert len(content) < 20_000
    assert "bị hỏng" in refusal(content)


def test_a_pdf_whose_parts_point_at_each_other_is_read_to_an_end() -> None:
    content = uploads.pdf_with("Dests", "<< /A 1 0 R /B 2 0 R /C 3 0 R /D 4 0 R >>")

    assert taken(content).pages == 1


@pytest.mark.parametrize(
    ("sent", "tidied"),
    [
        ("giấy khai sinh.pdf", "giấy khai sinh.pdf"),
        ("gia\u0302\u0301y.pdf", "giấy.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\Ảnh.JPG", "Ảnh.JPG"),
        ("a\x00b\r\nc\x1b.pdf", "abc.pdf"),
        ("don\u202efdp.exe", "donfdp.exe"),
        ("\ud800.png", ".png"),
        ("😀.png", "😀.png"),
        ("", "tep"),
        ("/", "tep"),
    ],
)
def test_a_file_name_is_kept_without_folders_and_tricks(sent: str, tidied: str) -> None:
    assert tidy_name(sent) == tidied


def test_a_name_of_three_hundred_letters_keeps_its_ending() -> None:
    tidied = tidy_name("ệ" * 300 + ".pdf")

    assert len(tidied) == 200
    assert tidied.endswith("ệ….pdf")


def test_the_message_names_the_file_without_its_folders() -> None:
    assert "“x.pdf”" in refusal(b"", "C:\\giay\\x.pdf")
