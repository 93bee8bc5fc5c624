"""Digest a row: its sealed columns in one canonical form, the same before it is written and after it is read."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

EMPTY: tuple[Any, ...] = ("", 0, [], {})  # and False, which is 0


def digest_of(row: models.Model, fields: tuple[Any, ...]) -> str:
    """SHA-256 of the values of *fields* of *row*, in hex."""
    return digest(values_of(row, fields))


def values_of(row: models.Model, fields: tuple[Any, ...]) -> dict[str, Any]:
    """The values of *fields* of *row* as the canonical form writes them, by column; what is empty is left out.

    So a column that a later release adds, empty in every row that is there, leaves their digests as they were sealed.
    """
    values = ((field, plain(field.to_python(getattr(row, field.attname)))) for field in fields)
    return {field.attname: value for field, value in values if not _is_empty(field, value)}


def _is_empty(field: Any, value: Any) -> bool:
    """True for what a new column holds: null where it may be null, else nothing of its type."""
    return value is None or (not field.null and value in EMPTY)


def digest(facts: Any) -> str:
    """SHA-256 of plain facts in canonical JSON, in hex."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plain(value: Any) -> Any:
    """A value as the canonical form writes it.

    Numbers by their worth, since PostgreSQL writes 1e22 out; instants in UTC to the microsecond; the rest as JSON.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return str(value)
