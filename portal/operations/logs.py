"""Log lines: one request's lines carry its id, nobody's number stands in them, and a machine may read them."""

import json
import logging
import re
from datetime import UTC, datetime

# Numbers and addresses of people, and the private words of addresses; codes of dossiers stay: they name no person.
PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?<!\d)\d{12}(?!\d)"), "<citizen number>"),
    (re.compile(r"(?<![\d.-])(?:0|\+84) ?\d(?:[ .]?\d){8}(?!\d)"), "<phone>"),
    (re.compile(r"(?<=/lich/)[^/\s]+(?=\.ics)"), "<private>"),
    (re.compile(r"(?i)(?<=authorization: )\S+ \S+"), "<secret>"),
)


def redacted(text: str) -> str:
    """*text* without what belongs to somebody.

    >>> redacted("mail to an@example.vn, 0912 345 678, 001150000001")
    'mail to <e-mail>, <phone>, <citizen number>'
    """
    for pattern, instead in PERSONAL:
        text = pattern.sub(instead, text)
    return text


class Plain(logging.Formatter):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as the format says, its traceback included, redacted."""
        return redacted(super().format(record))


class Json(logging.Formatter):
    """A line for machines: time in UTC, level, logger, request, words, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "words": redacted(record.getMessage()),
        }
        if record.exc_info:
            said["traceback"] = redacted(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)
