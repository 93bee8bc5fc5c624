"""Read typed environment variables: a bad or missing value stops the start with one clear line.

Each of them may stand in a file instead, whose path is in the variable of that name with `_FILE` behind it: what is
secret then shows in no list of processes and in no description of a container.
"""

import os
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}
MOST_DAYS = 365


def text(name: str, default: str | None = None) -> str:
    """The value of *name*, or *default*; without a default the variable must be set."""
    value = _given(name)
    if value is None and default is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example.")
    return default or "" if value is None else value


def flag(name: str, *, default: bool) -> bool:
    """A yes or no; anything that is neither is refused."""
    word = text(name, str(default)).strip().lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise ImproperlyConfigured(f"{name} must be true or false, not {word!r}.")
    return word in TRUE_WORDS


def integer(name: str, default: int, *, least: int = 0) -> int:
    """A whole number not below *least*."""
    raw = text(name, str(default))
    try:
        number = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {number}.")
    return number


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def days(name: str, default: str) -> tuple[int, ...]:
    """A comma-separated list of whole days, each longer than the one before; an empty one is none."""
    given = words(name, default)
    if not all(word.isascii() and word.isdecimal() and 0 < int(word[:5]) <= MOST_DAYS for word in given):
        raise ImproperlyConfigured(f"{name} must be whole days from 1 to {MOST_DAYS}, parted by commas.")
    numbers = tuple(int(word) for word in given)
    if list(numbers) != sorted(set(numbers)):
        raise ImproperlyConfigured(f"{name} must name each day once, in order.")
    return numbers


def address(name: str, secret: str) -> str:
    """The address of a service in *name*, with the password *secret* where it has none itself."""
    url = text(name, "")
    parts = urlsplit(url)
    if not secret or not parts.hostname or parts.password:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:{quote(secret, safe='')}@{host}"))


def _given(name: str) -> str | None:
    """The value of the variable, or of the file that `<name>_FILE` names without the line's end; None where neither is.

    Raises ImproperlyConfigured where both are, since nobody would know which of them holds, and for a file that is
    empty or cannot be read.
    """
    value, file = os.environ.get(name), os.environ.get(f"{name}_FILE", "")
    if not file:
        return value
    if value:
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set. Take {name} out of the environment (.env).")
    try:
        content = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read: {error}.") from None
    if not content:
        raise ImproperlyConfigured(f"{name}_FILE names {file}, which is empty.")
    return content
