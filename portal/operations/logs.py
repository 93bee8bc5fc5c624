"""Format log lines: with the request's id, without personal data, as text or JSON."""

import json
import logging
import re
from datetime import UTC, datetime

SERVER_FAULT = 500
# Numbers and addresses of people, and the secret part of links; codes of dossiers stay: they name no person.
PERSONAL = (
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?<!\d)\d{12}(?!\d)"), "<citizen number>"),
    (re.compile(r"(?<![\d.-])(?:0|\+84) ?\d(?:[ .]?\d){8}(?!\d)"), "<phone>"),
    (re.compile(r"(?<=/lich/)[^/\s]+(?=\.ics)"), "<private>"),
    (re.compile(r"(?i)(?<=authorization: )\S+ \S+"), "<secret>"),
)


def redacted(text: str) -> str:
    """*text* without personal data.

    >>> redacted("mail to an@example.vn, 0912 345 678, 001150000001")
    'mail to <e-mail>, <phone>, <citizen number>'
    """
    for pattern, replacement in PERSONAL:
        text = pattern.sub(replacement, text)
    return text


class OnlyFaults(logging.Filter):
    """Takes the traceback from records of answers below 500: a refusal is news in one line, its stack is ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        status = getattr(record, "status_code", None)
        if isinstance(status, int) and status < SERVER_FAULT:
            record.exc_info = record.exc_text = None
        return True


class Plain(logging.Formatter):
    """Formats a record as text."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as the format has it, with its traceback, redacted."""
        return redacted(super().format(record))


class Json(logging.Formatter):
    """Formats a record as JSON: time in UTC, level, logger, request, words, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "words": redacted(record.getMessage()),
        }
        if record.exc_info:
            fields["traceback"] = redacted(self.formatException(record.exc_info))
        return json.dumps(fields, ensure_ascii=False)
