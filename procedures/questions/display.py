"""Answers for reading: the check page, the officer's page, the printed form; and the shape for the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from procedures.questions.base import Question
from procedures.questions.conditions import asked_now
from procedures.questions.form_page import sections
from procedures.questions.registry import kind_of, localized
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
            question["key"]: {**kind_of(question).schema(question), "title": question["label_vi"]}
            for question in definition
        },
        "required": [
            question["key"] for question in definition if question["required"] and question["type"] != "computed"
        ],
    }


def _row(question: Question, raw: Any, english: bool) -> dict[str, str]:
    kind = kind_of(question)
    try:
        value = "" if kind.is_empty(raw) else kind.show(raw, question, english)
    except (AttributeError, KeyError, TypeError):
        value = str(raw)  # a draft may hold anything that was typed or sent
    return {"key": question["key"], "label": question["label"], "value": value}
