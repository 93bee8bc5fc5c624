"""Vietnamese order: by letters first, by tones where all letters agree; the same in Python and in every database."""

import pytest

from toolbox.collation import KEY_MAX, collation_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Ba", "Ca", "Dạy", "Đào", "Em", "Êm"],
        ["ba", "bà", "bả", "bã", "bá", "bạ", "bác"],
        ["Cấp giấy phép", "Cấp lại giấy phép", "Chi trả", "Công nhận", "Cử tuyển"],
        ["Hỗ trợ 3 tháng", "Hỗ trợ học nghề", "Hưởng lại"],
        ["Đăng ký", "Đề nghị", "Đổi", "Đưa"],
        ["ma", "mã", "mạ", "ma chay"],
        ["mua sắm", "mưa"],
        ["“Tổ quốc ghi công”", "Trợ cấp"],
    ],
)
def test_names_stand_in_the_order_of_a_dictionary(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=collation_key) == ordered


@pytest.mark.parametrize(
    ("one", "other"), [("TRỢ CẤP", "trợ cấp"), ("Hòa", "Ho\u0300a"), ("a  - b", "a b"), ("Đ", "Ð")]
)
def test_what_is_written_in_two_ways_stands_in_one_place(one: str, other: str) -> None:
    assert collation_key(one) == collation_key(other)


@pytest.mark.parametrize("name", ["", " ", "🦄", "x" * 10_000, "\0", "Ørsted", "北京"])
def test_any_name_has_a_key_of_digits(name: str) -> None:
    key = collation_key(name)

    assert key.isdecimal()
    assert len(key) <= KEY_MAX
