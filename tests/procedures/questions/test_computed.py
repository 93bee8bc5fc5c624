"""Computed numbers: from valid answers, whatever is sent for them."""

from datetime import date
from typing import Any

import pytest

from procedures.questions import bind_questions, json_schema, tidy_answers, validate_answers
from procedures.questions.computed import BadFormula, check_formula, compute
from procedures.questions.definition_checks import form_faults

TODAY = date(2026, 11, 23)
FORM: list[dict[str, Any]] = [
    {
        "key": "all",
        "type": "number",
        "label_vi": "Tổng số",
        "required": True,
        "section_vi": "A",
        "validation": {"integer": True, "min": 0},
    },
    {
        "key": "some",
        "type": "number",
        "label_vi": "Trong đó",
        "required": True,
        "section_vi": "A",
        "validation": {"integer": True, "min": 0},
    },
    {
        "key": "share",
        "type": "computed",
        "label_vi": "Tỷ lệ (%)",
        "required": True,
        "section_vi": "A",
        "validation": {"formula": "some/all*100", "min": 30},
    },
]


@pytest.mark.parametrize(
    ("formula", "answers", "value"),
    [
        ("a/b*100", {"a": 1, "b": 3}, 33.33),
        ("a+b-1", {"a": 2, "b": 2}, 3),
        ("a/b", {"a": 1, "b": 0}, None),
        ("a/b", {"a": 1}, None),
        ("a*2", {"a": "x"}, None),
        ("a*2", {"a": True}, None),
        ("a/3", {"a": 10**400}, None),
    ],
)
def test_a_formula_is_worked_out_or_waits(formula: str, answers: dict[str, Any], value: Any) -> None:
    assert compute(formula, answers) == value


@pytest.mark.parametrize("formula", ["__import__('os')", "a.b", "a[0]", "a if b else c", "a +", "a**b"])
def test_a_formula_says_sums_and_nothing_else(formula: str) -> None:
    with pytest.raises(BadFormula):
        compute(formula, {"a": 1, "b": 2, "c": 3})


def test_what_is_sent_for_it_is_put_aside() -> None:
    answers = tidy_answers(FORM, {"all": "200", "some": "65", "share": "99"}, TODAY)

    assert answers == {"all": 200, "some": 65, "share": 32.5}


def test_its_limit_is_said_at_its_own_field() -> None:
    errors = validate_answers(FORM, {"all": 200, "some": 20}, TODAY)

    assert errors == {"share": ["Tỷ lệ (%) phải từ 30 trở lên."]}


def test_a_wrong_operand_is_named_once() -> None:
    assert set(validate_answers(FORM, {"all": "nhiều", "some": 20}, TODAY)) == {"all"}


def test_a_page_shows_it_and_does_not_ask() -> None:
    asked = bind_questions(FORM, {"all": 200, "some": 65, "share": 32.5})[2]

    assert asked.template == "components/questions/computed.html"
    assert asked.shown == "32,5"
    assert json_schema(FORM)["required"] == ["all", "some"]


@pytest.mark.parametrize("formula", ["a+" * 400 + "a", "(" * 240 + "a" + ")" * 240, "+".join("a" * 60), "9" * 400])
def test_a_long_or_deep_formula_is_refused_in_words_and_never_worked_out(formula: str) -> None:
    with pytest.raises(BadFormula):
        check_formula(formula)

    assert compute_or_none(formula) is None
    form = [{**FORM[2], "validation": {"formula": formula}}]
    assert len(form_faults(form)) == 1


def compute_or_none(formula: str) -> Any:
    """The value; None also for what is no formula."""
    try:
        return compute(formula, {"a": 1})
    except BadFormula:
        return None


@pytest.mark.parametrize("formula", ["a*1j", "a+'x'", "a+True", "a*None"])
def test_a_formula_has_numbers_and_no_other_constants(formula: str) -> None:
    with pytest.raises(BadFormula):
        check_formula(formula)


@pytest.mark.parametrize("formula", ["a*a*a*a", "a*a-a*a"])
def test_what_has_no_finite_value_has_none(formula: str) -> None:
    assert compute(formula, {"a": 1e200}) is None
