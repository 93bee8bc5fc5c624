"""Judge what is answered to a request for a supplement: what it opens, what changes, what is wrong, what is left.

Only what was asked for opens (Decree 61/2018 art. 15.3, 17.1.a, 19.4): a question that the officer named, and one that
hangs on it and was not asked before. Every other answer stays as it was declared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dossiers.models import Dossier, Interruption
from dossiers.prefill import known_of
from procedures import questions
from procedures.localized import text_of
from procedures.questions.base import Question
from procedures.questions.conditions import condition

EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Reply:
    """What was typed in answer to a request, judged against what was declared."""

    answers: dict[str, Any]  # of the whole form, once it is sent
    changed: dict[str, list[Any]] = field(default_factory=dict)  # by question what was declared, what takes its place
    errors: dict[str, list[str]] = field(default_factory=dict)
    unanswered: Sequence[Question] = ()  # asked for, and still as declared


def askable(dossier: Dossier) -> list[Question]:
    """The questions whose answers may be asked for again: what was asked of this applicant, and not computed."""
    asked = questions.asked_now(dossier.edition.form_definition, dossier.answers)
    return [question for question in asked if question["type"] != "computed"]


def opened(dossier: Dossier, request: Interruption) -> list[Question]:
    """The questions that *request* opens, in the order of the form."""
    definition = dossier.edition.form_definition
    asked = {question["key"] for question in questions.asked_now(definition, dossier.answers)}
    keys = set(request.questions)
    for question in definition if keys else ():
        key = question["key"]
        is_new = key not in asked and dossier.answers.get(key) in EMPTY
        if is_new and keys & set(condition(question)):
            keys.add(key)
    return [question for question in definition if question["key"] in keys and question["type"] != "computed"]


def refused_answers(dossier: Dossier, request: Interruption, typed: Mapping[str, Any]) -> dict[str, list[str]]:
    """Messages by key for what is not taken: answers that nobody asked for, and those too long to be kept."""
    rows = opened(dossier, request)
    keys = {question["key"] for question in rows}
    words = _("Câu trả lời này không nằm trong yêu cầu bổ sung nên không sửa được.")
    errors = {str(key)[:80]: [words] for key in typed if key not in keys}
    return errors | questions.refused_answers(rows, {key: value for key, value in typed.items() if key in keys})


def reply_to(dossier: Dossier, request: Interruption, typed: Mapping[str, Any], day: date) -> Reply:
    """Judge *typed* as the form judges a draft on *day*; what *request* does not open is left aside.

    A fault that was there before, in an answer that nobody asked for, holds nobody up.
    """
    definition, declared = dossier.edition.form_definition, dossier.answers
    rows = opened(dossier, request)
    if not rows:
        return Reply(declared)
    whole = {**declared, **{row["key"]: typed[row["key"]] for row in rows if row["key"] in typed}}
    tidy = questions.tidy_answers(definition, whole, day)
    asked = {question["key"] for question in questions.asked_now(definition, tidy)}
    changed = {
        key: [declared.get(key), tidy.get(key)]
        for key in (row["key"] for row in rows)
        if key in asked and not any(_same(value, declared.get(key)) for value in (tidy.get(key), whole.get(key)))
    }
    if changed:
        changed |= _computed(dossier, tidy, asked, day)
    errors = _errors(dossier, whole, {row["key"] for row in rows}, list(changed), day)
    unanswered = [row for row in rows if row["key"] in asked & set(request.questions) and row["key"] not in changed]
    return Reply({**declared, **{key: after for key, (_before, after) in changed.items()}}, changed, errors, unanswered)


def labels_of(rows: Sequence[Question]) -> str:
    """The questions by name, in one sentence."""
    return ", ".join(f"“{text_of(row, 'label')}”" for row in rows)


def _computed(dossier: Dossier, tidy: Mapping[str, Any], asked: set[str], day: date) -> dict[str, list[Any]]:
    """What is computed from an answer that changed."""
    definition, declared = dossier.edition.form_definition, dossier.answers
    before = questions.tidy_answers(definition, declared, day)
    keys = [row["key"] for row in definition if row["type"] == "computed" and row["key"] in asked]
    return {key: [declared.get(key), tidy.get(key)] for key in keys if not _same(tidy.get(key), before.get(key))}


def _errors(
    dossier: Dossier, whole: Mapping[str, Any], keys: set[str], changed: Sequence[str], day: date
) -> dict[str, list[str]]:
    """The faults of what changed, and those that the change brings about elsewhere: these stand at what changed."""
    faults, before = _faults(dossier, whole, day), _faults(dossier, dossier.answers, day)
    errors: dict[str, list[str]] = {}
    for key, messages in faults.items():
        if key in changed or key not in before:
            place = key if key in keys or not changed else changed[0]
            errors[place] = [*errors.get(place, []), *messages]
    return errors


def _faults(dossier: Dossier, answers: Mapping[str, Any], day: date) -> dict[str, list[str]]:
    definition = dossier.edition.form_definition
    return known_of(dossier, day).faults(definition, answers) | questions.validate_answers(definition, answers, day)


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in EMPTY and other in EMPTY)
