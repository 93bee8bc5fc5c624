"""How the API reads JSON: as strictly as its databases and its own answers can bear."""

import math
import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 32  # nothing we take is nested deeper; Python itself gives up near a thousand
HALF_A_PAIR = re.compile("[\ud800-\udfff]")


class SoundJSONParser(JSONParser):
    """JSON, refused when it holds what no answer could repeat or is nested beyond reason."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The value read. Raises ParseError, which is answered 400."""
        try:
            said = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise _too_deep() from None
        level = [said]
        for _depth in range(DEEPEST):
            if any(_is_unsound(value) for value in level):
                raise ParseError(_("Nội dung JSON có ký tự hoặc số không đọc được."))
            level = [inner for outer in level for inner in _inside(outer)]
        if level:
            raise _too_deep()
        return said


def _is_unsound(value: Any) -> bool:
    if isinstance(value, str):
        return bool(HALF_A_PAIR.search(value))
    return isinstance(value, float) and not math.isfinite(value)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _too_deep() -> ParseError:
    return ParseError(_("Nội dung JSON lồng nhau quá sâu."))
