"""Values of the fields of a template: from what was typed, as they are kept, and as a body takes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from procedures.results.body import Value
from toolbox.refusal import InvalidInput
from toolbox.text import entered

LONGEST = {"text": 255, "long_text": 4000}
LARGEST = 10**15
Fields = list[dict[str, Any]]


def cleaned(fields: Fields, typed: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """The values to keep, as JSON: dates in ISO form, sums and numbers as whole numbers, empty ones left out.

    Raises InvalidInput by field; a field that the template does not have is refused, a needed one that is empty too,
    unless *whole* is False (a proposal that is only looked at).
    """
    known = {field["key"]: field for field in fields}
    errors = {key: [_("Mẫu kết quả không có mục này.")] for key in typed if key not in known}
    values: dict[str, Any] = {}
    for key, field in known.items():
        try:
            value = _value(field, typed.get(key))
        except ValueError as error:
            errors[key] = [str(error)]
            continue
        if value not in ("", None):
            values[key] = value
        elif field.get("required") and whole:
            errors[key] = [_("Nhập “%(label)s”.") % {"label": field["label_vi"]}]
    if not errors and _ends_before_it_starts(fields, values):
        ends = next(field for field in fields if field.get("ends"))
        errors[ends["key"]] = [_("Ngày hết hạn phải sau ngày bắt đầu.")]
    if errors:
        raise InvalidInput(errors, next(iter(errors.values()))[0])
    return values


def of_body(fields: Fields, values: Mapping[str, Any]) -> dict[str, Value]:
    """Kept values as `body.fill` takes them: dates as dates."""
    dates = {field["key"] for field in fields if field["type"] == "date"}
    return {key: date.fromisoformat(value) if key in dates else value for key, value in values.items()}


def validity(fields: Fields, values: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """From when and until when a result with *values* holds, where its template says which fields these are."""
    starts, ends = ((next((f["key"] for f in fields if f.get(mark)), "")) for mark in ("starts", "ends"))
    first, last = values.get(starts), values.get(ends)
    return date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None


def _ends_before_it_starts(fields: Fields, values: Mapping[str, Any]) -> bool:
    first, last = validity(fields, values)
    return first is not None and last is not None and last < first


def _value(field: dict[str, Any], typed: Any) -> Any:
    """One value. Raises ValueError with a sentence."""
    label = {"label": field["label_vi"]}
    if typed is None or typed == "":
        return ""
    if field["type"] == "date":
        return _day(typed, label)
    if field["type"] in ("money", "number"):
        return _whole_number(typed, label)
    if not isinstance(typed, str):
        raise ValueError(_("“%(label)s” phải là chữ.") % label)
    text = entered(typed).strip()
    if field["type"] == "choice" and text and text not in field["options"]:
        raise ValueError(_("Chọn “%(label)s” trong danh sách.") % label)
    most = min(field.get("max_length", 10**6), LONGEST.get(field["type"], LONGEST["text"]))
    if len(text) > most:
        raise ValueError(_("“%(label)s” dài quá %(n)d ký tự.") % {**label, "n": most})
    return text


def _day(typed: Any, label: dict[str, Any]) -> str:
    if isinstance(typed, date):
        return typed.isoformat()
    try:
        return date.fromisoformat(str(typed).strip()).isoformat()
    except ValueError:
        raise ValueError(_("“%(label)s” phải là ngày, dạng 2026-03-27.") % label) from None


def _whole_number(typed: Any, label: dict[str, Any]) -> int:
    text = str(typed).replace(".", "").replace(" ", "") if not isinstance(typed, bool) else ""
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST:
        raise ValueError(_("“%(label)s” phải là số nguyên không âm.") % label)
    return int(text)
