"""Bound what a draft keeps: answers to questions of its form, each of a length that its question can need.

What is typed is kept though it is wrong, so that nobody loses it; what no question could take is not kept.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from procedures.questions.addresses import ADDRESS_PARTS
from procedures.questions.base import TEXT_MAX, TEXTAREA_MAX, Question
from procedures.questions.messages import unknown
from procedures.questions.registry import localized
from procedures.questions.tables import ROWS_MAX

ANSWERS_MAX = 256 * 1024  # bytes of all answers of a draft
SLACK = 200  # beyond twice the declared length: who types too much is told so and finds it again
AROUND = 8  # quotes and commas around one value


def refused_answers(definition: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Messages by key for what a draft does not keep; empty when it keeps all of *answers*."""
    questions = {question["key"]: question for question in definition}
    errors = {}
    for key, value in answers.items():
        if key not in questions:
            errors[key[:TEXT_MAX]] = [unknown()]
        elif _length(value) > _longest(questions[key]):
            label = localized(questions[key])["label"]
            errors[key] = [_("%(label)s dài quá mức lưu được. Rút ngắn rồi lưu lại.") % {"label": label}]
    return errors


def are_too_many(answers: Mapping[str, Any]) -> bool:
    """True when *answers* together are more than a draft keeps."""
    return len(json.dumps(answers, ensure_ascii=False, default=str).encode("utf-8", "replace")) > ANSWERS_MAX


def _length(value: Any) -> int:
    """Characters of a value as it is kept."""
    return len(value) if isinstance(value, str) else len(json.dumps(value, ensure_ascii=False, default=str))


def _longest(question: Question) -> int:
    """The most characters a raw answer to *question* may have."""
    kind, rules = question["type"], question.get("validation", {})
    if kind == "table":
        row = sum(_longest(column) + len(column["key"]) + AROUND for column in question["columns"])
        return ROWS_MAX * (row + AROUND)
    if kind == "address":
        return len(ADDRESS_PARTS) * (2 * TEXT_MAX + SLACK)
    chosen: int = sum(len(option["value"]) + AROUND for option in question.get("options", []))
    declared: int = rules.get("max_length", TEXTAREA_MAX if kind == "textarea" else TEXT_MAX)
    return 2 * max(declared, chosen) + SLACK
