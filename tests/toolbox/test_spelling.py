"""Numbers spelt in Vietnamese, as on receipts."""

import pytest

from toolbox.spelling import in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm lẻ một"),
        (450_000, "bốn trăm năm mươi nghìn"),
        (600_000, "sáu trăm nghìn"),
        (1_005_000, "một triệu không trăm lẻ năm nghìn"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (10_000_000, "mười triệu"),
        (1_000_000_005, "một tỷ không trăm lẻ năm"),
        (12_345_678_901, "mười hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn chín trăm lẻ một"),
        (10**12, "một nghìn tỷ"),
    ],
)
def test_a_number_is_spelt_as_receipts_spell_it(number: int, words: str) -> None:
    assert in_words(number) == words
