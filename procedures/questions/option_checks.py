"""Validate a chosen option against other answers: the age it is meant for, the choice that it belongs to. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from procedures.localized import text_of
from procedures.questions.base import Question
from procedures.questions.messages import lower_first

Questions = Mapping[str, Question]


def check_option(question: Question, good: Mapping[str, Any], questions: Questions, today: date) -> str:
    """The message for an option that other answers contradict; nothing for one that fits."""
    chosen = _option(question, good[question["key"]])
    return _check_age(question, chosen, good, questions, today) or _check_fit(question, chosen, good, questions)


def _check_age(question: Question, chosen: Question, good: Mapping[str, Any], questions: Questions, today: date) -> str:
    """`born_by`: an option with `ages = [16, 22]` is for who is 16 to 22 years old by that day of birth."""
    born = question.get("validation", {}).get("born_by")
    if "ages" not in chosen or born not in good:
        return ""
    birth, (least, most) = date.fromisoformat(str(good[born])), chosen["ages"]
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    if least <= age <= most:
        return ""
    message = _("%(option)s: không hợp với %(born)s đã khai (%(age)d tuổi). Kiểm tra lại hai câu trả lời này.")
    words = {"option": text_of(chosen, "label"), "born": lower_first(questions[born]["label"]), "age": age}
    return message % words


def _check_fit(question: Question, chosen: Question, good: Mapping[str, Any], questions: Questions) -> str:
    """`fits_field`: an option with `for = ["a"]` goes with the answer a of that field; the message says which does."""
    other = question.get("validation", {}).get("fits_field")
    if "for" not in chosen or other not in good or good[other] in chosen["for"]:
        return ""
    right = [text_of(row, "label") for row in question["options"] if good[other] in row.get("for", [])]
    message = _("%(label)s cho “%(answer)s” là: %(right)s.")
    answer = text_of(_option(questions[other], good[other]), "label")
    return message % {"label": question["label"], "answer": answer, "right": ", ".join(right)}


def _option(question: Question, value: Any) -> Question:
    return next((row for row in question.get("options", []) if row["value"] == value), {})
