"""A choice beside other answers: the age it is for, the choice it belongs to; and who is asked for what."""

from datetime import date
from typing import Any

import pytest

from procedures.editions import files
from procedures.questions import validate_answers
from procedures.questions.conditions import asked_now

TODAY = date(2026, 3, 2)


def form_of(slug: str) -> list[dict[str, Any]]:
    """The questions of a procedure."""
    return next(content["form"] for content in files.read_all() if content["slug"] == slug)


def faults_in(slug: str, **answers: Any) -> dict[str, list[str]]:
    """What is said of these answers, and of no others."""
    faults = validate_answers(form_of(slug), answers, TODAY)
    return {key: words for key, words in faults.items() if key in answers}


@pytest.mark.parametrize(
    ("category", "born", "fits"),
    [
        ("hoc_tiep", "1950-04-27", False),
        ("hoc_tiep", "2010-03-02", True),
        ("hoc_tiep", "2010-03-03", False),
        ("hoc_tiep", "2003-03-03", True),
        ("hoc_tiep", "2003-03-02", False),
        ("tre_em_mo_coi", "2000-01-01", False),
        ("tre_em_mo_coi", "2015-01-01", True),
        ("nguoi_cao_tuoi", "1990-01-01", False),
        ("nguoi_cao_tuoi", "1950-01-01", True),
        ("tre_em_ngheo_vung_kho", "2023-01-01", False),
        ("khuyet_tat", "1950-01-01", True),
        ("don_than", "1990-01-01", True),
    ],
)
def test_a_group_is_for_those_of_its_age(category: str, born: str, fits: bool) -> None:
    faults = faults_in("tro-cap-xa-hoi-hang-thang", category=category, birth_date=born)

    assert ("category" not in faults) == fits


@pytest.mark.parametrize(
    ("category", "form", "right"),
    [
        ("tre_em_mo_coi", "1a", ""),
        ("hoc_tiep", "1d", "Mẫu 1a"),
        ("nhiem_hiv", "1a", "Mẫu 1b"),
        ("don_than", "1dd", "Mẫu 1c"),
        ("nguoi_cao_tuoi", "1d", ""),
        ("khuyet_tat", "1d", "Mẫu 1đ"),
        ("tre_em_ngheo_vung_kho", "1d", ""),
        ("tre_em_ngheo_vung_kho", "1b", "Mẫu 1a, Mẫu 1d"),
    ],
)
def test_the_form_of_another_group_is_told_apart_and_the_right_one_named(category: str, form: str, right: str) -> None:
    words = " ".join(
        faults_in("tro-cap-xa-hoi-hang-thang", category=category, declaration_form=form).get("declaration_form", [])
    )

    assert bool(words) == bool(right)
    assert words.endswith(f"{right}." if right else "")


FUNERAL, MERIT = "ho-tro-chi-phi-mai-tang-doi-tuong-bao-tro", "huong-tro-cap-khi-nguoi-co-cong-tu-tran"


@pytest.mark.parametrize(
    ("slug", "answer", "asked", "left_out"),
    [
        (FUNERAL, {"org_kind": "ca_nhan"}, "relation", "org_name"),
        (FUNERAL, {"org_kind": "co_quan"}, "org_name", "relation"),
        (FUNERAL, {"org_kind": "ho_gia_dinh"}, "org_name", ""),
        (MERIT, {"declarant_role": "to_chuc_mai_tang"}, "full_name", "relation"),
        (MERIT, {"declarant_role": "than_nhan"}, "relation", ""),
    ],
)
def test_nobody_is_asked_for_what_they_are_not(slug: str, answer: dict[str, str], asked: str, left_out: str) -> None:
    keys = {question["key"] for question in asked_now(form_of(slug), answer)}
    faults = validate_answers(form_of(slug), answer, TODAY)

    assert asked in keys
    assert asked in faults
    assert left_out not in keys
    assert left_out not in faults


def test_no_hint_promises_what_the_site_does_not_do() -> None:
    hints = [question.get("help_vi", "") for content in files.read_all() for question in content["form"]]

    assert [hint for hint in hints if "tự gợi ý" in hint or "tự điền" in hint] == []
