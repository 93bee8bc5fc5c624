"""References: drawn to be read aloud, and understood as people type them."""

import re

import pytest

from toolbox.references import ALPHABET, day_and_number, draw, normalise, only_characters


@pytest.mark.parametrize("length", [1, 4, 10, 12])
def test_a_reference_has_its_length_and_no_letter_that_looks_like_another(length: int) -> None:
    drawn = draw(length)

    assert len(drawn) == length
    assert not set(drawn) & set("01AEIOUL")
    assert set(drawn) <= set(ALPHABET)


def test_two_draws_are_two_references() -> None:
    drawn = {draw() for _turn in range(2000)}

    assert len(drawn) == 2000


@pytest.mark.parametrize(
    "typed",
    [
        "H99.16-261124-0001",
        " h99.16-261124-0001 ",
        "H99.16 - 261124 - 0001",
        "https://motcua.example.vn/ho-so/H99.16-261124-0001/",
        "https://motcua.example.vn/tra-cuu/?code=H99.16-261124-0001",
        "https://motcua.example.vn/tra-cuu/?code=h99.16-261124-0001&x=1#top",
        "H99.16-261124-0001\n",
        "H99.16\u2011261124\u20130001",
        "H99.16-261124-0001.",
        "(H99.16-261124-0001)",
        "“H99.16-261124-0001”,",
        "H99 16 261124 0001",
        "H9916261124 0001",
        "h9916-261124-0001",
        "H99.16-261124-OOO1",
        "H99.I6-26II24-oool",
        "Mã hồ sơ: H99.16-261124-0001",
        "Số hồ sơ H99.16-261124-0001, nộp ngày 24/11",
        "Ｈ９９．１６－２６１１２４－０００１",
        "\u200bH99.16-261124-0001\ufeff",
        "**H99.16-261124-0001**",
        "h99.16 261124 0001.",
        "H99.16 – 261124 – 0001.",
        "H99.16—261124—0001",
        "H99.162611240001",
        "h99162611240001",
        "H٩٩.١٦-٢٦١١٢٤-٠٠٠١",
    ],
)
def test_a_code_is_understood_however_it_was_typed_or_pasted(typed: str) -> None:
    assert normalise(typed) == "H99.16-261124-0001"


@pytest.mark.parametrize("typed", ["B2C3", " b2c3. ", "b2 c3", "B2-C3", "B–2–C–3", "“B2C3”", "Ｂ２ｃ３", "B\u200b٢C٣"])
def test_the_characters_of_a_slip_are_understood_however_they_were_typed(typed: str) -> None:
    assert only_characters(typed) == "B2C3"


@pytest.mark.parametrize("typed", ["", "   ", "/", "///"])
def test_nothing_typed_is_no_code(typed: str) -> None:
    assert not re.search(r"\w", normalise(typed))


@pytest.mark.parametrize("typed", ["H99.16.02-261124-0001", "H991602261124 0001", "h99 16 02 26112400o1"])
def test_a_unit_below_a_unit_keeps_its_level(typed: str) -> None:
    assert normalise(typed) == "H99.16.02-261124-0001"


@pytest.mark.parametrize("typed", ["BCDFG23456", "bcdfg 23456", "(BCDFG-23456)".replace("-", " ")])
def test_a_reference_of_letters_stays_what_it_is(typed: str) -> None:
    assert normalise(typed) == "BCDFG23456"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("261103-0001", ("261103", 1)),
        ("261103 1", ("261103", 1)),
        (" 26I1O3–OO12. ", ("261103", 12)),
        ("261103/12", ("261103", 12)),
        ("261103", None),
        ("2611030001", None),
        ("261303 1", None),
        ("0912 345 678", None),
        ("H99.16-261103-0001", None),
        ("261103 nguyen", None),
        ("261103 1234567", None),
    ],
)
def test_the_end_of_a_code_is_a_day_and_a_number(typed: str, parts: tuple[str, int] | None) -> None:
    assert day_and_number(typed) == parts
