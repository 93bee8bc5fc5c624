"""Which fact a question asks for: every one of the catalogue fits its question; others are refused by name."""

from typing import Any

import pytest

from procedures.editions import files
from procedures.questions import facts_of, parts_of
from procedures.questions.base import CITIZEN_ID, TAX_CODE
from procedures.questions.facts import NAMES, fact_fault

OWN_FORMS = [content for content in files.read_all() if content["own_form"]]
GENERAL = next(content for content in files.read_all() if not content["own_form"])
OTHERS = ("worker", "deceased", "martyr", "passport", "old_permit")  # who never is the applicant


@pytest.mark.parametrize("content", [*OWN_FORMS, GENERAL], ids=lambda content: content["slug"])
def test_every_fact_of_the_catalogue_fits_its_question_and_is_of_nobody_else(content: dict[str, Any]) -> None:
    facts = list(facts_of(content["form"]))

    assert facts
    for fact in facts:
        assert not fact_fault(fact.question)
        assert not fact.question["key"].startswith(OTHERS)
    assert not {row["key"] for row in content["form"] if row["key"].startswith(OTHERS) and "fact" in row}


def test_a_form_asks_for_the_number_of_its_applicant_by_the_fact() -> None:
    plain = {"id_number", "employer_tax_code", "pwd_id_number", "guardian_id", "rep_id"}
    for content in OWN_FORMS:
        named = {fact.question["key"] for fact in facts_of(content["form"])}
        assert plain & {row["key"] for row in content["form"]} <= named


@pytest.mark.parametrize(
    ("fact", "question", "fits"),
    [
        ("person.citizen_id", {"type": "text", "validation": {"pattern": CITIZEN_ID}}, True),
        ("person.citizen_id", {"type": "text"}, False),
        ("organisation.tax_code", {"type": "text", "validation": {"pattern": TAX_CODE}}, True),
        ("organisation.birth_date", {"type": "date"}, False),
        ("person.tax_code", {"type": "text", "validation": {"pattern": TAX_CODE}}, False),
        ("person.address", {"type": "text"}, False),
        ("person.sex", {"type": "radio", "options": [{"value": "nam"}, {"value": "nu"}]}, True),
        ("person.sex", {"type": "radio", "options": [{"value": "co"}, {"value": "khong"}]}, False),
        ("worker.name", {"type": "text"}, False),
        ("name", {"type": "text"}, False),
    ],
)
def test_a_fact_is_of_the_list_and_of_the_kind_of_its_question(fact: str, question: dict[str, Any], fits: bool) -> None:
    assert bool(fact_fault({"key": "k", "fact": fact, **question})) != fits


def test_a_file_with_a_fact_that_does_not_fit_is_refused_by_the_key_of_its_question() -> None:
    text = files.write_text(OWN_FORMS[0]).replace(f'fact = "{first_fact()}"', 'fact = "worker.name"', 1)

    with pytest.raises(files.BadFile, match="worker.name"):
        files.read_text(text, "tep.toml")


def first_fact() -> str:
    """The first fact of the first form."""
    return str(next(facts_of(OWN_FORMS[0]["form"])).question["fact"])


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Số 1, thôn A, xã B, tỉnh Lào Cai", ("Tỉnh Lào Cai", "", "xã B", "Số 1, thôn A")),
        ("Bản A, Xã B, Huyện C, Hà Giang", ("Tỉnh Hà Giang", "Huyện C", "Xã B", "Bản A")),
        ("Bản A, B, C, Hà Giang", ("Tỉnh Hà Giang", "C", "B", "Bản A")),
        ("Tổ 5, Kim Tân, Lào Cai, Lào Cai", ()),  # of today or of before: who knows
        ("Số 1, xã Mẫu, tỉnh Mẫu", ()),
        ("Lào Cai", ()),
        ("", ()),
    ],
)
def test_an_address_on_one_line_is_taken_apart_only_where_it_is_plain(line: str, parts: tuple[str, ...]) -> None:
    assert tuple(parts_of(line).values()) == parts


@pytest.mark.parametrize(
    ("slug", "least"),
    [
        ("cap-giay-phep-lao-dong", 8),
        ("gia-han-giay-phep-lao-dong", 8),
        ("cap-lai-giay-phep-lao-dong", 8),
        ("tro-cap-xa-hoi-hang-thang", 9),
        ("giai-quyet-huong-tro-cap-that-nghiep", 9),
    ],
)
def test_forms_that_are_filed_most_ask_little_that_is_known(slug: str, least: int) -> None:
    content = next(content for content in OWN_FORMS if content["slug"] == slug)

    assert len([fact for fact in facts_of(content["form"]) if fact.whose != "representative"]) >= least


def test_the_names_of_facts_are_told_once() -> None:
    assert len(NAMES) == len(set(NAMES))
