"""Whether answers do: each by its type, then the rules that name today or another field."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from procedures.questions.base import Question, Wrong
from procedures.questions.computed import compute
from procedures.questions.conditions import asked_now
from procedures.questions.cross_checks import beside, beside_rows
from procedures.questions.messages import unknown
from procedures.questions.registry import kind_of, localized

Errors = dict[str, list[str]]


def validate_answers(definition: Sequence[Question], answers: Mapping[str, Any], today: date) -> Errors:
    """Messages by question key; empty when everything does. Unknown keys are named too."""
    return _checked(definition, answers, today)[1]


def tidy_answers(definition: Sequence[Question], answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Answers in their normal form where they do, as typed where they do not."""
    return _checked(definition, answers, today)[0]


def final_answers(
    definition: Sequence[Question], answers: Mapping[str, Any], today: date
) -> tuple[dict[str, Any], Errors]:
    """What is filed, and what is wrong with it by question key, as validate_answers says.

    Answers are in their normal form, without those to questions that turned out not to be asked.
    """
    tidy, errors = _checked(definition, answers, today)
    asked = {question["key"] for question in asked_now(definition, tidy)}
    return {key: value for key, value in tidy.items() if key in asked}, errors


def _checked(definition: Sequence[Question], answers: Mapping[str, Any], today: date) -> tuple[dict[str, Any], Errors]:
    questions = {question["key"]: localized(question) for question in definition}
    tidy, errors = dict(answers), Errors()
    for key in answers:
        if key not in questions:
            errors[key] = [unknown()]
    # An answer to a question that is not asked stays as it was typed: the answer it hangs on may change again.
    asked = {question["key"]: question for question in asked_now(list(questions.values()), answers)}
    for question in asked.values():
        if question["type"] != "computed":
            _take(question, answers.get(question["key"]), tidy, errors)
    _derive(asked, tidy, errors)
    # Rules between fields read only answers that do: nonsense beside them is named once, at its own field.
    good = {
        key: tidy[key]
        for key, question in asked.items()
        if key not in errors and not kind_of(question).is_empty(tidy[key])
    }
    for key in good:
        if messages := _beside(questions[key], good, questions, today):
            errors[key], tidy[key] = messages, answers[key]
    return tidy, errors


def _beside(question: Question, good: Mapping[str, Any], questions: Mapping[str, Question], today: date) -> list[str]:
    messages = [beside(question, good, questions, today)]
    if question["type"] == "table":
        messages += beside_rows(question, good[question["key"]], today)
    return [message for message in messages if message]


def _take(question: Question, raw: Any, tidy: dict[str, Any], errors: Errors) -> None:
    """The normal form of one answer, or what is wrong with it."""
    try:
        tidy[question["key"]] = _one(question, raw)
    except Wrong as wrong:
        errors[question["key"]] = wrong.messages


def _derive(asked: Mapping[str, Question], tidy: dict[str, Any], errors: Errors) -> None:
    """What the form works out itself, from answers that do: what is wrong is named at its own field."""
    given = {key: value for key, value in tidy.items() if key not in errors}
    for key, question in asked.items():
        if question["type"] == "computed":
            tidy[key] = compute(question.get("validation", {}).get("formula", ""), given)
            if tidy[key] is not None:
                _take(question, tidy[key], tidy, errors)


def _one(question: Question, raw: Any) -> Any:
    """One answer to a question that is asked: `required_if` then means that it is needed."""
    kind, rules = kind_of(question), question.get("validation", {})
    needed = question["required"] or rules.get("must_be") or rules.get("required_if")
    value = raw if kind.is_empty(raw) else kind.tidy(raw, question)
    if needed and kind.is_empty(value):  # nothing, only spaces, or only blank rows
        raise Wrong(kind.missing(question))
    return value
