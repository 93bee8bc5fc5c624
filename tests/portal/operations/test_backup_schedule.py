"""Back-ups of every night without a timer of the host: when the next one is due, and what follows a bad night."""

from datetime import datetime
from datetime import time as TimeOfDay
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.management.commands import backup
from portal.management.commands.backup import next_time
from tests.conftest import at


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-02 01:29", "2026-11-02 01:30"),
        ("2026-11-02 01:30", "2026-11-03 01:30"),
        ("2026-12-31 23:59", "2027-01-01 01:30"),
    ],
)
def test_the_next_back_up_is_at_the_next_such_time_of_the_clock(now: str, due: str) -> None:
    assert next_time(TimeOfDay(1, 30), at(now)) == at(due)


@pytest.mark.parametrize("word", ["25:00", "nightly", ""])
def test_what_is_no_time_of_day_is_refused(word: str, tmp_path: Path) -> None:
    with pytest.raises((CommandError, ValueError)):
        call_command("backup", str(tmp_path), f"--daily-at={word}")


def test_a_night_that_fails_says_why_and_the_next_one_tries_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: Any
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/without-tables.sqlite3")
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    nights: list[TimeOfDay] = []

    def next_but_two(of_day: TimeOfDay, now: datetime) -> datetime:
        nights.append(of_day)
        if len(nights) > 2:
            raise KeyboardInterrupt
        return next_time(of_day, now)

    monkeypatch.setattr(backup, "next_time", next_but_two)
    with time_machine.travel(at("2026-11-02 09:00")) as clock:
        monkeypatch.setattr(backup.time, "sleep", clock.shift)
        with pytest.raises(KeyboardInterrupt):
            call_command("backup", str(tmp_path / "kept"), "--plain", "--daily-at=01:30")

    told = capfd.readouterr()
    assert told.out.count("next back-up: ") == 2
    assert told.err.count("no such table") >= 2
    assert not list((tmp_path / "kept").glob("*Z"))
