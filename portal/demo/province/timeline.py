"""Every instant and every word of a life that differs from one dossier to the next, by name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

from dossiers.deadlines.promise import first_answer_by
from dossiers.deadlines.waiting import patience
from dossiers.journal.chain import utc
from dossiers.models import Dossier
from people.models import Agency
from portal.demo.answers import EARLIER, LATER, OFFSETS
from portal.demo.people import DESK
from portal.demo.province.histories import Life
from portal.demo.province.plans import Plan
from procedures.calendar.lookup import current_version, working_calendar
from procedures.law import deadlines
from procedures.law.working_time import VIETNAM, WorkingCalendar
from toolbox.formats import day_in_words, instant, long_instant

Said = Callable[[datetime], str]
DAYS_AHEAD = sorted({EARLIER, LATER, *OFFSETS.values()})


def _ahead(days: int) -> Said:
    return lambda at: (at.astimezone(VIETNAM).date() + timedelta(days=days)).isoformat()


# How an instant is written: in the database and the journal, in messages, on papers, in answers.
WAYS: dict[str, Said] = {
    "utc": utc,
    "iso": lambda at: at.astimezone(UTC).isoformat(),
    "instant": instant,
    "long": long_instant,
    "words": lambda at: day_in_words(at.astimezone(VIETNAM).date()),
    "date": lambda at: at.astimezone(VIETNAM).date().isoformat(),
    **{f"day{days:+d}": _ahead(days) for days in DAYS_AHEAD},
}


def moments(plan: Plan) -> dict[str, datetime]:
    """The instants of *plan* by name: its acts, and what the law derives from them."""
    found = {f"at{n}": at for n, at in enumerate(plan.instants)}
    found["began"] = plan.began
    if plan.life.online:
        found["first"] = _first(plan.life, plan.instants[0])
    received, wait, waits = None, None, []
    for number, (word, at) in enumerate(zip(plan.life.words, plan.instants, strict=False)):
        if word == "accept":
            received = at
        elif word == "ask":
            found |= {f"{name}{number}": when for name, when in _patience(plan.life, at)}
            wait = at
        elif word == "supply" and wait and received and wait >= received:
            mode = plan.life.edition.supplement_mode
            waits.append(deadlines.Wait(wait, at, mode))
        if received and word in ("accept", "supply"):
            found[f"due{number}"] = _due(plan.life, received, waits)
    return found


def words_of(plan: Plan) -> dict[str, str]:
    """What is written about the person, by name."""
    return plan.person.words | {"mark": plan.mark}


def _due(life: Life, received: datetime, waits: list[deadlines.Wait]) -> datetime:
    found = deadlines.due(received, life.term, _kept(), waits, with_ledger=False).due_at
    assert found is not None
    return found


def _first(life: Life, at: datetime) -> datetime:
    found = first_answer_by(_like(life, Dossier.Channel.ONLINE), at)
    assert found is not None
    return found


def _patience(life: Life, at: datetime) -> list[tuple[str, datetime]]:
    found = patience(_like(life, Dossier.Channel.ONLINE), at)
    return [(name, when) for name, when in found.items() if when]


@cache
def _like(life: Life, channel: str) -> Dossier:
    """A dossier of that kind, for those who ask one about its calendar and edition."""
    return Dossier(edition=life.edition, channel=channel, desk_unit=desk(), calendar_version=current_version())


@cache
def desk() -> Agency:
    """Where everything is received."""
    return Agency.objects.select_related("parent__parent").get(code=DESK)


@cache
def _kept() -> WorkingCalendar:
    return working_calendar(current_version(), desk().path)
