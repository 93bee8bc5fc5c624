"""The kinds of histories that dossiers have, and the days on which people file."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from procedures.law.deadlines import Term
from procedures.law.working_time import WorkingCalendar
from procedures.models import Edition

# Acts in the words of portal.demo.runner, and how many of a hundred dossiers go that way.
ONLINE = (
    (58, "submit accept propose approve return"),
    (14, "submit accept assign propose approve return"),
    (7, "submit ask supply accept propose approve return"),
    (7, "submit accept ask supply propose approve return"),
    (4, "submit accept propose send_back propose approve return"),
    (4, "submit refuse"),
    (4, "submit accept propose deny return"),
    (2, "submit accept withdraw stop"),
)
AT_THE_DESK = ((80, "accept handover propose approve return"), (20, "accept handover assign propose approve return"))
# Where most only fill the archive: histories of few acts.
BRIEF = (
    (46, "submit refuse"),
    (46, "submit accept propose approve return"),
    (2, "submit accept assign propose approve return"),
    (3, "submit accept ask supply propose approve return"),
    (3, "submit ask supply accept propose approve return"),
)
DESK_SHARE = 0.35
PROCEDURES = 12  # that most dossiers are about: each weighs less than the one before it
# A month's weight; offices fill up before Tết and are empty after it.
MONTHS = (0.9, 0.8, 1.2, 1.1, 1.0, 1.0, 1.0, 1.0, 1.1, 1.1, 1.1, 1.2)
BEFORE_TET, TET_PEAK, AFTER_TET, TET_LULL = 21, 1.9, 10, 0.35
DAY_OFF, MONDAY_RUSH, LONG_BREAK = 0.08, 1.25, 5


@dataclass(frozen=True, eq=False)
class History:
    """One way through one procedure: acts in order, each a word."""

    edition: Edition
    words: tuple[str, ...]
    online: bool

    @cached_property
    def term(self) -> Term:
        """The term as the law counts it."""
        return self.edition.term

    @cached_property
    def company(self) -> bool:
        """True when companies file it: the form asks about the employer."""
        return any(row["key"].startswith("employer_") for row in self.edition.form_definition)

    @cached_property
    def days(self) -> int:
        """The term in working days, roughly: what officers have in mind."""
        length = {"month": 22.0, "calendar_day": 0.7, "working_hour": 0.125, "hour": 0.1}
        stages = self.edition.stages
        days = sum(float(row["value"]) * length.get(row["unit"], 1.0) for row in stages)
        return max(1, round(days))


def histories(*, brief: bool = False) -> list[tuple[float, History]]:
    """Every history of the usual procedures with its weight; the same catalogue gives the same histories."""
    online = BRIEF if brief else ONLINE
    rows = Edition.objects.filter(state=Edition.State.PUBLISHED, valid_to=None)
    rows = rows.select_related("procedure").order_by("-procedure__popular", "procedure__slug")
    usual = [row for row in rows if row.term_is_counted][:PROCEDURES]
    weighted: list[tuple[float, History]] = []
    for rank, edition in enumerate(usual):
        share = (0.0 if brief else DESK_SHARE) if edition.online else 1.0
        for part, is_online, ways in ((1 - share, True, online), (share, False, AT_THE_DESK)):
            for weight, acts in ways:
                words = _as_decided(edition, acts)
                if words and part:
                    weighted.append((part * weight / (rank + 2), History(edition, words, is_online)))
    return weighted


def _as_decided(edition: Edition, acts: str) -> tuple[str, ...]:
    """The acts as this procedure has them: without a step of approval, with its fee."""
    if not edition.needs_approval:
        if "send_back" in acts:
            return ()
        acts = acts.replace("propose approve", "resolve").replace("propose deny", "reject")
    if edition.fee_amount:
        acts = acts.replace("return", "settle return")
    return tuple(acts.split())


def shares(first: date, last: date, calendar: WorkingCalendar) -> list[tuple[date, float]]:
    """The days from *first* to *last*, each with its share of all that is filed; shares add up to 1."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    feasts = [day for day in days if _is_tet(day, calendar)]
    weights = [_weight(day, calendar, feasts) for day in days]
    whole = sum(weights)
    return [(day, weight / whole) for day, weight in zip(days, weights, strict=True)]


def _weight(day: date, calendar: WorkingCalendar, feasts: list[date]) -> float:
    if not calendar.works_on(day):
        return DAY_OFF
    weight = MONTHS[day.month - 1] * (MONDAY_RUSH if day.weekday() == 0 else 1.0)
    if any(0 < (feast - day).days <= BEFORE_TET for feast in feasts):
        return weight * TET_PEAK
    if any(0 < (day - feast).days <= AFTER_TET for feast in feasts):
        return weight * TET_LULL
    return weight


def _is_tet(day: date, calendar: WorkingCalendar) -> bool:
    """The first day of a long break in January or February."""
    if day.month > 2 or not calendar.works_on(day - timedelta(days=1)):
        return False
    return not any(calendar.works_on(day + timedelta(days=n)) for n in range(LONG_BREAK))
