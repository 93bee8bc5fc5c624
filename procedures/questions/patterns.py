"""Match text against the pattern of a definition, in a time that grows with the text and no faster.

A pattern is a stranger's program: Python's own engine may try the ways through `^(a+)+$` for hours. RE2 has no such
ways; what it cannot do (looking around, references back) no pattern of a form needs.
"""

from functools import lru_cache
from typing import Any

import re2

PATTERN_MAX = 200
ENGINE_MEMORY = 1024 * 1024  # of one compiled pattern


class BadPattern(ValueError):
    """A pattern that cannot be read, or that no form needs."""


def check_pattern(pattern: str) -> None:
    """Raise BadPattern when *pattern* cannot be used."""
    _compiled(pattern)


def fits(pattern: str, text: str) -> bool:
    """True when the whole of *text* fits; also under a pattern published before these were checked and unusable."""
    try:
        return _compiled(pattern).fullmatch(text) is not None
    except BadPattern:
        return True  # the desk reads the answer; nobody is kept from filing by a fault of the edition


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    if len(pattern) > PATTERN_MAX:
        raise BadPattern(pattern[:PATTERN_MAX])
    options = re2.Options()
    options.max_mem, options.log_errors = ENGINE_MEMORY, False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise BadPattern(pattern) from error
