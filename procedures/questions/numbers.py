"""Question types for numbers and money, in the ways people write them."""

import re
from typing import Any

from django.utils.translation import gettext as _

from procedures.questions.base import InvalidAnswer, Question, QuestionType, plain

MOST = 10**15


class Number(QuestionType):
    """A whole or decimal number, with or without thousands grouped by dots, commas or spaces."""

    template = "number"
    whole = False

    def tidy(self, raw: Any, question: Question) -> Any:
        """An int, or a float where the question allows parts."""
        rules = question.get("validation", {})
        whole = self.whole or bool(rules.get("integer"))
        value = read_number(raw, question, whole)
        if whole and not isinstance(value, int):
            raise InvalidAnswer(_("%(label)s phải là số nguyên.") % {"label": question["label"]})
        least, most = rules.get("min"), rules.get("max")
        words = {"label": question["label"]}
        if isinstance(least, int | float) and value < least:
            raise InvalidAnswer(_("%(label)s phải từ %(limit)s trở lên.") % {**words, "limit": grouped(least)})
        if isinstance(most, int | float) and value > most:
            raise InvalidAnswer(_("%(label)s phải từ %(limit)s trở xuống.") % {**words, "limit": grouped(most)})
        return value

    def is_empty(self, raw: Any) -> bool:
        """Zero is an answer."""
        return raw is None or raw == ""

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """`1.250` or `98,4`."""
        return grouped(raw) if isinstance(raw, int | float) else str(raw)

    def schema(self, question: Question) -> dict[str, Any]:
        """A number, also as text."""
        return {"type": ["number", "string"]}


class Money(Number):
    """Whole đồng."""

    template = "money"
    whole = True

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """`1.250.000 đồng`."""
        return f"{grouped(raw)} đồng" if isinstance(raw, int) else str(raw)


def read_number(raw: Any, question: Question, whole: bool) -> int | float:
    """Parse a number as a person writes it; a number from the API as it is. Raises InvalidAnswer."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        text = repr(raw) if abs(raw) < MOST else ""
    else:
        text = _ungrouped(plain(raw, question), whole)
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text):
        raise InvalidAnswer(_("%(label)s phải là số, ví dụ: 12.") % {"label": question["label"]})
    value = float(text)
    return int(value) if value.is_integer() else value


def grouped(value: float) -> str:
    """`1.250.000`, `98,4`."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _ungrouped(text: str, whole: bool) -> str:
    """Digits with at most one decimal point: `1.250.000`, `1,250,000`, `1 250 000` and `98,4` are all read."""
    text = re.sub(r"(?i)\s|(đồng|vnđ|vnd|đ|%)$", "", text)
    if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", text):
        return text.replace(".", "").replace(",", ".")
    commas = "+" if whole else "{2,}"  # one comma alone marks decimals where there may be any
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}(,\d{{3}}){commas}(\.\d+)?", text):
        return text.replace(",", "")
    return text.replace(",", ".")
