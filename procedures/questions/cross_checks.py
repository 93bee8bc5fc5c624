"""Validate an answer against today and against other answers."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.identity import birth_year
from procedures.localized import text_of
from procedures.questions.base import Question
from procedures.questions.dates import first_day, last_day
from procedures.questions.messages import lower_first
from procedures.questions.option_checks import check_option

Questions = Mapping[str, Question]
# A rule, when it holds, and the message for numbers and for dates when it does not.
COMPARISONS: tuple[tuple[str, Callable[[Any, Any], bool], Promise, Promise], ...] = (
    (
        "lte_field",
        lambda a, b: a <= b,
        gettext_lazy("%(label)s không được lớn hơn %(other)s."),
        gettext_lazy("%(label)s không được sau %(other)s."),
    ),
    (
        "gte_field",
        lambda a, b: a >= b,
        gettext_lazy("%(label)s không được nhỏ hơn %(other)s."),
        gettext_lazy("%(label)s không được trước %(other)s."),
    ),
    (
        "gt_field",
        lambda a, b: a > b,
        gettext_lazy("%(label)s phải lớn hơn %(other)s."),
        gettext_lazy("%(label)s phải sau %(other)s."),
    ),
    (
        "ne_field",
        lambda a, b: a != b,
        gettext_lazy("%(label)s phải khác %(other)s."),
        gettext_lazy("%(label)s phải khác %(other)s."),
    ),
    (
        "rows_eq_field",
        lambda a, b: len(a) == b,
        gettext_lazy("%(label)s phải có số dòng bằng %(other)s."),
        gettext_lazy("%(label)s phải có số dòng bằng %(other)s."),
    ),
)
DATES, CITIZEN_ID_LENGTH = ("date", "date_partial"), 12


def cross_check(question: Question, good: Mapping[str, Any], questions: Questions, today: date) -> str:
    """The message for an answer that breaks a rule on today or others; *good* are the answers valid by themselves."""
    if message := _check_against_today(question, good[question["key"]], today):
        return message
    return (
        _check_against_others(question, good, questions)
        or _check_span(question, good, questions)
        or _check_birth_year(question, good, questions)
        or check_option(question, good, questions, today)
    )


def cross_check_rows(question: Question, rows: Sequence[Mapping[str, Any]], today: date) -> list[str]:
    """The messages for the rows of a table: each cell is checked against today and its row."""
    columns = {column["key"]: {**column, "label": text_of(column, "label")} for column in question["columns"]}
    messages = []
    for n, row in enumerate(rows, 1):
        good = {key: row[key] for key in columns if row.get(key, "") != ""}
        faults = filter(None, (cross_check(columns[key], good, columns, today) for key in good))
        messages += [_("Dòng %(n)d: %(fault)s") % {"n": n, "fault": lower_first(fault)} for fault in faults]
    return messages


def _check_against_today(question: Question, value: Any, today: date) -> str:
    rules, words = question.get("validation", {}), {"label": question["label"]}
    if question["type"] == "number" and rules.get("max") == "current_year" and value > today.year:
        return _("%(label)s không được sau năm nay.") % words
    if question["type"] not in DATES:
        return ""
    now = today.isoformat()[: len(value)]  # a year alone is compared with the year
    if rules.get("max") == "today" and value > now:
        return _("%(label)s phải là hôm nay hoặc trước hôm nay.") % words
    if rules.get("min") == "today" and value < now:
        return _("%(label)s phải là hôm nay hoặc sau hôm nay.") % words
    # Who knows a year alone gets the reading in their favour: the first day of it.
    if rules.get("max") == "today-18y" and years_later(first_day(value), 18) > today:
        return _("Người này phải đủ 18 tuổi; %(label)s chưa đủ 18 năm.") % {"label": lower_first(question["label"])}
    return _check_within(question, value, today)


def _check_within(question: Question, value: str, today: date) -> str:
    """`within = "10d"` or `"3m"`: filed at most so many days or months after the day."""
    match = re.fullmatch(r"(\d+)([dm])", str(question.get("validation", {}).get("within", "")))
    if not match:
        return ""
    count, day = int(match[1]), last_day(value)
    if today <= (day + timedelta(days=count) if match[2] == "d" else months_later(day, count)):
        return ""
    message = (
        _("%(label)s phải trong %(n)s ngày gần đây.")
        if match[2] == "d"
        else _("%(label)s phải trong %(n)s tháng gần đây.")
    )
    return message % {"label": question["label"], "n": count}


def _check_against_others(question: Question, good: Mapping[str, Any], questions: Questions) -> str:
    rules, value = question.get("validation", {}), good[question["key"]]
    for rule, holds, of_numbers, of_dates in COMPARISONS:
        other = rules.get(rule)
        if other in good and not _may_hold(holds, value, good[other], question):
            message = of_dates if question["type"] in DATES else of_numbers
            return str(message) % {"label": question["label"], "other": lower_first(questions[other]["label"])}
    return ""


def _may_hold(holds: Callable[[Any, Any], bool], value: Any, other: Any, question: Question) -> bool:
    """Whether a rule holds; of dates of which only a part is known, whether it may."""
    if question["type"] not in DATES or len(value) == len(other):
        return holds(value, other)
    known = min(len(value), len(other))
    return value[:known] == other[:known] or holds(value[:known], other[:known])


def _check_span(question: Question, good: Mapping[str, Any], questions: Questions) -> str:
    """`max_span = "2y"`: at most two years after the field it follows."""
    rules = question.get("validation", {})
    other, span = rules.get("gt_field"), str(rules.get("max_span", ""))
    if not span.endswith("y") or other not in good:
        return ""
    first, last = last_day(good[other]), first_day(good[question["key"]])
    if last <= years_later(first, int(span[:-1])):
        return ""
    return _("%(label)s không được quá %(n)s năm sau %(other)s.") % {
        "label": question["label"],
        "n": span[:-1],
        "other": lower_first(questions[other]["label"]),
    }


def _check_birth_year(question: Question, good: Mapping[str, Any], questions: Questions) -> str:
    """`born_field`: a citizen number of twelve digits carries the year of birth; the old nine digits do not."""
    other, number = question.get("validation", {}).get("born_field"), str(good[question["key"]])
    if other not in good or len(number) != CITIZEN_ID_LENGTH:
        return ""
    typed, carried = int(str(good[other])[:4]), birth_year(number)
    if typed == carried:
        return ""
    message = _("Năm sinh %(typed)d khác với số căn cước (%(carried)d). Kiểm tra lại hai ô: %(other)s và %(label)s.")
    return message % {
        "typed": typed,
        "carried": carried,
        "label": lower_first(question["label"]),
        "other": lower_first(questions[other]["label"]),
    }


def years_later(day: date, years: int) -> date:
    """The same day *years* on; 29 February becomes 28 where there is none."""
    return months_later(day, 12 * years)


def months_later(day: date, months: int) -> date:
    """The same day *months* on, or the last of its month where there is none; 9999 is the last year."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
