"""A closure published later: the dates it moves, one event each and later only; and the warning of a missing year."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dossiers import actions
from dossiers.deadlines.recalculation import moves_of_version
from dossiers.deadlines.reminders import warn_of_missing_year
from dossiers.models import Dossier
from notifications.models import Notice
from procedures.actions import publish_year
from procedures.calendar.lines import read_lines, write_lines
from procedures.calendar.lookup import working_calendar
from procedures.models import CalendarDay, CalendarVersion
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast, traces

pytestmark = pytest.mark.django_db
DUE = at("2026-03-09 17:00")  # of what was accepted on Monday 2 March
GROUND = "QĐ 5/QĐ-UBND ngày 3/3/2026"


def publish(cast: Cast, *more: str) -> int:
    """The year as it is, and these lines."""
    lines = "\n".join([write_lines(CalendarDay.objects.filter(version=1, date__year=2026)), *more])
    days = read_lines(2026, lines, ["SLD", "SLD-MC", "SLD-VLATLD"])
    return publish_year(2026, days, GROUND, by=cast.administrator, at=TUESDAY).number


def moved(cast: Cast, dossier: Dossier, version: int, by: Any = None) -> Dossier:
    """Moved by who keeps the calendar."""
    who = by or cast.administrator
    return actions.move_due(dossier, version, GROUND, by=who, at=WEDNESDAY)


def touched(version: int) -> dict[str, tuple[datetime, int]]:
    """What would move, where to, and by how many working days."""
    return {move.dossier.name: (move.becomes, move.working_days) for move in moves_of_version(version)}


def test_a_closure_within_the_term_moves_it_by_one_event_and_tells_the_applicant(cast: Cast) -> None:
    dossier = cast.appraised()
    version = publish(cast, "5/3/2026; đóng cửa; Mất điện toàn tỉnh")

    done = moved(cast, dossier, version)

    assert (done.due_at, done.first_due_at, done.calendar_version) == (
        at("2026-03-10 17:00"),
        at("2026-03-10 17:00"),
        version,
    )
    event = done.events.last()
    assert (event.verb, event.by, event.note.text) == ("due_moved", cast.administrator, GROUND)
    assert event.particulars["closed"] == ["2026-03-05"]
    mail = Notice.objects.filter(kind="dossier_moved", channel="email").latest("id")
    assert "17:00 ngày 10/03/2026" in mail.body
    assert GROUND in mail.body


def test_the_step_it_is_at_moves_with_it(cast: Cast) -> None:
    dossier = cast.appraised()
    before = dossier.step_due_at

    done = moved(cast, dossier, publish(cast, "5/3/2026; đóng cửa; Mất điện"))

    assert before is not None
    assert done.step_due_at is not None
    assert working_calendar(2).measure(before.date(), done.step_due_at.date()) == 1


def test_only_what_the_closure_touches_would_move(cast: Cast) -> None:
    dossier = cast.appraised()
    later = actions.accept(cast.submitted(), by=cast.clerk, at=at("2026-03-05 18:00"))
    cast.resolved()
    cast.awaiting_supplement()

    version = publish(cast, "5/3/2026; đóng cửa; Mất điện", "9/3/2026; đóng cửa; Mất điện; chiều")

    assert touched(version) == {dossier.name: (at("2026-03-10 17:00"), 1)}
    assert later.name not in touched(version)
    moved(cast, dossier, version)
    assert touched(version) == {}


def test_a_day_worked_in_exchange_brings_no_date_nearer(cast: Cast) -> None:
    dossier = cast.appraised()
    version = publish(cast, "7/3/2026; làm bù; Thứ Bảy")

    assert touched(version) == {}
    with pytest.raises(actions.Refused, match="không làm thay đổi ngày hẹn"):
        moved(cast, dossier, version)


def test_an_agencys_own_closure_moves_only_what_its_desk_received(cast: Cast) -> None:
    dossier = cast.appraised()

    assert touched(publish(cast, "5/3/2026; đóng cửa; Sửa nhà; ; SLD-VLATLD")) == {}
    assert list(touched(publish(cast, "5/3/2026; đóng cửa; Sửa nhà; ; SLD-MC"))) == [dossier.name]


def test_the_new_day_of_a_letter_moves_too_when_it_is_closed(cast: Cast) -> None:
    cause = {"cause": "system", "owner": "system"}
    dossier = actions.apologise(cast.appraised(), date(2026, 3, 16), "Mất điện", **cause, by=cast.leader, at=TUESDAY)
    version = publish(cast, "16/3/2026; đóng cửa; Bão")

    done = moved(cast, dossier, version)

    assert (done.first_due_at, done.due_at) == (DUE, at("2026-03-17 17:00"))
    assert done.new_due_at == done.due_at


@pytest.mark.parametrize("part", ["citizen", "clerk", "officer", "head", "leader", "auditor"])
def test_only_who_keeps_the_calendar_moves_dates(cast: Cast, part: str) -> None:
    dossier = cast.appraised()
    version = publish(cast, "5/3/2026; đóng cửa; Mất điện")
    before = traces(dossier)

    with pytest.raises(actions.Forbidden):
        moved(cast, dossier, version, getattr(cast, part))

    assert traces(dossier) == before


def test_the_command_shows_first_and_moves_when_told(cast: Cast, capsys: Any) -> None:
    dossier = cast.appraised()
    version = publish(cast, "5/3/2026; đóng cửa; Mất điện")
    options = ["--calendar", str(version), "--decision", GROUND]

    call_command("refresh_deadlines", *options)
    assert "1 would move." in capsys.readouterr().out
    assert again(dossier).due_at == DUE
    call_command("refresh_deadlines", *options, "--apply", "--by", cast.administrator.username)

    assert f"{dossier.name}: 17:00 ngày 09/03/2026 → 17:00 ngày 10/03/2026" in capsys.readouterr().out
    assert again(dossier).due_at == at("2026-03-10 17:00")


def test_the_command_says_what_is_wrong(cast: Cast) -> None:
    cast.appraised()
    version = str(publish(cast, "5/3/2026; đóng cửa; Mất điện"))

    with pytest.raises(CommandError, match="no calendar version 9"):
        call_command("refresh_deadlines", "--calendar", "9", "--decision", "x")
    with pytest.raises(CommandError, match="needs --by"):
        call_command("refresh_deadlines", "--calendar", version, "--decision", "x", "--apply")
    options = ["--calendar", version, "--decision", "x", "--apply", "--by", cast.leader.username]
    with pytest.raises(CommandError, match="quản trị lịch"):
        call_command("refresh_deadlines", *options)


def test_who_keeps_the_calendar_is_warned_of_a_missing_year_once_a_week(cast: Cast) -> None:
    for day in ("2026-09-30", "2026-10-05", "2026-10-06", "2026-10-12"):
        warn_of_missing_year(at(f"{day} 07:45"))

    told = Notice.objects.filter(kind="calendar_missing", channel="inbox")
    assert [(one.user, one.link) for one in told] == [(cast.administrator, "/can-bo/lich-lam-viec/2027/")] * 2
    CalendarVersion.objects.filter(number=1).update(years=[2026, 2027])
    assert warn_of_missing_year(MONDAY) == 0


LATE_IN_THE_YEAR = at("2026-12-31 09:00")


def test_work_goes_on_at_the_turn_of_the_year_on_the_holidays_every_year_has(cast: Cast) -> None:
    dossier = actions.accept(cast.submitted(), by=cast.clerk, at=at("2026-12-22 09:00"))

    proposed = actions.propose(dossier, "granted", "", by=cast.officer, at=LATE_IN_THE_YEAR)

    assert (dossier.due_at, proposed.step_due_at) == (at("2026-12-29 17:00"), at("2027-01-04 17:00"))
    assert actions.approve(proposed, "granted", by=cast.leader, at=LATE_IN_THE_YEAR).outcome == "granted"


def test_a_dossier_of_an_older_calendar_goes_on_by_the_first_that_holds_the_new_year(cast: Cast) -> None:
    dossier = actions.accept(cast.submitted(), by=cast.clerk, at=at("2026-12-15 09:00"))
    asked = cast.ask(dossier, cast.officer, at("2026-12-16 09:00"))
    for number, lines in ((2, "1/1/2027; nghỉ lễ; Tết"), (3, "1/1/2027; nghỉ lễ; Tết\n5/1/2027; đóng cửa; Bão")):
        made = publish_year(2027, read_lines(2027, lines), "QĐ", by=cast.administrator, at=TUESDAY)
        assert made.number == number

    supplied = actions.supply(asked, by=cast.citizen, at=at("2026-12-31 09:00"))

    assert (supplied.calendar_version, supplied.due_at) == (1, at("2027-01-08 17:00"))
    assert touched(3) == {supplied.name: (at("2027-01-11 17:00"), 1)}


def test_the_decision_of_a_year_moves_what_was_promised_provisionally(cast: Cast) -> None:
    dossier = actions.accept(cast.submitted(), by=cast.clerk, at=at("2026-12-30 09:00"))
    early = actions.accept(cast.submitted(), by=cast.clerk, at=at("2026-12-22 09:00"))
    lines = "1/1/2027; nghỉ lễ; Tết Dương lịch\n4/1/2027; nghỉ hoán đổi; Nghỉ liền Tết Dương lịch"

    made = publish_year(2027, read_lines(2027, lines), "QĐ", by=cast.administrator, at=at("2026-12-30 10:00"))

    assert touched(made.number) == {dossier.name: (at("2027-01-08 17:00"), 1)}
    (move,) = moves_of_version(made.number)
    assert move.closed == (date(2027, 1, 4),)
    dossier.refresh_from_db()
    assert dossier.due_at == at("2027-01-07 17:00")  # until the act
    assert early.due_at == at("2026-12-29 17:00")
