"""Validate the definition of a form: unique keys, rules that name existing questions. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from procedures.questions.base import Question
from procedures.questions.computed import BadFormula, LongFormula, check_formula
from procedures.questions.conditions import condition
from procedures.questions.facts import fact_fault
from procedures.questions.patterns import BadPattern, check_pattern

SAME_TYPE = ("lte_field", "gte_field", "gt_field", "ne_field")
NAMES_ANOTHER = (*SAME_TYPE, "rows_eq_field", "born_field", "born_by", "fits_field")


def form_faults(form: Sequence[Question]) -> list[str]:
    """The faults, each with the key of its question; the schema has been checked before."""
    before: dict[str, Question] = {}
    questions = {row["key"]: row for row in form}
    faults = []
    for question in form:
        if question["key"] in before:
            faults.append(f"form/{question['key']}: {_('có hai câu hỏi cùng khóa')}")
        faults += [f"form/{question['key']}: {fault}" for fault in _faults(question, before, questions)]
        before[question["key"]] = question
    return faults


def _faults(question: Question, before: Mapping[str, Question], questions: Mapping[str, Question]) -> Iterator[str]:
    rules: Mapping[str, Any] = question.get("validation", {})
    for rule in NAMES_ANOTHER:
        other = questions.get(rules.get(rule, ""))
        if rule in rules and other is None:
            yield _("%(rule)s nêu câu hỏi %(key)s không có") % {"rule": rule, "key": rules[rule]}
        elif other and rule in SAME_TYPE and other["type"] != question["type"]:
            yield _("%(rule)s so hai câu hỏi khác kiểu") % {"rule": rule}
    if fault := fact_fault(question):
        yield fault
    yield from _condition_faults(question, before)
    yield from _syntax_faults(rules)
    if question["type"] == "table":
        yield from form_faults(question["columns"])


def _condition_faults(question: Question, before: Mapping[str, Question]) -> Iterator[str]:
    """A question depends on earlier answers only, and on options that are offered."""
    for key, wanted in condition(question).items():
        if key not in before:
            yield _("phụ thuộc câu hỏi %(key)s, không có ở phía trên") % {"key": key}
            continue
        offered = [option["value"] for option in before[key].get("options", [])]
        named = wanted if isinstance(wanted, list) else [wanted]
        for value in named:
            if offered and value != "*" and value not in offered:
                yield _("phụ thuộc lựa chọn %(value)s không có") % {"value": value}


def _syntax_faults(rules: Mapping[str, Any]) -> Iterator[str]:
    """Patterns and formulas that cannot be parsed."""
    try:
        check_pattern(str(rules.get("pattern", "")))
    except BadPattern:
        yield _("biểu thức pattern không đọc được")
    try:
        check_formula(str(rules.get("formula", "")))
    except LongFormula:
        yield _("công thức formula quá dài hoặc lồng nhau quá sâu")
    except BadFormula:
        yield _("công thức formula không đọc được")
