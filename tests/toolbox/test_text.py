"""Normalising Vietnamese text, however a keyboard wrote it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbox.text import MARKS_MAX, entered, entered_all, fold, has_control_characters, nfc


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


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("ANNE-MARIE\u00a0DUPONT", "ANNE-MARIE DUPONT"),
        ("a\u2009b\u3000c\u202fd", "a b c d"),
        ("một\u2028hai", "một\nhai"),
        ("\u202d0912\u202c\ufeff", "0912"),
        ("Ðặng Ɖức ðức", "Đặng Đức đức"),
        ("O’BRIEN, H’Hen, OʼNeil, O`Neil", "O'BRIEN, H'Hen, O'Neil, O'Neil"),
        ("“một ‘hai’”", "“một ‘hai’”"),
        ("Ｈ９９．１６", "H99.16"),
        ("٠٩١٢ १२", "0912 12"),
        ("x\u2010y\u2011z – w", "x-y-z – w"),
        ("Nguyễn", "Nguyễn"),
        ("so\u00adft", "soft"),
        ("\u3164\u2800\u115f", ""),
        ("tab\tvà\r\ndòng", "tab\tvà\r\ndòng"),
    ],
)
def test_text_is_taken_in_as_one_form(typed: str, taken: str) -> None:
    assert entered(typed) == taken


@given(st.text())
def test_taking_in_twice_changes_nothing_and_leaves_nothing_unseen(text: str) -> None:
    taken = entered(text)

    assert entered(taken) == taken
    assert not [mark for mark in taken if unicodedata.category(mark) in ("Cf", "Zs") and mark != " "]


@given(st.text(alphabet=st.characters(max_codepoint=126)))
def test_what_every_keyboard_types_is_left_alone(text: str) -> None:
    assert entered(text) == text


def test_marks_are_not_stacked_without_end() -> None:
    assert len(entered("a" + "\u0301" * 10_000)) <= MARKS_MAX + 1


@pytest.mark.parametrize("between", ["\u034f", "\u200b", "\ufe0f", "\u00ad"])
def test_marks_are_not_stacked_behind_signs_that_are_dropped(between: str) -> None:
    for take in (entered, fold, nfc):
        assert len(take("a" + ("\u0301\u0316" * 15 + between) * 1000)) <= MARKS_MAX + 1


@pytest.mark.parametrize("between", ["\u200b", "\u00ad", "\u2060"])
def test_an_accent_behind_a_sign_that_is_dropped_is_composed(between: str) -> None:
    assert entered(f"Ngu{between}ye{between}\u0302{between}\u0303n") == "Nguyễn"


def test_json_is_taken_in_text_by_text_but_for_passwords() -> None:
    typed = {"a": ["Ð", {"b": "\u200bx"}], "n": 1, "none": None, "password": "\u200bx"}

    assert entered_all(typed) == {"a": ["Đ", {"b": "x"}], "n": 1, "none": None, "password": "\u200bx"}
