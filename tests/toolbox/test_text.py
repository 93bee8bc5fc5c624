"""Normalising Vietnamese text, however a keyboard wrote it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbox.text import fold, has_control_characters, nfc


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_one_name_has_one_form_however_it_was_typed(form: str) -> None:
    name = "Nguyễn Thị Ẫm Ệch Ợt Đẵng"

    assert nfc(f"  {unicodedata.normalize(form, name)} \n") == name


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Trợ cấp LIỆT SĨ", "tro cap liet si"),
        ("tro cap liet sy", "tro cap liet sy"),
        ("Đà  Nẵng\tđẹp", "da nang dep"),
        ("Thuỵ", "thuy"),
        ("Thụy", "thuy"),
        ("ẤẦẨẪẬ ắằẳẵặ ƯỪỨỬỮỰ ợ", "aaaaa aaaaa uuuuuu o"),
        ("", ""),
        (" \n ", ""),
        ("😀 <b>", "😀 <b>"),
    ],
)
def test_searching_needs_no_accents(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(alphabet="aăâeêioôơuưyđbcdghklmnpqrstvx \u0300\u0301\u0303\u0309\u0323AĐẪ"))
def test_folding_is_the_same_for_both_forms_and_once_is_enough(text: str) -> None:
    folded = fold(text)

    assert folded == fold(unicodedata.normalize("NFD", text))
    assert folded == fold(folded)
    assert not set(folded) & set("đăâêôơư")


@pytest.mark.parametrize("text", ["a\x00", "\x1b[31m", "\x7f", "\x85", "a\ud800"])
def test_what_no_keyboard_types_is_noticed(text: str) -> None:
    assert has_control_characters(text)


@pytest.mark.parametrize("text", ["", "Dòng một\r\nDòng hai\t", "👩‍👩‍👧", "e\u0302\u0323"])
def test_lines_and_tabs_and_accents_are_ordinary(text: str) -> None:
    assert not has_control_characters(text)
