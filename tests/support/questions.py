"""One question of any type, for tests: its normal form and its messages."""

from datetime import date
from typing import Any

from procedures.questions import tidy_answers, validate_answers

TODAY = date(2026, 3, 2)
OPTIONS = [{"value": "nam", "label_vi": "Nam", "label_en": "Male"}, {"value": "nu", "label_vi": "Nữ"}]
COLUMNS = [
    {"key": "who", "label_vi": "Họ tên", "type": "text", "required": True},
    {"key": "note", "label_vi": "Ghi chú", "type": "text", "required": False},
]


def question(kind: str, required: bool = True, **rules: Any) -> dict[str, Any]:
    """One question of a type."""
    return {
        "key": "it",
        "type": kind,
        "label_vi": "Mục này",
        "label_en": "This",
        "required": required,
        "section_vi": "Phần",
        "options": OPTIONS,
        "columns": COLUMNS,
        "validation": rules,
    }


def tidied(kind: str, raw: Any, **rules: Any) -> Any:
    """The normal form of a valid answer."""
    definition = [question(kind, **rules)]
    assert validate_answers(definition, {"it": raw}, TODAY) == {}
    return tidy_answers(definition, {"it": raw}, TODAY)["it"]


def fault(kind: str, raw: Any, **rules: Any) -> str:
    """The one message for an invalid answer; what was typed is kept."""
    definition = [question(kind, **rules)]
    assert tidy_answers(definition, {"it": raw}, TODAY) == {"it": raw}
    (message,) = validate_answers(definition, {"it": raw}, TODAY)["it"]
    return message
