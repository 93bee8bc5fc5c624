"""Search by what people type: without accents, by code, misspelt, in other words."""

import pytest

from procedures.models import Procedure
from procedures.search_text import nearest, searchable, spelt


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trợ cấp liệt sĩ", "TRO CAP LIET SY"),
        ("Thuỵ Điển", "thụy điển"),
        ("Đà Nẵng", "da nang"),
        ("1.001806.000.00.00.H43", "1.001806"),
        ("  giấy   phép, lao động! ", "giay phep lao dong"),
        ("tiền tuất", "mai táng"),
        ("GPLĐ", "giấy phép lao động"),
        ("da cam", "chất độc hóa học"),
    ],
)
def test_two_ways_to_write_a_thing_are_searched_as_one(one: str, other: str) -> None:
    assert searchable(one) == searchable(other)


@pytest.mark.parametrize("text", ["", "   ", "\0", "🦄", "%_\\", "…", "." * 50])
def test_text_that_says_nothing_is_searchable_too(text: str) -> None:
    assert "\0" not in searchable(text)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("tro cap tho cung liet sy", "tro-cap-tho-cung-liet-si"),
        ("2.000192", "cap-lai-giay-phep-lao-dong"),
        ("1.001806.000.00.00.H99", "cong-nhan-co-so-su-dung-30-lao-dong-khuyet-tat"),
        ("work permit", "cap-giay-phep-lao-dong"),
        ("noi quy lao dong", "dang-ky-noi-quy-lao-dong"),
    ],
)
def test_the_catalogue_finds_a_procedure_by_name_alias_code_and_english(typed: str, slug: str) -> None:
    assert slug in Procedure.objects.search(typed).values_list("slug", flat=True)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("typed", ["'; DROP TABLE procedures_procedure; --", "%", "_", "a\0b", "x" * 10_000, "🦄"])
def test_absurd_words_are_only_words(typed: str) -> None:
    assert Procedure.objects.search(typed).count() < 106
    assert Procedure.objects.count() == 106


def test_words_that_are_misspelt_still_lead_near() -> None:
    texts = [(1, searchable("Trợ cấp thờ cúng liệt sĩ")), (2, searchable("Giấy phép lao động"))]

    assert nearest("giay phepp lao dongg", texts) == [2]
    assert nearest("liett", texts) == [1]
    assert nearest("zzz", texts) == []
    assert nearest("", []) == []


KNOWN = ["giai", "phep", "lao", "dong", "liet", "si", "khuiet", "tat", "tuat"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giay phep lao dogn", "giai phep lao dong"),
        ("giayphep", "giayphep"),
        ("lietj sy", "liet si"),
        ("khuyet tatt", "khuiet tat"),
        ("2.000192", "2.000192"),
        ("xwzw", "xwzw"),
        ("", ""),
        ("phpe", "phep"),
    ],
)
def test_slips_of_the_fingers_are_set_right(typed: str, meant: str) -> None:
    assert spelt(typed, KNOWN) == meant.replace("giay", "giai")
