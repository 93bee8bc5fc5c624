"""Patterns, each taken from one life by real acts and held against a second one before it is used."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from django.db import models, transaction

from dossiers.journal.chain import utc
from dossiers.models import Dossier
from portal.demo.province.fill import NULL, Facts, Filler, filled
from portal.demo.province.histories import Life
from portal.demo.province.pattern import TABLES, Pattern, Row, Taker
from portal.demo.province.people import TEN, Person
from portal.demo.province.plans import DRAFTED, Plan
from portal.demo.province.replay import Liver
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import VIETNAM

FIRST, TRIALS = time(9, 11, 13), 8
STRANGERS = 4_900_000  # the people of trials: nobody of any province has their numbers
SAME_DAY = ("handover",)
BY_CHANCE = ("salt",)
Tables = tuple[type[models.Model], ...]


class PatternWrong(Exception):
    """A second life did not leave the rows that the first one's pattern foretells."""


class Patterns:
    """The patterns of every life: of each, the rows of *tables*, or those of *short* once it ended."""

    def __init__(self, tables: Tables, short: Tables) -> None:
        self._tables, self._short = tables, short
        self._kept: dict[Life, list[Filler]] = {}

    def know(self, plans: Iterable[Plan]) -> bool:
        """True when every one of *plans* has its pattern."""
        return all(plan.life in self._kept for plan in plans)

    def learn(self, plans: Iterable[Plan]) -> None:
        """Make the patterns that *plans* still lack."""
        for life in dict.fromkeys(plan.life for plan in plans):
            if life not in self._kept:
                self._kept[life] = [
                    Filler(pattern, self._tables if pattern.is_open else self._short) for pattern in proved(life)
                ]

    def of(self, plan: Plan) -> Filler:
        """The pattern of *plan* as far as it has come. Raises KeyError for a life nobody learnt."""
        return self._kept[plan.life][plan.done - 1]


def proved(life: Life) -> list[Pattern]:
    """The patterns of *life* after each of its acts; nothing is left in the database. Raises PatternWrong.

    Where two instants of a trial are the same by accident, a blank may get the wrong one's name; other
    days tell them apart.
    """
    for number in range(0, TRIALS, 2):
        try:
            return _proved(life, number)
        except PatternWrong:
            if number + 2 >= TRIALS:
                raise
    raise AssertionError("the last trial returns or raises")


def trial(life: Life, number: int) -> Plan:
    """A plan in which no two acts fall on one day, unless they must; *number* tells one trial from another."""
    calendar, odd = current_calendar(), number % 2
    day = calendar.add(date(2025 + odd, 3, 4 + number), 0)
    instants: list[datetime] = []
    for order, word in enumerate(life.words):
        if order and word not in SAME_DAY:
            day = calendar.add(day, 1 + odd)
        minutes = timedelta(minutes=7 * order + 11 * number, hours=7 * (word in SAME_DAY))
        instants.append(datetime.combine(day, FIRST, tzinfo=VIETNAM) + minutes)
    began = instants[0] - DRAFTED if life.online else instants[0]
    person = Person(-1, STRANGERS + number * TEN + (2 if life.company else 6) + odd)
    return Plan(number, life, person, began, tuple(instants), f"trial-{number}")


def _proved(life: Life, number: int) -> list[Pattern]:
    with transaction.atomic():
        patterns = [pattern for pattern, _taker in lived(trial(life, number))]
        transaction.set_rollback(True)
    with transaction.atomic():
        for ours, (theirs, taker) in zip(patterns, lived(trial(life, number + 1)), strict=True):
            compare(ours, theirs, taker)
        transaction.set_rollback(True)
    return patterns


def known_of(taker: Taker) -> Facts:
    """What the database and chance gave the dossier of a trial."""
    case = taker.dossier
    known: Facts = {name: key for (_model, key), name in taker.keys.items()}
    known |= {f"number{n}": paper.number for n, paper in enumerate(taker.papers, 1)}
    return known | {"code": case.code}


def compare(ours: Pattern, theirs: Pattern, taker: Taker) -> None:
    """Hold *ours*, filled with the values of the life that *taker* saw, against what that life left.

    Raises PatternWrong.
    """
    plan, now, facts = taker.plan_so_far, taker.plan_so_far.instants[-1], Facts()
    for pattern in (ours, theirs):
        facts |= Filler(pattern, TABLES).facts(plan, known_of(taker), now)
    said = f"{plan.life.edition.procedure.slug}, {' '.join(plan.life.words[: plan.done])}"
    _same_plan(taker.dossier, facts, now)
    facts |= {"ref": taker.dossier.ref, "lookup": taker.dossier.lookup_code}
    for event in taker.events:
        facts |= {f"h{event.seq}": event.hash, f"n{event.seq}": event.note_hash}
    for a, b in zip_longest(ours.rows, theirs.rows):
        if a is None or b is None or a[0] is not b[0]:
            raise PatternWrong(f"{said}: {a or b} has no fellow")
        _same_row(said, filled(a[1], facts), filled(b[1], facts))
    if [filled(part, facts) for part in ours.chain] != [filled(part, facts) for part in theirs.chain]:
        raise PatternWrong(f"{said}: the chain differs")


def _same_row(said: str, ours: Row, theirs: Row) -> None:
    for column, value in ours.items():
        if value != theirs[column] and column not in BY_CHANCE:
            raise PatternWrong(f"{said}: {column}: {value!r}, not {theirs[column]!r}")


def lived(plan: Plan) -> list[tuple[Pattern, Taker]]:
    """The pattern after each act of a life by real acts."""
    seen: list[tuple[Pattern, Taker]] = []

    def look(dossier: Dossier) -> None:
        taker = Taker(plan, dossier, len(seen) + 1)
        seen.append((taker.pattern(), taker))

    Liver(plan).live(look)
    return seen


def _same_plan(case: Dossier, facts: Facts, now: datetime) -> None:
    """The clock planned for the real dossier what was planned for the one in memory."""
    if "alerts_ahead" not in facts:
        return
    real = [alert for alert in case.alerts_ahead if datetime.fromisoformat(alert[1]) > now]
    step: Any = utc(case.step_due_at) or NULL
    if [json.loads(facts["alerts_ahead"]), facts["step_due_at"]] != [real, step]:
        raise PatternWrong(f"{case.edition}: planned {facts['alerts_ahead']}, not {real}")
