"""Which questions of a form are asked: some depend on another answer (`required_if`, `asked_if`). Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from procedures.questions.base import Question


def condition(question: Question) -> Mapping[str, Any]:
    """The answers, by key, any one of which makes this question asked. Empty: it is always asked."""
    wanted: Mapping[str, Any] = question.get("asked_if") or question.get("validation", {}).get("required_if", {})
    return wanted


def asked_now(definition: Sequence[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The questions to ask given *answers*, in order; what depends on one that is not asked is not asked either."""
    given, asked = dict(answers), []
    for question in definition:
        wanted = condition(question)
        if not wanted or any(is_given(given.get(key), value) for key, value in wanted.items()):
            asked.append(question)
        else:
            given.pop(question["key"], None)
    return asked


def is_given(given: Any, wanted: Any) -> bool:
    """Whether an answer is the wanted one, one of several, any (`*`), or a box left unticked (False)."""
    if wanted == "*":
        return bool(given.strip() if isinstance(given, str) else given)
    if wanted is False:
        return not given
    allowed = wanted if isinstance(wanted, list) else [wanted]
    return any(value in allowed for value in (given if isinstance(given, list) else [given]))
