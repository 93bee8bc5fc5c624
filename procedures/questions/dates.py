"""Question types for days, months and years, in the ways people write them; always the day before the month."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from procedures.questions.base import InvalidAnswer, Question, QuestionType, Text, plain

PARTS = ("day", "month", "year")
SEPARATORS = re.compile(r"[/.\-\s]+")
UNKNOWN = re.compile(r"0{1,2}|[xX?_…]+")  # how papers write a day or a month that nobody knew


class Date(QuestionType):
    """A day, in three inputs or as 27/4/1950 or 1950-04-27."""

    template = "date"

    def read(self, posted: Mapping[str, Any], question: Question) -> Any:
        """The three inputs, joined; what was pasted or typed whole into one of them is that date."""
        parts = [str(posted.get(f"{question['key']}-{part}", "")).strip() for part in PARTS]
        given = [part for part in parts if part]
        if len(given) == 1 and len(given[0]) > (4 if parts[2] else 2):
            return given[0]
        return "/".join(parts) if given else ""

    def tidy(self, raw: Any, question: Question) -> Any:
        """The day as ISO text."""
        return parse_day(plain(raw, question), question).isoformat()

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """`27/04/1950`."""
        try:
            return f"{date.fromisoformat(str(raw)):%d/%m/%Y}"
        except ValueError:
            return str(raw)

    def schema(self, question: Question) -> dict[str, Any]:
        """A date as text."""
        return {"type": "string", "examples": ["1950-04-27"]}


class PartialDate(Date):
    """A day of which only the year may be known, as in old records."""

    def tidy(self, raw: Any, question: Question) -> Any:
        """ISO text of what is known: 1950, 1950-04 or 1950-04-27."""
        text = _known(plain(raw, question))
        match = re.fullmatch(r"/{0,2}([1-9]\d{3})", text)
        if match:
            return match[1]
        match = re.fullmatch(r"/?(?:(\d{1,2})[/.\-\s]+([1-9]\d{3})|([1-9]\d{3})-(\d{2}))", text)
        if match and "//" not in text:
            month, year = match[1] or match[4], match[2] or match[3]
            return parse_day(f"1/{month}/{year}", question).isoformat()[:7]
        if not re.search(r"\d[/.\-\s]+\d+[/.\-\s]+\d|\d{8}", text):
            raise InvalidAnswer(
                _("%(label)s phải có năm, hoặc đủ ngày, tháng, năm. Ví dụ: 1950, hoặc 27 3 1950.")
                % {"label": question["label"]}
            )
        return super().tidy(text, question)

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """`27/04/1950`, `04/1950` or `1950`."""
        return super().show(raw, question, english) if len(str(raw)) > 7 else "/".join(reversed(str(raw).split("-")))


class Month(Text):
    """A month of a year, as 04/1950."""

    def tidy(self, raw: Any, question: Question) -> Any:
        """`1950-04`."""
        match = re.fullmatch(r"(\d{1,2})[/.\-\s]+([1-9]\d{3})|([1-9]\d{3})-(\d{2})", plain(raw, question))
        month = int((match[1] or match[4]) if match else 0)
        if not match or not 1 <= month <= 12:
            raise InvalidAnswer(_("%(label)s phải có tháng và năm, ví dụ: 04/2026.") % {"label": question["label"]})
        return f"{match[2] or match[3]}-{month:02d}"


def _known(text: str) -> str:
    """*text* without the day and the month that papers write as 00, or as a sign for not known."""
    parts = SEPARATORS.split(text)
    if len(parts) != 3 or not re.fullmatch(r"[1-9]\d{3}", parts[2]):
        return text
    while len(parts) > 1 and UNKNOWN.fullmatch(parts[0]):
        parts = parts[1:]
    return "/".join(parts)


def first_day(value: str) -> date:
    """The first day that a date as kept may be: of a year alone the first of January."""
    return date.fromisoformat(f"{value}-01-01"[:10])


def last_day(value: str) -> date:
    """The last day that a date as kept may be."""
    first = first_day(value)
    if len(value) > 7:
        return first
    month = first.month if len(value) > 4 else 12
    return date(first.year, month, monthrange(first.year, month)[1])


def parse_day(text: str, question: Question) -> date:
    """Parse a day as a person writes it, day before month unless the year comes first. Raises InvalidAnswer."""
    iso = re.fullmatch(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})", text)
    parts = [iso[3], iso[2], iso[1]] if iso else re.split(r"[/.\-\s]+", text)
    if len(parts) == 1 and re.fullmatch(r"\d{8}", text):
        parts = [text[:2], text[2:4], text[4:]]
        if int(parts[1]) > 12:  # the year came first
            parts = [text[6:], text[4:6], text[:4]]
    if len(parts) != 3 or not all(re.fullmatch(r"\d{1,4}", part) for part in parts) or len(parts[2]) != 4:
        raise InvalidAnswer(
            _("%(label)s phải có đủ ngày, tháng, năm. Ví dụ: 27 3 1950.") % {"label": question["label"]}
        )
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        raise InvalidAnswer(_("Ngày %(day)s không có trong lịch.") % {"day": "/".join(parts)}) from None
