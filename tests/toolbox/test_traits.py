"""What a file shows, told by another process: signatures, words, and nothing of what cannot be measured."""

import io
from typing import Any

import pytest

from tests.support.factories import photo
from tests.support.uploads import scan, tagged
from tests.toolbox.test_page_traits import as_png, printed, written
from toolbox import sandbox, traits
from toolbox.files import UnusableFile, recognise
from toolbox.traits import Signatures, Traits, traits_of

PDF, JPEG = "application/pdf", "image/jpeg"


def test_a_file_that_is_taken_carries_what_it_shows() -> None:
    upload = recognise(io.BytesIO(printed("<p>Ông Nguyễn Văn An")), "a.pdf", 10**7)

    assert upload.traits.text.startswith("Ông Nguyễn Văn An")
    assert upload.traits.signatures == Signatures.NONE
    assert recognise(io.BytesIO(as_png(written(9))), "a.png", 10**7).traits == Traits(1, (), (1169,))


@pytest.mark.parametrize(("lines", "has_words"), [(0, False), (1, False), (9, True)])
def test_a_stamp_is_no_text_that_could_name_somebody(lines: int, has_words: bool) -> None:
    shown = traits_of(printed("<p>" + "Giấy xác nhận. " * lines), PDF)

    assert shown.has_words is has_words


def test_what_is_not_read_whole_names_nobody() -> None:
    assert not traits_of(tagged(12), PDF).has_words
    assert not traits_of(scan(2), PDF).has_words


@pytest.mark.parametrize("verdict", [(0, sandbox.SPENT), (-1, ""), (1, "half of {")])
def test_what_gives_up_tells_nothing_and_refuses_nothing(monkeypatch: pytest.MonkeyPatch, verdict: Any) -> None:
    monkeypatch.setattr(traits.sandbox, "inspect", lambda *_args: verdict)

    assert traits_of(photo(), JPEG) == Traits()
    assert traits.orientation_of(photo()) == 1


def test_a_busy_judge_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_args: Any) -> Any:
        raise sandbox.Busy

    monkeypatch.setattr(traits.sandbox, "inspect", busy)

    assert traits_of(photo(), JPEG) == Traits()


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif"])
def test_a_photograph_in_heic_is_refused_with_what_helps(brand: bytes) -> None:
    with pytest.raises(UnusableFile, match="Tương thích"):
        recognise(io.BytesIO(b"\x00\x00\x00\x18ftyp" + brand + b"\0" * 90), "IMG_1.HEIC", 10**7)


@pytest.mark.parametrize("verdict", [(0, sandbox.SPENT), (-1, "damaged"), (-1, ""), (3, "")])
def test_signatures_that_cannot_be_read_refuse_nothing(monkeypatch: pytest.MonkeyPatch, verdict: Any) -> None:
    monkeypatch.setattr(traits.sandbox, "inspect", lambda *_args: verdict)

    assert traits.signatures_of(b"%PDF-1.7 /ByteRange [0 1 2 3]") is None
    assert traits_of(b"%PDF-1.7 /ByteRange [0 1 2 3]", PDF) == Traits()
