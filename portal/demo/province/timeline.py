"""Every instant and every text of a history that differs from one dossier to the next, by name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

from dossiers.deadlines.promise import first_answer_by
from dossiers.deadlines.waiting import answer_dates
from dossiers.journal.chain import utc
from dossiers.models import Dossier
from people.models import Agency
from portal.demo.answers import EARLIER, LATER, OFFSETS
from portal.demo.province.histories import History
from portal.demo.province.plans import Plan
from portal.units import DESK
from procedures.calendar.lookup import current_version, working_calendar
from procedures.law import deadlines
from procedures.law.working_time import VIETNAM, WorkingCalendar
from toolbox.formats import day_in_words, instant, long_instant

Format = Callable[[datetime], str]
DAYS_AHEAD = sorted({EARLIER, LATER, *OFFSETS.values()})


def _ahead(days: int) -> Format:
    return lambda at: (at.astimezone(VIETNAM).date() + timedelta(days=days)).isoformat()


# How an instant is written: in the database and the journal, in messages, on papers, in answers.
WAYS: dict[str, Format] = {
    "utc": utc,
    "iso": lambda at: at.astimezone(UTC).isoformat(),
    "instant": instant,
    "long": long_instant,
    "words": lambda at: day_in_words(at.astimezone(VIETNAM).date()),
    "date": lambda at: at.astimezone(VIETNAM).date().isoformat(),
    **{f"day{days:+d}": _ahead(days) for days in DAYS_AHEAD},
}


def instants_of(plan: Plan) -> dict[str, datetime]:
    """The instants of *plan* by name: its acts, and what the law derives from them."""
    instants = {f"at{n}": at for n, at in enumerate(plan.instants)}
    instants["began"] = plan.began
    if plan.history.online:
        instants["first"] = _first(plan.history, plan.instants[0])
    received, wait, waits = None, None, []
    for number, (word, at) in enumerate(zip(plan.history.words, plan.instants, strict=False)):
        if word == "accept":
            received = at
        elif word == "ask":
            instants |= {f"{name}{number}": when for name, when in _answer_dates(plan.history, at)}
            wait = at
        elif word == "supply" and wait and received and wait >= received:
            mode = plan.history.edition.supplement_mode
            waits.append(deadlines.Wait(wait, at, mode))
        if received and word in ("accept", "supply"):
            instants[f"due{number}"] = _due(plan.history, received, waits)
    return instants


def texts_of(plan: Plan) -> dict[str, str]:
    """What is written about the person, by name."""
    return plan.person.texts | {"mark": plan.mark}


def _due(history: History, received: datetime, waits: list[deadlines.Wait]) -> datetime:
    due_at = deadlines.due(received, history.term, _calendar(), waits, with_ledger=False).due_at
    assert due_at is not None
    return due_at


def _first(history: History, at: datetime) -> datetime:
    first_due = first_answer_by(_like(history, Dossier.Channel.ONLINE), at)
    assert first_due is not None
    return first_due


def _answer_dates(history: History, at: datetime) -> list[tuple[str, datetime]]:
    instants = answer_dates(_like(history, Dossier.Channel.ONLINE), at)
    return [(name, when) for name, when in instants.items() if when]


@cache
def _like(history: History, channel: str) -> Dossier:
    """A dossier of that kind, for those who ask one about its calendar and edition."""
    return Dossier(edition=history.edition, channel=channel, desk_unit=desk(), calendar_version=current_version())


@cache
def desk() -> Agency:
    """Where everything is received."""
    return Agency.objects.select_related("parent__parent").get(code=DESK)


@cache
def _calendar() -> WorkingCalendar:
    return working_calendar(current_version(), desk().path)
