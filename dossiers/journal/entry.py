"""Record an act: lock the dossier, let the act change it, write one event and save; or leave no trace."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from dossiers.deadlines.promise import promise
from dossiers.deadlines.steps import place
from dossiers.journal.chain import digest, note_digest, utc
from dossiers.models import Dossier, DossierAccess, Event, EventNote, particulars
from dossiers.models.event import Verb
from dossiers.models.queries import DossierQuerySet
from people.models import Post, Represents, User
from people.models.reference import one_version
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Refused

Lockable = Dossier | DossierQuerySet  # one dossier, or the rows in which one is looked for


@dataclass
class Act:
    """What is being done: the locked dossier, and what the act wants recorded with it."""

    dossier: Dossier
    verb: Verb
    by: User
    at: datetime
    unit_name: str = ""
    note: str = ""  # free text, kept beside the chain
    particulars: dict[str, Any] = field(default_factory=dict)  # in the chain: no free text here
    grants: list[tuple[int, str]] = field(default_factory=list)  # (unit id, role) that may see from now on
    # Papers and notices tell of the finished act (its due date, its event), so they follow it.
    afterwards: list[Callable[[Event], object]] = field(default_factory=list)
    moves_clock: bool = False  # the law lets few acts move the promised instant
    recorded: bool = False

    def __post_init__(self) -> None:
        """Remember how the dossier stood before."""
        self.was, self.was_due_at = self.dossier.state, self.dossier.due_at
        self.was_with = self.dossier.holder_unit_id

    @property
    def submitter_represents(self) -> bool:
        """Whoever filed it still acts for the applicant today; read with the lock."""
        return bool(getattr(self.dossier, "submitter_represents", False))

    def grant(self, role: str) -> None:
        """From this act on *role* of the receiving desk sees the dossier."""
        assert self.dossier.desk_unit_id is not None
        self.grants.append((self.dossier.desk_unit_id, role))

    def as_post(self, post: Post) -> None:
        """Say in the record by which post the actor acts, as it is called that day."""
        with translation.override(settings.LANGUAGE_CODE):  # the record has one language
            self.unit_name = str(post)


@contextmanager
def entry(dossier: Lockable, verb: Verb, *, by: User, at: datetime, note: str = "") -> Iterator[Act]:
    """Lock *dossier*, let the act change it, then write one event and save; or leave no trace at all.

    Rows in which one dossier is looked for are found and locked in one statement; DoesNotExist when it is not
    among them. The transaction opens before the first read, so that SQLite's IMMEDIATE lock holds too. Raises
    Refused, in words, when the act asks for an edge that the state does not have.
    """
    with one_version(), transaction.atomic(), _calendar_in_words():
        act = Act(_lock(dossier, at), verb, by, at, note=note.strip())
        with _in_turn(act):
            yield act
        _record(act)
        _grant_access(act)
        act.dossier.save()


@contextmanager
def following(first: Act, verb: Verb) -> Iterator[Act]:
    """A second act of the same request on the dossier that *first* holds: its own event, saved with the first."""
    _record(first)
    act = Act(first.dossier, verb, first.by, first.at, grants=first.grants)
    with _in_turn(act):
        yield act
    _record(act)


def out_of_turn(act: Act) -> Refused:
    """The refusal of an act that this state does not have: where the dossier is, and what to do."""
    return Refused(
        _("Hồ sơ đang ở trạng thái “%(state)s” nên không làm được việc “%(act)s”. Tải lại trang để xem tình trạng.")
        % {"state": act.dossier.get_state_display(), "act": act.verb.label}
    )


@contextmanager
def _calendar_in_words() -> Iterator[None]:
    """A year without an official calendar is a reason to wait, not a failure."""
    try:
        yield
    except CalendarMissing as error:
        raise Refused(
            _("Lịch làm việc năm %(year)d chưa được công bố nên chưa tính được ngày hẹn trả.") % {"year": error.year}
        ) from error


@contextmanager
def _in_turn(act: Act) -> Iterator[None]:
    try:
        yield
    except TransitionNotAllowed:
        raise out_of_turn(act) from None


def _lock(dossier: Lockable, at: datetime) -> Dossier:
    """The row, locked, with what an act and its papers read of it."""
    represents = Represents(F("submitted_by"), F("applicant"), timezone.localdate(at))
    rows = Dossier.objects.filter(pk=dossier.pk) if isinstance(dossier, Dossier) else dossier
    rows = rows.select_for_update(of=("self",)).select_related("applicant", "submitted_by")
    rows = rows.annotate(submitter_represents=represents)
    locked: Dossier = rows.get()
    return locked


def _record(act: Act) -> None:
    """Bring the clock up to date, write the event, then what follows the act."""
    if act.recorded:
        return
    if act.moves_clock:
        promise(act.dossier)
    place(act.dossier, act.at)
    if act.dossier.due_at != act.was_due_at:  # every move of the promised instant is in the chain
        act.particulars[particulars.DUE_AT] = utc(act.dossier.due_at)
    event = _write_event(act)
    if (unit := act.dossier.holder_unit_id) and unit != act.was_with:
        act.grants.append((unit, ""))
    act.recorded = True
    # Papers and notices are in Vietnamese, whatever language the page of the actor has.
    with translation.override(settings.LANGUAGE_CODE):
        for follow in act.afterwards:
            follow(event)


def _write_event(act: Act) -> Event:
    dossier = act.dossier
    salt = secrets.token_hex(16) if act.note else ""
    event = Event(
        dossier=dossier,
        seq=dossier.head_seq + 1,
        verb=act.verb,
        from_state=act.was,
        to_state=dossier.state,
        by=act.by,
        unit_name=act.unit_name,
        at=act.at,
        recorded_at=timezone.now(),
        particulars=act.particulars,
        previous_hash=dossier.head_hash,
        note_hash=note_digest(salt, act.note) if act.note else "",
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    if act.note:
        EventNote.objects.create(event=event, text=act.note, salt=salt)
    dossier.head_seq, dossier.head_hash = event.seq, event.hash
    return event


def _grant_access(act: Act) -> None:
    """Let whoever holds it now, and whoever the act named, see it from now on."""
    if not act.grants:
        return
    DossierAccess.objects.bulk_create(
        [DossierAccess(dossier=act.dossier, unit_id=u, role=r, since=act.at) for u, r in dict.fromkeys(act.grants)],
        ignore_conflicts=True,
    )
