"""Log lines name a request and no person."""

import json
import logging
import sys

import pytest

from portal.operations.logs import Json, OnlyFaults, Plain, redacted


@pytest.mark.parametrize(
    ("text", "redacted_text"),
    [
        ("an.nguyen+1@example.com.vn wrote", "<e-mail> wrote"),
        ("số 001150000001.", "số <citizen number>."),
        ("gọi 0912345678 hay +84 912 345 678", "gọi <phone> hay <phone>"),
        ("/lich/eyJ1c2VyIjo:1x:ab.ics", "/lich/<private>.ics"),
        ("Authorization: Bearer abc.def", "Authorization: <secret>"),
        ("H99.16-261124-0001 at 2026-11-24 17:00:00,123", "H99.16-261124-0001 at 2026-11-24 17:00:00,123"),
        ("task 1234567890123 took 0.123456789 s", "task 1234567890123 took 0.123456789 s"),
    ],
)
def test_what_belongs_to_somebody_is_left_out(text: str, redacted_text: str) -> None:
    assert redacted(text) == redacted_text


def record() -> logging.LogRecord:
    """One with a traceback that quotes a person's number."""
    try:
        raise ValueError("bad number 001150000001")
    except ValueError:
        return logging.LogRecord("dossiers", logging.ERROR, "x.py", 1, "for %s", ("an@example.vn",), sys.exc_info())


def test_a_traceback_is_redacted_too() -> None:
    line = Plain("{levelname} {message}", style="{").format(record())

    assert line.startswith("ERROR for <e-mail>\nTraceback")
    assert line.endswith("bad number <citizen number>")


def test_a_machine_reads_the_same_as_json() -> None:
    fields = json.loads(Json().format(record()))

    assert (fields["level"], fields["logger"], fields["words"]) == ("ERROR", "dossiers", "for <e-mail>")
    assert fields["traceback"].endswith("bad number <citizen number>")
    assert fields["at"].endswith("+00:00")


@pytest.mark.parametrize(("status", "traceback"), [(403, False), (400, False), (500, True), (None, True)])
def test_a_refusal_is_logged_in_one_line_and_our_own_fault_with_its_traceback(
    status: int | None, traceback: bool
) -> None:
    logged = record()
    if status:
        logged.__dict__["status_code"] = status

    assert OnlyFaults().filter(logged)

    assert ("Traceback" in Plain("{message}", style="{").format(logged)) is traceback
