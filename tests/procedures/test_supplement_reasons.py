"""The catalogue of reasons: each complete, in both languages, tied to the law."""

import re

import pytest
from django.utils import translation

from procedures.supplement_reasons import Fits, codes, reason_of, reasons_for


@pytest.mark.parametrize("code", codes())
def test_a_reason_is_whole(code: str) -> None:
    reason = reason_of(code)

    assert reason is not None
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert set(reason.row) <= {"for", "name_vi", "name_en", "text_vi", "text_en", "basis"}
    assert set(reason.row["for"]) <= set(Fits)
    assert reason.row["for"]
    assert bool(reason.row["text_vi"]) == bool(reason.row["text_en"]) == (code != "other")
    assert reason.row["name_en"].isascii()
    for step in ("reception", "appraisal"):
        assert re.search(r"Điều \d+", reason.basis(step))


@pytest.mark.parametrize("fits", Fits)
def test_each_kind_has_reasons_and_may_be_told_in_own_words(fits: Fits) -> None:
    fitting = [reason.code for reason in reasons_for(fits)]

    assert len(fitting) > 3
    assert fitting[-1] == "other"


def test_a_sentence_is_the_reason_then_own_words() -> None:
    reason, other = reason_of("wrong-answer"), reason_of("other")
    assert reason is not None
    assert other is not None

    assert reason.sentence("Xem trang 2") == "Nội dung khai chưa đúng. Sửa lại cho đúng. Xem trang 2"
    assert other.sentence("Xem trang 2") == "Xem trang 2"
    with translation.override("en"):
        assert reason.text == "What was declared is not correct. Correct it."


def test_there_is_no_other_reason() -> None:
    assert reason_of("khong-co") is None
