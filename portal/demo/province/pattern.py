"""The pattern of a history: the rows it leaves, with blanks; taken from one run by real acts."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models

from dossiers.journal.chain import canonical, utc
from dossiers.models import Attachment, Dossier, DossierAccess, Event, EventNote, Interruption, Paper
from notifications.models import Notice
from payments.models import Payment
from people.models import Party, User
from portal.demo.province.plans import Plan
from portal.demo.province.timeline import WAYS, instants_of, texts_of

# In the order in which they are written. The first ones' keys are named by others.
TABLES: tuple[type[models.Model], ...] = (
    Dossier,
    Event,
    EventNote,
    DossierAccess,
    Interruption,
    Attachment,
    Paper,
    Payment,
    Notice,
)
KEYED = (Dossier, Event, Interruption, Paper)
OPEN, CLOSE, NUMBER, NO_NUMBER = ("\ue000", "\ue001", "\ue002", "\ue003")  # around the name of a blank
# Planned for what is still open; in `fill`.
PLANNED = ("alerts_ahead", "next_alert_at", "step_due_at")
Row = dict[str, Any]  # column → text with blanks, JSON with blanks, or None


def blank(name: str) -> str:
    """The blank of a text."""
    return f"{OPEN}{name}{CLOSE}"


def number_blank(name: str) -> str:
    """The blank of a number inside JSON."""
    return f"{NUMBER}{name}{NO_NUMBER}"


@dataclass(frozen=True)
class Numbered:
    """A paper: the scope of its number, and the act that issued it."""

    symbol: str
    act: int


@dataclass
class Pattern:
    """The rows of one history after so many acts, and the canonical form of each of its events."""

    rows: list[tuple[type[models.Model], Row]]
    chain: list[str]
    papers: "list[Numbered]"  # in order
    notes: dict[int, tuple[str, str]]  # by event: salt, and the text with its blanks
    is_open: bool

    def of(self, model: type[models.Model]) -> list[Row]:
        """The rows of one table."""
        return [row for table, row in self.rows if table is model]


class Names:
    """The texts of one history and the names of their blanks."""

    def __init__(self, plan: Plan, dossier: Dossier) -> None:
        self.texts: dict[str, str] = {}
        self._add(dossier.code or "", "code")
        for name, text in texts_of(plan).items():
            self._add(text, name)
        for number, paper in enumerate(dossier.papers.order_by("id"), 1):
            self._add(paper.reference, f"reference{number}")
        for name, at in instants_of(plan).items():
            for way, write in WAYS.items():
                self._add(write(at), f"{name}|{way}")
        longest = sorted(self.texts, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest)))
        self.whole = {dossier.ref: "ref", dossier.lookup_code: "lookup", dossier.head_hash: f"h{dossier.head_seq}"}

    def _add(self, text: str, name: str) -> None:
        if text:
            self.texts.setdefault(text, name)

    def with_blanks(self, text: str) -> str:
        """*text* with its blanks."""
        if text in self.whole:
            return blank(self.whole[text])
        if OPEN in text or NUMBER in text:
            return text
        return self._pattern.sub(lambda match: blank(self.texts[match[0]]), text)


class PatternTaker:
    """Takes the pattern of a dossier that has just been brought where it is by real acts."""

    def __init__(self, plan: Plan, dossier: Dossier, done: int) -> None:
        self.dossier, self.at = dossier, f"at{done - 1}"
        self.plan_so_far = replace(plan, instants=plan.instants[:done])
        self.names = Names(self.plan_so_far, dossier)
        self.events = list(dossier.events.order_by("seq"))
        self.papers = list(dossier.papers.order_by("id"))
        self.keys: dict[tuple[type[models.Model], Any], str] = {
            (Dossier, dossier.pk): "d",
            (Party, dossier.applicant_id): "party",
        }
        self.keys |= {(Event, row.pk): f"e{row.seq}" for row in self.events}
        self.keys |= {(Paper, row.pk): f"p{n}" for n, row in enumerate(self.papers, 1)}
        waits = dossier.interruptions.order_by("id")
        self.keys |= {(Interruption, row.pk): f"i{n}" for n, row in enumerate(waits, 1)}
        if plan.history.online:
            self.keys[(User, dossier.submitted_by_id)] = "user"

    def pattern(self) -> Pattern:
        """Its rows and chain, with blanks."""
        rows = [(type(row), self._row(row)) for row in self._instances()]
        notes = EventNote.objects.filter(event__in=self.events).select_related("event")
        return Pattern(
            rows,
            [self._canonical(event) for event in self.events],
            [self._numbered(row) for row in self.papers],
            {note.event.seq: (note.salt, self.names.with_blanks(note.text)) for note in notes},
            self.dossier.is_open,
        )

    def _numbered(self, paper: Paper) -> Numbered:
        return Numbered(paper.symbol, self.plan_so_far.instants.index(paper.issued_at))

    def _instances(self) -> Iterable[models.Model]:
        yield self.dossier
        yield from self.events
        yield from EventNote.objects.filter(event__in=self.events).order_by("event__seq")
        for model in (DossierAccess, Interruption, Attachment):
            yield from model._default_manager.filter(dossier=self.dossier).order_by("id")
        yield from self.papers
        yield from Payment.objects.filter(dossier=self.dossier).order_by("id")
        yield from Notice.objects.filter(once__startswith=f"{self.dossier.pk}/").order_by("id")

    def _row(self, instance: models.Model) -> Row:
        values: Row = {
            str(column.column): self._value(column, getattr(instance, column.attname))
            for column in instance._meta.concrete_fields
            if not column.primary_key or type(instance) in KEYED
        }
        if adjust := SPECIAL.get(type(instance)):
            adjust(self, instance, values)
        return values

    def _value(self, column: Any, value: Any) -> Any:
        if value is None or isinstance(column, models.JSONField):
            return self._json(value)
        names: Any = column.model if column.primary_key else None
        names = names or getattr(column.remote_field, "model", None)
        if (names, value) in self.keys:
            return blank(self.keys[(names, value)])
        return self.names.with_blanks(text_of(value))

    def _json(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: self._json(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [self._json(part) for part in value]
        if key == "year" and isinstance(value, int):
            return number_blank(f"{self.at}|year")
        return self.names.with_blanks(value) if isinstance(value, str) else value

    def _canonical(self, event: Event) -> str:
        fields = json.loads(canonical(event))
        fields |= {"dossier": number_blank("d"), "previous": blank(f"h{event.seq - 1}")}
        if (User, event.by_id) in self.keys:
            fields["by"] = number_blank("user")
        fields["recorded_at"] = fields["at"]
        if event.note_hash:
            fields["note"] = blank(f"n{event.seq}")
        return json_text({key: self._json(part, key) for key, part in fields.items()})


def text_of(value: Any) -> str:
    """A value as the database reads it."""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return utc(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def json_text(value: Any) -> str:
    """JSON in the form of the journal, numbers' blanks without quotation marks."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.replace(f'"{NUMBER}', OPEN).replace(f'{NO_NUMBER}"', CLOSE)


def _of_dossier(taker: PatternTaker, row: Any, values: Row) -> None:
    if row.is_open:
        planned = {name: blank(name) for name in PLANNED if values[name] or name != "step_due_at"}
        values |= planned
    # As the events have it; seals are taken from the rows once they are there.
    values["recorded_at"] = taker.names.with_blanks(text_of(taker.events[-1].at))
    values |= {"seal_seq": "0", "seal_hash": ""}


def _of_event(taker: PatternTaker, row: Any, values: Row) -> None:
    values["hash"], values["recorded_at"] = blank(f"h{row.seq}"), values["at"]
    values["previous_hash"] = blank(f"h{row.seq - 1}")
    if row.note_hash:
        values["note_hash"] = blank(f"n{row.seq}")


def _of_paper(taker: PatternTaker, row: Any, values: Row) -> None:
    values["number"] = blank(f"number{taker.papers.index(row) + 1}")
    values["year"] = blank(f"{_at_of(values['issued_at'])}|year")
    values["not_before"] = values["issued_at"]


def _of_notice(taker: PatternTaker, row: Any, values: Row) -> None:
    """As it is once the worker sent it, and its reader read it."""
    values["once"] = blank("d") + row.once[len(str(taker.dossier.pk)) :]
    values |= {"state": Notice.State.SENT.value, "sent_at": values["created_at"], "tries": "0"}
    values["not_before"] = values["created_at"]
    values["read_at"] = values["created_at"] if taker.dossier.is_final else None


def _at_of(text: str) -> str:
    return text.strip(OPEN + CLOSE).partition("|")[0]


SPECIAL: dict[type[models.Model], Callable[[PatternTaker, Any, Row], None]] = {
    Dossier: _of_dossier,
    Event: _of_event,
    Paper: _of_paper,
    Notice: _of_notice,
}
