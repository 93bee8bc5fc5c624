"""Validate answers: each by its type, then by the rules that name today or another field."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from procedures.questions.base import InvalidAnswer, Question
from procedures.questions.computed import compute
from procedures.questions.conditions import asked_now
from procedures.questions.cross_checks import cross_check, cross_check_rows
from procedures.questions.messages import unknown
from procedures.questions.registry import localized, type_of

Errors = dict[str, list[str]]


def validate_answers(definition: Sequence[Question], answers: Mapping[str, Any], today: date) -> Errors:
    """Messages by question key; empty when every answer is valid. Unknown keys have one too."""
    return _validate(definition, answers, today)[1]


def tidy_answers(definition: Sequence[Question], answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Answers in their normal form where valid, as typed where not."""
    return _validate(definition, answers, today)[0]


def fitting_answer(question: Question, raw: Any) -> Any:
    """The normal form of one answer by its type alone; None where it is none, or does not fit."""
    try:
        return None if type_of(question).is_empty(raw) else type_of(question).tidy(raw, localized(question))
    except InvalidAnswer:
        return None


def final_answers(
    definition: Sequence[Question], answers: Mapping[str, Any], today: date
) -> tuple[dict[str, Any], Errors]:
    """The answers to file, and the errors by question key, as validate_answers gives them.

    Answers are in their normal form, without those to questions that turned out not to be asked.
    """
    tidy, errors = _validate(definition, answers, today)
    asked = {question["key"] for question in asked_now(definition, tidy)}
    return {key: value for key, value in tidy.items() if key in asked}, errors


def _validate(definition: Sequence[Question], answers: Mapping[str, Any], today: date) -> tuple[dict[str, Any], Errors]:
    questions = {question["key"]: localized(question) for question in definition}
    tidy, errors = dict(answers), Errors()
    for key in answers:
        if key not in questions:
            errors[key] = [unknown()]
    # An answer to a question that is not asked stays as it was typed: the answer it hangs on may change again.
    asked = {question["key"]: question for question in asked_now(list(questions.values()), answers)}
    for question in asked.values():
        if question["type"] != "computed":
            _tidy_one(question, answers.get(question["key"]), tidy, errors)
    _compute(asked, tidy, errors)
    # Rules between fields read only answers that do: nonsense beside them is named once, at its own field.
    good = {
        key: tidy[key]
        for key, question in asked.items()
        if key not in errors and not type_of(question).is_empty(tidy[key])
    }
    for key in good:
        if messages := _cross_check(questions[key], good, questions, today):
            errors[key], tidy[key] = messages, answers[key]
    return tidy, errors


def _cross_check(
    question: Question, good: Mapping[str, Any], questions: Mapping[str, Question], today: date
) -> list[str]:
    messages = [cross_check(question, good, questions, today)]
    if question["type"] == "table":
        messages += cross_check_rows(question, good[question["key"]], today)
    return [message for message in messages if message]


def _tidy_one(question: Question, raw: Any, tidy: dict[str, Any], errors: Errors) -> None:
    """Put the normal form of one answer into *tidy*, or its messages into *errors*."""
    try:
        tidy[question["key"]] = _tidy(question, raw)
    except InvalidAnswer as error:
        errors[question["key"]] = error.messages


def _compute(asked: Mapping[str, Question], tidy: dict[str, Any], errors: Errors) -> None:
    """Compute the questions with a formula, from valid answers: a fault is named at its own field."""
    valid = {key: value for key, value in tidy.items() if key not in errors}
    for key, question in asked.items():
        if question["type"] == "computed":
            tidy[key] = compute(question.get("validation", {}).get("formula", ""), valid)
            if tidy[key] is not None:
                _tidy_one(question, tidy[key], tidy, errors)


def _tidy(question: Question, raw: Any) -> Any:
    """The normal form of one answer to a question that is asked: `required_if` then means required."""
    question_type, rules = type_of(question), question.get("validation", {})
    needed = question["required"] or rules.get("must_be") or rules.get("required_if")
    value = raw if question_type.is_empty(raw) else question_type.tidy(raw, question)
    if needed and question_type.is_empty(value):  # nothing, only spaces, or only blank rows
        raise InvalidAnswer(question_type.missing(question))
    return value
