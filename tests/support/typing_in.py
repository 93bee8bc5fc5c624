"""The inputs a browser sends for a question, from the answer as it is stored."""

from collections.abc import Mapping, Sequence
from typing import Any

DAYS = ("date", "date_partial")


def posted(asked: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of the questions *asked* by name, filled in with *given*."""
    fields: dict[str, Any] = {}
    for question in asked:
        fields |= inputs(question, given.get(question["key"], ""))
    return fields


def inputs(question: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """The inputs of one question by name."""
    key, kind = question["key"], question["type"]
    if kind in DAYS and value:
        year, month, day = (*str(value).split("-"), "", "")[:3]
        return {f"{key}-day": day, f"{key}-month": month, f"{key}-year": year}
    if kind == "address":
        return {f"{key}-{part}": text for part, text in dict(value or {}).items()}
    if kind == "table":
        cells = [cell for number, row in enumerate(value) for cell in _cells(question, number, row)]
        return {f"{key}-rows": len(value), **posted([cell for cell, _value in cells], {c["key"]: v for c, v in cells})}
    return {} if value is False else {key: value}


def _cells(table: Mapping[str, Any], number: int, row: Mapping[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    """Each cell as a question of its own, with its value."""
    return [
        ({**column, "key": f"{table['key']}-{number}-{column['key']}"}, row.get(column["key"], ""))
        for column in table["columns"]
    ]
