"""Check patterns: each is taken from one run of a history and compared with a second one before it is used."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from django.db import models, transaction

from dossiers.journal.chain import utc
from dossiers.models import Dossier
from portal.demo.province.fill import NULL, Facts, Filler, filled
from portal.demo.province.histories import History
from portal.demo.province.pattern import TABLES, Pattern, PatternTaker, Row
from portal.demo.province.people import TEN, Person
from portal.demo.province.plans import DRAFTED, Plan
from portal.demo.province.replay import PlanRunner
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import VIETNAM

FIRST, TRIALS = time(9, 11, 13), 8
STRANGERS = 4_900_000  # the people of trials: nobody of any province has their numbers
SAME_DAY = ("handover",)
BY_CHANCE = ("salt",)
Tables = tuple[type[models.Model], ...]


class PatternWrong(Exception):
    """A second run did not leave the rows that the first one's pattern foretells."""


class Patterns:
    """The patterns of every history: of each, the rows of *tables*, or those of *short* once it ended."""

    def __init__(self, tables: Tables, short: Tables) -> None:
        self._tables, self._short = tables, short
        self._fillers: dict[History, list[Filler]] = {}

    def has(self, plans: Iterable[Plan]) -> bool:
        """True when every one of *plans* has its pattern."""
        return all(plan.history in self._fillers for plan in plans)

    def learn(self, plans: Iterable[Plan]) -> None:
        """Make the patterns that *plans* still lack."""
        for history in dict.fromkeys(plan.history for plan in plans):
            if history not in self._fillers:
                self._fillers[history] = [
                    Filler(pattern, self._tables if pattern.is_open else self._short)
                    for pattern in checked_patterns(history)
                ]

    def of(self, plan: Plan) -> Filler:
        """The pattern of *plan* as far as it has come. Raises KeyError for a history that was not learnt."""
        return self._fillers[plan.history][plan.done - 1]


def checked_patterns(history: History) -> list[Pattern]:
    """The patterns of *history* after each of its acts; nothing is left in the database. Raises PatternWrong.

    Where two instants of a trial are the same by accident, a blank may get the wrong one's name; other
    days tell them apart.
    """
    for number in range(0, TRIALS, 2):
        try:
            return _checked_patterns(history, number)
        except PatternWrong:
            if number + 2 >= TRIALS:
                raise
    raise AssertionError("the last trial returns or raises")


def trial(history: History, number: int) -> Plan:
    """A plan in which no two acts fall on one day, unless they must; *number* tells one trial from another."""
    calendar, odd = current_calendar(), number % 2
    day = calendar.add(date(2025 + odd, 3, 4 + number), 0)
    instants: list[datetime] = []
    for order, word in enumerate(history.words):
        if order and word not in SAME_DAY:
            day = calendar.add(day, 1 + odd)
        minutes = timedelta(minutes=7 * order + 11 * number, hours=7 * (word in SAME_DAY))
        instants.append(datetime.combine(day, FIRST, tzinfo=VIETNAM) + minutes)
    began = instants[0] - DRAFTED if history.online else instants[0]
    person = Person(-1, STRANGERS + number * TEN + (2 if history.company else 6) + odd)
    return Plan(number, history, person, began, tuple(instants), f"trial-{number}")


def _checked_patterns(history: History, number: int) -> list[Pattern]:
    with transaction.atomic():
        patterns = [pattern for pattern, _taker in run_plan(trial(history, number))]
        transaction.set_rollback(True)
    with transaction.atomic():
        for expected, (actual, taker) in zip(patterns, run_plan(trial(history, number + 1)), strict=True):
            compare(expected, actual, taker)
        transaction.set_rollback(True)
    return patterns


def known_of(taker: PatternTaker) -> Facts:
    """What the database and chance gave the dossier of a trial."""
    case = taker.dossier
    known: Facts = {name: key for (_model, key), name in taker.keys.items()}
    known |= {f"number{n}": paper.number for n, paper in enumerate(taker.papers, 1)}
    return known | {"code": case.code}


def compare(expected: Pattern, actual: Pattern, taker: PatternTaker) -> None:
    """Compare *expected*, filled with the values of the run that *taker* saw, with what that run left.

    Raises PatternWrong.
    """
    plan, now, facts = taker.plan_so_far, taker.plan_so_far.instants[-1], Facts()
    for pattern in (expected, actual):
        facts |= Filler(pattern, TABLES).facts(plan, known_of(taker), now)
    place = f"{plan.history.edition.procedure.slug}, {' '.join(plan.history.words[: plan.done])}"
    _compare_plan(taker.dossier, facts, now)
    facts |= {"ref": taker.dossier.ref, "lookup": taker.dossier.lookup_code}
    for event in taker.events:
        facts |= {f"h{event.seq}": event.hash, f"n{event.seq}": event.note_hash}
    for a, b in zip_longest(expected.rows, actual.rows):
        if a is None or b is None or a[0] is not b[0]:
            raise PatternWrong(f"{place}: {a or b} has no fellow")
        _compare_row(place, filled(a[1], facts), filled(b[1], facts))
    if [filled(part, facts) for part in expected.chain] != [filled(part, facts) for part in actual.chain]:
        raise PatternWrong(f"{place}: the chain differs")


def _compare_row(place: str, expected: Row, actual: Row) -> None:
    for column, value in expected.items():
        if value != actual[column] and column not in BY_CHANCE:
            raise PatternWrong(f"{place}: {column}: {value!r}, not {actual[column]!r}")


def run_plan(plan: Plan) -> list[tuple[Pattern, PatternTaker]]:
    """The pattern after each act of a history by real acts."""
    seen: list[tuple[Pattern, PatternTaker]] = []

    def record(dossier: Dossier) -> None:
        taker = PatternTaker(plan, dossier, len(seen) + 1)
        seen.append((taker.pattern(), taker))

    PlanRunner(plan).replay(record)
    return seen


def _compare_plan(case: Dossier, facts: Facts, now: datetime) -> None:
    """The alerts planned for the real dossier are those planned for the one in memory. Raises PatternWrong."""
    if "alerts_ahead" not in facts:
        return
    real = [alert for alert in case.alerts_ahead if datetime.fromisoformat(alert[1]) > now]
    step: Any = utc(case.step_due_at) or NULL
    if [json.loads(facts["alerts_ahead"]), facts["step_due_at"]] != [real, step]:
        raise PatternWrong(f"{case.edition}: planned {facts['alerts_ahead']}, not {real}")
