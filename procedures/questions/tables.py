"""The question type for a table of rows: every cell is a question of its column's type."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from procedures.localized import text_of
from procedures.questions.base import InvalidAnswer, Question, QuestionType
from procedures.questions.messages import lower_first, unknown

ROWS_MAX = 50


class Table(QuestionType):
    """Rows of declared columns; blank rows do not count."""

    template = "table"
    empty: Any = ()

    def __init__(self, types: Mapping[str, QuestionType]) -> None:
        self.types = types

    def read(self, posted: Mapping[str, Any], question: Question) -> Any:
        """Every row that was on the page, blank ones too: they come back as they were."""
        count = str(posted.get(f"{question['key']}-rows", "0"))
        rows = min(int(count), ROWS_MAX) if count.isdecimal() and len(count) < 4 else 0
        return [self._row(posted, question, n) for n in range(rows)]

    def is_empty(self, raw: Any) -> bool:
        """True when no row has content."""
        return not raw or (isinstance(raw, list) and not any(_has_content(row) for row in raw))

    def tidy(self, raw: Any, question: Question) -> Any:
        """The rows that have content, each complete. Raises InvalidAnswer with the faults of every row."""
        if not isinstance(raw, list) or len(raw) > ROWS_MAX or not all(isinstance(row, Mapping) for row in raw):
            raise InvalidAnswer(
                _("%(label)s nhận nhiều nhất %(n)d dòng.") % {"label": question["label"], "n": ROWS_MAX}
            )
        checked = [(n, *self._check_row(row, question)) for n, row in enumerate(raw, 1) if _has_content(row)]
        faults = [(n, fault) for n, _row, messages in checked for fault in messages.values()]
        if faults:
            raise InvalidAnswer(
                *(_("Dòng %(n)d: %(fault)s") % {"n": n, "fault": lower_first(fault)} for n, fault in faults)
            )
        rows = [row for _n, row, _messages in checked]
        least = question.get("validation", {}).get("min_rows", 0)
        if len(rows) < least:
            raise InvalidAnswer(_("%(label)s phải có ít nhất %(n)d dòng.") % {"label": question["label"], "n": least})
        return rows

    def faults(self, row: Mapping[str, Any], question: Question) -> dict[str, str]:
        """The faults of the cells of one row, by column; a blank row has none."""
        return self._check_row(row, question)[1] if _has_content(row) else {}

    def _check_row(self, row: Mapping[str, Any], question: Question) -> tuple[dict[str, Any], dict[str, str]]:
        """One row in its normal form, and its faults by column."""
        columns = {column["key"]: {**column, "label": text_of(column, "label")} for column in question["columns"]}
        tidy, faults = dict(row), {key: unknown() for key in row if key not in columns}
        for key, column in columns.items():
            try:
                tidy[key] = self._cell(row.get(key, ""), column)
            except InvalidAnswer as error:
                faults[key] = error.messages[0]
        return tidy, faults

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """One line a row, numbered."""
        return "\n".join(f"{n}. {self._line(row, question, english)}" for n, row in enumerate(raw, 1))

    def schema(self, question: Question) -> dict[str, Any]:
        """A list of objects."""
        properties = {
            column["key"]: {**self.types[column["type"]].schema(column), "title": column["label_vi"]}
            for column in question["columns"]
        }
        needed = [column["key"] for column in question["columns"] if column.get("required")]
        row = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
        return {"type": "array", "maxItems": ROWS_MAX, "items": row}

    def _row(self, posted: Mapping[str, Any], question: Question, number: int) -> dict[str, Any]:
        name = f"{question['key']}-{number}-"
        return {
            column["key"]: self.types[column["type"]].read(posted, {**column, "key": name + column["key"]})
            for column in question["columns"]
        }

    def _cell(self, raw: Any, column: Question) -> Any:
        question_type = self.types[column["type"]]
        value = "" if question_type.is_empty(raw) else question_type.tidy(raw, column)
        if column.get("required") and question_type.is_empty(value):
            raise InvalidAnswer(question_type.missing(column))
        return value

    def _line(self, row: Mapping[str, Any], question: Question, english: bool) -> str:
        cells = ((self.types[column["type"]], row.get(column["key"], ""), column) for column in question["columns"])
        return "; ".join(
            question_type.show(value, column, english)
            for question_type, value, column in cells
            if not question_type.is_empty(value)
        )


def _has_content(row: Any) -> bool:
    return not isinstance(row, Mapping) or any(str(value).strip() for value in row.values())
