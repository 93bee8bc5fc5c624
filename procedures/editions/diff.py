"""Compare two versions of a procedure's file, part by part: for the command, and for who publishes. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OWN = ("own_form",)  # added on reading, not part of the file
NAMES = ("key", "number", "order", "name_vi", "label_vi")  # what tells the rows of a list apart
LINE_MAX = 80


@dataclass(frozen=True)
class Change:
    """One part that differs: where, as the file's keys lead to it, and what stood and stands there ('' for nothing)."""

    where: str
    before: str
    after: str

    @property
    def line(self) -> str:
        """The change on one line, for a console."""
        if not self.before:
            return f"+ {self.where}: {_cut(self.after)}"
        if not self.after:
            return f"- {self.where}: {_cut(self.before)}"
        return f"{self.where}: {_cut(self.before)} → {_cut(self.after)}"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference, in the order of the new version's parts; empty when both are the same."""
    return list(_of_mappings(old, new, ""))


def _of_mappings(old: Mapping[str, Any], new: Mapping[str, Any], where: str) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        if where or key not in OWN:
            yield from _of_values(old.get(key), new.get(key), f"{where}/{key}" if where else key)


def _of_values(old: Any, new: Any, where: str) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _of_mappings(old, new, where)
    elif _are_rows(old) and _are_rows(new):
        yield from _of_rows(old, new, where)
    else:
        yield Change(where, _text(old), _text(new))


def _of_rows(old: Sequence[Any], new: Sequence[Any], where: str) -> Iterator[Change]:
    """Match rows by the key that tells them apart; by place where none does and there are as many."""
    name = _name_of(old, new)
    if not name and len(old) != len(new):
        yield Change(where, _text(old), _text(new))
        return
    named_old, named_new = (
        {str(row[name] if name else n): row for n, row in enumerate(rows, 1)} for rows in (old, new)
    )
    yield from _of_mappings(named_old, named_new, where)
    if list(named_old) != list(named_new) and sorted(named_old) == sorted(named_new):
        yield Change(where, ", ".join(named_old), ", ".join(named_new))


def _are_rows(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(row, Mapping) for row in value)


def _name_of(old: Sequence[Any], new: Sequence[Any]) -> str:
    """The key that tells all rows of both lists apart; empty when none does."""
    for name in NAMES:
        if all(len({str(row.get(name)) for row in rows if name in row}) == len(rows) for rows in (old, new)):
            return name
    return ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(text: str) -> str:
    return text if len(text) <= LINE_MAX else text[: LINE_MAX - 1] + "…"
