"""Parse JSON strictly: reject what the database or our own responses cannot hold."""

import math
import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from toolbox.text import entered_all

MAX_DEPTH = 32  # nothing we take is nested deeper; Python itself gives up near a thousand
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class StrictJSONParser(JSONParser):
    """A JSON parser that rejects lone surrogates, numbers that are not finite, and deep nesting; text as `entered`."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The parsed value. Raises ParseError, which is answered 400."""
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise _too_deep() from None
        level = [data]
        for _depth in range(MAX_DEPTH):
            if any(_is_unstorable(value) for value in level):
                raise ParseError(_("Nội dung JSON có ký tự hoặc số không đọc được."))
            level = [inner for outer in level for inner in _children(outer)]
        if level:
            raise _too_deep()
        return entered_all(data)


def _is_unstorable(value: Any) -> bool:
    if isinstance(value, str):
        return bool(LONE_SURROGATE.search(value))
    return isinstance(value, float) and not math.isfinite(value)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _too_deep() -> ParseError:
    return ParseError(_("Nội dung JSON lồng nhau quá sâu."))
