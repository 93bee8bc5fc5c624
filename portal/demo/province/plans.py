"""Plans: who files what when, and when each act on it happens. Random, from the seed alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from portal.demo.province.histories import History, shares
from portal.demo.province.people import COMPANIES, TEN, WITHOUT_ACCOUNT, Person
from procedures.law import deadlines
from procedures.law.working_time import VIETNAM, CalendarMissing, WorkingCalendar
from toolbox.references import ALPHABET

# One dossier of fourteen is decided late.
LATE_SHARE, LATE_FACTOR = 0.07, (1.6, 4.0)
OPENS, LUNCH, RESUMES, CLOSES = 8 * 60 + 5, 11 * 60 + 50, 13 * 60 + 5, 16 * 60 + 40
TAKEN_UNTIL, CARRIED = (14 * 60 + 40, 16 * 60 + 45)  # paper of the day goes to the divisions before closing
EVENING, NIGHT = 6 * 60, 23 * 60
PROMISING = ("accept", "supply")  # acts that name a day
BY_APPLICANT = ("submit", "supply", "withdraw")
REF, LOOKUP = 10, 4
DRAWN = REF + LOOKUP
DRAFTED = timedelta(minutes=25)  # from the first line of a form to its filing


@dataclass(frozen=True)
class Plan:
    """One dossier: its history, its person, when it was begun and when each of its acts happened until now."""

    number: int
    history: History
    person: Person
    began: datetime
    instants: tuple[datetime, ...]
    mark: str
    drawn: str = ""  # what a reference and a look-up code are made of

    @property
    def done(self) -> int:
        """How many acts have happened."""
        return len(self.instants)

    @property
    def day(self) -> date:
        """The day of filing."""
        return self.instants[0].date()


@dataclass(frozen=True)
class Planner:
    """Plans *count* dossiers filed between two days; what lies after *now* has not happened yet."""

    seed: int
    count: int
    first: date
    now: datetime
    calendar: WorkingCalendar
    histories: list[tuple[float, History]]

    @property
    def people(self) -> int:
        """How many people there are: each files three times or so."""
        return max(4 * TEN, self.count // 3 // TEN * TEN)

    def plans(self) -> Iterator[Plan]:
        """Every plan, in the order of filing."""
        weights = list(accumulate(weight for weight, _history in self.histories))
        number, owed = 0, 0.0
        for day, share in shares(self.first, self.now.date(), self.calendar):
            owed += share * self.count
            today = [self._filing(n, day, weights) for n in range(number, round(owed))]
            number = max(number, round(owed))
            for at, n, history, dice in sorted(today, key=lambda filing: filing[:2]):
                yield self._plan(n, history, min(at, self.now), dice)

    def _filing(self, number: int, day: date, weights: list[float]) -> tuple[datetime, int, History, Random]:
        dice = Random(f"dossier {self.seed} {number}")  # noqa: S311 - lives, not secrets
        history = self._history(day, weights, dice)
        if history.online:
            return _at(day, dice.randrange(EVENING, NIGHT), dice), number, history, dice
        opens = day if self.calendar.works_on(day) else self.calendar.add(day, 0)
        return _at(min(opens, self.now.date()), _at_the_counter(dice), dice), number, history, dice

    def _history(self, day: date, weights: list[float], dice: Random) -> History:
        while True:
            _weight, history = dice.choices(self.histories, cum_weights=weights)[0]
            if history.online or self._can_promise(history, day):
                return history

    def _can_promise(self, history: History, day: date) -> bool:
        """Whether a term that begins on *day* ends in a year whose calendar is published, as acceptance asks."""
        try:
            noon = datetime.combine(day, time(12), tzinfo=VIETNAM)
            deadlines.due(noon, history.term, self.calendar, with_ledger=False)
        except CalendarMissing:
            return False
        return True

    def _plan(self, number: int, history: History, at: datetime, dice: Random) -> Plan:
        person = self._person(history, dice)
        instants = [at]
        slow = dice.uniform(*LATE_FACTOR) if dice.random() < LATE_SHARE else 1.0
        for before, word in zip(history.words, history.words[1:], strict=False):
            try:
                at = self._next(at, word, before, history, slow, dice)
            except CalendarMissing:  # in a year nobody published yet, so not yet
                break
            if at > self.now or (word in PROMISING and not self._can_promise(history, at.date())):
                break
            instants.append(at)
        began = instants[0] - DRAFTED if history.online else instants[0]
        mark, drawn = f"tinh-{self.seed}-{number}", "".join(dice.choices(ALPHABET, k=DRAWN))
        return Plan(number, history, person, began, tuple(instants), mark, drawn)

    def _person(self, history: History, dice: Random) -> Person:
        if history.company:
            digit = dice.randrange(COMPANIES)
        else:
            digit = dice.randrange(COMPANIES, WITHOUT_ACCOUNT if history.online else TEN)
        return Person(self.seed, dice.randrange(self.people) // TEN * TEN + digit)

    def _next(self, at: datetime, word: str, before: str, history: History, slow: float, dice: Random) -> datetime:
        if word == "handover":
            return _at(at.date(), CARRIED + dice.randrange(10), dice)
        days = GAPS[word](dice, history.days)
        if word in SLOWED:
            days = round(days * slow)
        if before == "settle":
            days = 0
        day = self.calendar.add(at.date(), days) if days else at.date()
        if word in BY_APPLICANT:
            return max(_at(day, dice.randrange(EVENING, NIGHT), dice), at + timedelta(hours=1))
        return self._in_office(at, day, dice)

    def _in_office(self, after: datetime, day: date, dice: Random) -> datetime:
        """Some minute of office hours on *day*, later than *after*; the next working morning where none is left."""
        if self.calendar.is_working(day):
            minute = dice.randrange(OPENS, CLOSES)
            came = after.hour * 60 + after.minute + 2 if after.date() == day else 0
            if came and minute <= came:
                minute = came + dice.randrange(5, 90)
            if LUNCH <= minute < RESUMES:
                minute = RESUMES + dice.randrange(30)
            if minute < CLOSES and minute > came:
                return _at(day, minute, dice)
            day += timedelta(days=1)
        return _at(self.calendar.add(day, 0), OPENS + dice.randrange(120), dice)


def _days(low: int, high: int) -> Callable[[Random, int], int]:
    return lambda dice, term: dice.randint(low, high)


def _of_term(low: float, high: float) -> Callable[[Random, int], int]:
    return lambda dice, term: round(term * dice.uniform(low, high))


SLOWED = ("propose", "approve", "deny", "resolve", "reject")
# How many working days pass before an act.
GAPS: dict[str, Callable[[Random, int], int]] = {
    "accept": _days(0, 1),
    "refuse": _days(0, 1),
    "ask": _days(0, 1),
    "supply": _days(1, 9),
    "assign": _days(0, 1),
    "propose": _of_term(0.2, 0.7),
    "send_back": _days(0, 1),
    "approve": _of_term(0.05, 0.2),
    "deny": _of_term(0.05, 0.2),
    "resolve": _of_term(0.4, 0.9),
    "reject": _of_term(0.4, 0.9),
    "settle": _days(0, 4),
    "return": _days(0, 4),
    "withdraw": _days(1, 2),
    "stop": _days(1, 1),
}


def _at_the_counter(dice: Random) -> int:
    minute = dice.randrange(OPENS, TAKEN_UNTIL - (RESUMES - LUNCH))
    return minute if minute < LUNCH else minute + RESUMES - LUNCH


def _at(day: date, minute: int, dice: Random) -> datetime:
    clock = time(minute // 60, minute % 60, dice.randrange(60))
    return datetime.combine(day, clock, tzinfo=VIETNAM)
