"""Answers for display: the check page, the officer's page, the printed form; and their JSON Schema for the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from procedures.questions.base import Question
from procedures.questions.conditions import asked_now
from procedures.questions.form_page import sections
from procedures.questions.registry import localized, type_of
from toolbox.formats import in_english


def display(definition: Sequence[Question], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Sections of (key, label, printable value) of the questions asked; an empty value was not given."""
    english = in_english()
    asked = {question["key"] for question in asked_now(definition, answers)}
    return [
        {
            "number": section.number,
            "title": section.title,
            "rows": [
                _row(localized(question), answers.get(question["key"]), english)
                for question in section.questions
                if question["key"] in asked
            ],
        }
        for section in sections(definition)
    ]


def json_schema(definition: Sequence[Question]) -> dict[str, Any]:
    """JSON Schema of the answers: what the API asks for."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            question["key"]: {**type_of(question).schema(question), "title": question["label_vi"]}
            for question in definition
        },
        "required": [
            question["key"] for question in definition if question["required"] and question["type"] != "computed"
        ],
    }


def _row(question: Question, raw: Any, english: bool) -> dict[str, str]:
    question_type = type_of(question)
    try:
        value = "" if question_type.is_empty(raw) else question_type.show(raw, question, english)
    except (AttributeError, KeyError, TypeError):
        value = str(raw)  # a draft may hold anything that was typed or sent
    return {"key": question["key"], "label": question["label"], "value": value}
