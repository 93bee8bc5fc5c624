"""Record an act: lock the dossier, let the act change it, write one event and save; or leave no trace."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from dossiers.competences import HANDLING
from dossiers.deadlines.promise import promise
from dossiers.deadlines.steps import place
from dossiers.journal.chain import digest, note_digest, utc
from dossiers.journal.sealing import ACCESS, ATTACHMENT, KIND, LastSeal, labels_of, labels_of_own, seal_unsealed
from dossiers.models import Dossier, DossierAccess, Event, EventNote, State, particulars
from dossiers.models.event import Verb
from dossiers.models.queries import DossierQuerySet
from dossiers.models.stand_ins import note_stand_in
from people.models import FormerMail, Post, Represents, User
from people.models.delegation import THAY, signs_for
from people.models.reference import one_version
from people.seals.chain import Head
from people.seals.collector import altered, collected, collecting, write
from people.seals.registry import ALTERED, Labels
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Refused

CLOCKS_DIFFER = timedelta(minutes=15)  # between two hosts, until their time service corrects them
Lockable = Dossier | DossierQuerySet  # one dossier, or the rows in which one is looked for


@dataclass
class Act:
    """What is being done: the locked dossier, and what the act wants recorded with it."""

    dossier: Dossier
    verb: Verb
    by: User
    at: datetime
    unit_name: str = ""
    post: Post | None = None  # by which the actor acts, their own or another's
    note: str = ""  # free text, kept beside the chain
    particulars: dict[str, Any] = field(default_factory=dict)  # in the chain: no free text here
    grants: list[tuple[int, str]] = field(default_factory=list)  # (unit id, role) that may see from now on
    # Papers and notices tell of the finished act (its due date, its event), so they follow it.
    afterwards: list[Callable[[Event], object]] = field(default_factory=list)
    moves_clock: bool = False  # the law lets few acts move the promised instant
    recorded: bool = False
    recorded_at: datetime = field(init=False)  # by the clock of the database, never before the last event

    def __post_init__(self) -> None:
        """Remember how the dossier stood before."""
        now: datetime = vars(self.dossier)["database_now"]  # read with the lock
        self.recorded_at = max(now, self.dossier.recorded_at or now)
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
        """Say in the record by which post the actor acts, as it is called that day, and in whose place."""
        self.post = post
        with translation.override(settings.LANGUAGE_CODE):  # the record has one language
            self.unit_name = str(post)
            if row := post.delegation:
                signs = signs_for(row, timezone.localdate(self.at))
                self.unit_name = f"{signs or THAY} {post}"[:200]
                keys = (particulars.ACTS_FOR, particulars.DELEGATION, particulars.SIGNS)
                self.particulars |= dict(zip(keys, (post.user_id, row.pk, signs), strict=True))
        note_stand_in(self.dossier, self.verb, self.by, post, handles=self.verb in HANDLING)


@contextmanager
def entry(dossier: Lockable, verb: Verb, *, by: User, at: datetime, note: str = "") -> Iterator[Act]:
    """Lock *dossier*, let the act change it, then write one event and save; or leave no trace at all.

    Rows in which one dossier is looked for are found and locked in one statement; DoesNotExist when it is not
    among them. The transaction opens before the first read, so that SQLite's IMMEDIATE lock holds too. Raises
    Refused, in words, when the act asks for an edge that the state does not have.
    """
    with one_version(), transaction.atomic(), _calendar_in_words():
        locked = _lock(dossier, at)
        act = Act(locked, verb, by, _in_order(locked, at), note=note.strip())
        with _sealed(act), _in_turn(act):
            yield act
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
    return not_now(act.dossier, act.verb)


def not_now(dossier: Dossier, verb: Verb) -> Refused:
    """The same where nobody acts yet, for a page that asks first."""
    return Refused(
        _("Hồ sơ đang ở trạng thái “%(state)s” nên không làm được việc “%(act)s”. Tải lại trang để xem tình trạng.")
        % {"state": State(dossier.state).desk_label, "act": verb.label}
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


@contextmanager
def _sealed(act: Act) -> Iterator[None]:
    """Record the act when its body is done, and seal every row that it touched, all in one seal."""
    dossier = act.dossier
    was_draft = dossier.is_draft
    found_altered = _altered(dossier)
    if not dossier.seal_seq and not was_draft:
        seal_unsealed(dossier)
    with collecting(KIND, dossier.pk) as labels:
        yield
        _record(act)
        _grant_access(act)
    if was_draft:  # what was attached before there was a record
        labels |= labels_of(ATTACHMENT, dossier.attachments.all())
    labels |= labels_of_own(dossier) | found_altered
    head = write(KIND, dossier.pk, Head(dossier.seal_seq, dossier.seal_hash), labels, act.recorded_at)
    dossier.seal_seq, dossier.seal_hash = head


def _altered(dossier: Dossier) -> Labels:
    """How a dossier was found that had been changed past the site: an act would seal it as its own doing."""
    sealed = vars(dossier)["last_seal"]
    if not isinstance(sealed, dict):
        return {}
    now = labels_of_own(dossier)
    if not now.keys() <= sealed.keys():  # that seal was no act's
        return altered(dossier)
    return {ALTERED + label: digest for label, digest in now.items() if sealed[label] != digest}


def _in_order(dossier: Dossier, at: datetime) -> datetime:
    """*at*, not before the act that last changed the state.

    A clock that lags behind another host's is taken to be as late; one that was set back is refused.
    """
    since = dossier.state_since
    if since is None or at >= since:
        return at
    if since - at > CLOCKS_DIFFER:
        raise Refused(
            _("Giờ của việc này (%(at)s) sớm hơn việc trước đó của hồ sơ. Kiểm tra đồng hồ máy chủ rồi làm lại.")
            % {"at": f"{timezone.localtime(at):%H:%M %d/%m/%Y}"}
        )
    return since


def _lock(dossier: Lockable, at: datetime) -> Dossier:
    """The row, locked, with what an act and its papers read of it."""
    represents = Represents(F("submitted_by"), F("applicant"), timezone.localdate(at))
    rows = Dossier.objects.filter(pk=dossier.pk) if isinstance(dossier, Dossier) else dossier
    rows = rows.select_for_update(of=("self",)).select_related("applicant", "submitted_by")
    former_mail = FormerMail(F("applicant"), F("applicant__email"), timezone.localdate(at))
    rows = rows.annotate(submitter_represents=represents, former_mail=former_mail)
    rows = rows.annotate(database_now=Now(), last_seal=LastSeal())
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
        recorded_at=act.recorded_at,
        particulars=act.particulars,
        previous_hash=dossier.head_hash,
        note_hash=note_digest(salt, act.note) if act.note else "",
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    if act.note:
        EventNote.objects.create(event=event, text=act.note, salt=salt)
    dossier.head_seq, dossier.head_hash, dossier.recorded_at = event.seq, event.hash, event.recorded_at
    if event.to_state != event.from_state:
        dossier.state_since = event.at
    return event


def _grant_access(act: Act) -> None:
    """Let whoever holds it now, and whoever the act named, see it from now on."""
    if not act.grants:
        return
    new = DossierAccess.let_in(act.dossier.pk, act.grants, act.at)
    if (labels := collected(KIND, act.dossier.pk)) is not None:
        labels |= labels_of(ACCESS, new)
