"""Measure the time of a dossier: whose turn it was, for how long, and the internal steps it went through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.waiting import waits_since
from dossiers.models import Dossier, Event, State, particulars
from dossiers.models.state import Keeper
from procedures.law import deadlines
from procedures.law.working_time import CalendarMissing
from procedures.models.inner_procedure import Step

# Of the agency's time only office hours are its own; nights, weekends and holidays are nobody's.
OFF = "off"
NAMES = {**dict(Keeper.choices), OFF: _("Ngoài giờ, cuối tuần, ngày lễ")}


@dataclass(frozen=True)
class Part:
    """How long one of them had it, and their share of the whole in per cent, begun at *offset*."""

    who: str
    time: timedelta
    share: float
    offset: float

    @property
    def name(self) -> str:
        """As the applicant's pages call them."""
        return str(NAMES[self.who])

    @property
    def desk_name(self) -> str:
        """As officers' pages call them."""
        return str(_("Người nộp") if self.who == Keeper.APPLICANT else NAMES[self.who])


@dataclass(frozen=True)
class Passage:
    """One time through one internal step, until it left it or still; with the acts that began and ended it."""

    name: str
    since: datetime
    until: datetime | None
    due_at: datetime | None
    worked: timedelta
    began: Event
    ended: Event | None

    @property
    def late(self) -> bool:
        """It left the step after it was due."""
        return self.due_at is not None and self.until is not None and self.until > self.due_at


def parts_of(dossier: Dossier, events: Iterable[Event], at: datetime) -> list[Part]:
    """The total span from submission to the decision, or to *at*, split among its keepers; adds up exactly.

    Nothing where a calendar is missing for part of it.
    """
    calendar = calendar_of(dossier)
    spent = dict.fromkeys(NAMES, timedelta(0))
    try:
        for event, since, until in _spans(events, _end_of(dossier) or at):
            keeper = State(event.to_state).facts.keeper
            if keeper is None:
                continue
            own = until - since if keeper == Keeper.APPLICANT else calendar.time_between(since, until)
            spent[keeper] += own
            spent[OFF] += until - since - own
    except CalendarMissing:
        return []
    total = sum(spent.values(), timedelta(0))
    parts, offset = [], 0.0
    for who, time in spent.items():
        if time:
            share = 100 * (time / total)
            parts.append(Part(who, time, share, offset))
            offset += share
    return parts


def passages_of(dossier: Dossier, events: Sequence[Event], at: datetime) -> list[Passage]:
    """Every time through a step, in order, each with its own due instant, which waiting moves as it moves the term."""
    stays: list[tuple[Step, Event, Event | None, datetime | None]] = []
    steps, following = _steps_by_event(dossier, events), {event.seq - 1: event for event in events}
    for event, _since, until in _spans(events, _end_of(dossier) or at):
        step = steps[event.seq]
        if step is None:
            continue
        last = None if until == at and dossier.is_open else until
        began = event
        if stays and stays[-1][0]["key"] == step["key"]:  # it waited within the step
            began = stays.pop()[1]
        stays.append((step, began, following.get(event.seq), last))
    try:
        return [_passage(dossier, step, began, ended, until, at) for step, began, ended, until in stays]
    except CalendarMissing:
        return []


def in_words(time: timedelta) -> str:
    """`47 giờ 12 phút`; minutes are rounded down."""
    minutes = int(time // timedelta(minutes=1))
    return _("%(hours)d giờ %(minutes)d phút") % {"hours": minutes // 60, "minutes": minutes % 60}


def left_in_words(time: timedelta) -> str:
    """Office time as people say it, eight hours a day: `2 ngày 3 giờ`, `45 phút`."""
    minutes = int(abs(time) // timedelta(minutes=1))
    days, rest = divmod(minutes, 60 * deadlines.HOURS_A_DAY)
    hours = rest // 60
    if days and hours:
        return _("%(days)d ngày %(hours)d giờ") % {"days": days, "hours": hours}
    if days:
        return _("%(days)d ngày") % {"days": days}
    if hours:
        return _("%(hours)d giờ") % {"hours": hours}
    return _("%(minutes)d phút") % {"minutes": rest}


def step_left(dossier: Dossier, at: datetime) -> timedelta | None:
    """Office time left of the step it is at, negative once it is late; None where the step has no end."""
    if dossier.step_due_at is None or not dossier.is_open:
        return None
    try:
        return calendar_of(dossier).time_between(at, dossier.step_due_at)
    except CalendarMissing:
        return None


def _end_of(dossier: Dossier) -> datetime | None:
    return dossier.resolved_at or dossier.closed_at


def _spans(events: Iterable[Event], until: datetime) -> Iterable[tuple[Event, datetime, datetime]]:
    """Each stretch from one event to the next, in the order of the record, up to *until*."""
    rows = sorted(events, key=lambda event: event.seq)
    ends = [*(event.at for event in rows[1:]), until]
    for event, following in zip(rows, ends, strict=True):
        if event.at < min(following, until):
            yield event, event.at, min(following, until)


def _steps_by_event(dossier: Dossier, events: Iterable[Event]) -> dict[int, Step | None]:
    """The internal step at which each event left the dossier; while it waits, the one that asked."""
    edition, steps = dossier.edition, dict[int, Step | None]()
    step: Step | None = None
    for event in sorted(events, key=lambda event: event.seq):
        phase = State(event.to_state).facts.phase
        if event.to_state == State.AWAITING_SUPPLEMENT and dossier.accepted_at is None:
            phase = "reception"
        if named := edition.internal_step(event.particulars.get(particulars.STEP, "")):
            step = named
        elif step is None or step["phase"] != phase:
            step = next(iter(edition.steps_in(phase)), None)
        steps[event.seq] = step
    return steps


def _passage(
    dossier: Dossier, step: Step, began: Event, last: Event | None, until: datetime | None, at: datetime
) -> Passage:
    calendar, since, ended, due_at = calendar_of(dossier), began.at, until or at, None
    waits = waits_since(dossier, since)
    if (days := step.get("working_days")) is not None and dossier.calendar_version:
        term = deadlines.Term([deadlines.Stage(int(days), "working_day")])
        within = [row for row in waits if row.since < ended]
        due_at = deadlines.due(since, term, calendar, within, with_ledger=False).due_at
    worked = calendar.time_between(since, ended)
    for begin, end in _together((row.since, row.until or ended) for row in waits if since <= row.since < ended):
        worked -= calendar.time_between(begin, min(end, ended))
    return Passage(str(step["name_vi"]), since, until, due_at, worked, began, last if until else None)


def _together(stretches: Iterable[tuple[datetime, datetime]]) -> Iterable[tuple[datetime, datetime]]:
    """The stretches without what two of them share: a supplement is waited for on through a mistake."""
    covered: datetime | None = None
    for since, until in sorted(stretches):
        begin = since if covered is None else max(since, covered)
        if until > begin:
            yield begin, until
        covered = until if covered is None else max(covered, until)
