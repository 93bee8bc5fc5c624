"""Acts that undo a mistake: a hand-out, a refusal of reception, a stop, a result that nobody was given yet.

By head or leader of a unit that answers for it, never by whoever made the mistake, within days (`UNDO_DAYS`). What the
mistaken act issued is void and keeps its number; the time until it was undone is nobody's (ADR 32).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from dossiers.actions.notify import tell_applicant, tell_holder
from dossiers.actions.outcome import return_to_appraiser
from dossiers.actions.preconditions import require_post, require_text
from dossiers.actions.review import works_in
from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.reminders import reminders
from dossiers.journal import Act, Lockable, entry, out_of_turn
from dossiers.models import Dossier, Event, Interruption, Paper, Parcel, particulars
from dossiers.models.event import UNDOES, Verb
from people.models import User
from procedures.law.working_time import CLOSES, VIETNAM, CalendarMissing
from toolbox.formats import instant
from toolbox.refusal import Refused

Mode = Interruption.Mode
DECISIONS = UNDOES[Verb.RESULT_RECALLED]


def undo_hand_out(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Take back a hand-out that was none: the result waits at the desk again, decided when it was.

    Decree 61/2018 art. 20, 21. Raises Forbidden to who may not or who handed it out, Refused when it is too late.
    """
    with entry(dossier, Verb.HAND_OUT_UNDONE, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        undone = _undone(act, dossier.to_hand_out_undone, reason)
        dossier.to_hand_out_undone()
        dossier.closed_at = None
        _enter(act, undone, reason, Mode.NONE)  # the answer was there all the time
    return act.dossier


def undo_refusal(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Take back a refusal of reception: the dossier waits to be accepted, and its first answer is owed again.

    Decree 61/2018 art. 17.1, 21. Raises as `undo_hand_out` does.
    """
    with entry(dossier, Verb.REFUSAL_UNDONE, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        undone = _undone(act, dossier.to_refusal_undone, reason)
        dossier.to_refusal_undone()
        dossier.closed_at = None
        if not dossier.events.filter(verb=Verb.SUPPLEMENT_REQUESTED, seq__lt=undone.seq).exists():
            dossier.first_answered_at = None  # what was no answer is none
        _enter(act, undone, reason, Mode.NONE)  # no term runs before acceptance
    return act.dossier


def undo_stop(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Take back a stop or a closing: the dossier is where it was, with its holder and what was waited for.

    Decree 61/2018 art. 21. Raises as `undo_hand_out` does.
    """
    with entry(dossier, Verb.STOP_UNDONE, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        undone = _undone(act, dossier.to_stop_undone, reason)
        ceased = dossier.events.filter(seq=undone.seq - 1, verb=Verb.APPLICANT_CEASED).exists()
        dossier.to_stop_undone(dossier.withdrawal_from if ceased else undone.from_state)
        if ceased:  # nobody ever asked for a withdrawal
            dossier.withdrawal_from = ""
        dossier.closed_at, dossier.holder = None, _former_holder(dossier, undone, at)
        _wait_again(dossier, undone, act.at)
        _enter(act, undone, reason, _mode(dossier, undone))
    return act.dossier


def recall_result(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Recall a result before it is handed out: it is appraised again, and decided anew under another number.

    Decree 61/2018 art. 19.8, 21. Raises as `undo_hand_out` does.
    """
    with entry(dossier, Verb.RESULT_RECALLED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        undone = _undone(act, dossier.to_result_recalled, reason)
        _require_in_the_house(dossier)
        dossier.to_result_recalled()
        dossier.resolved_at, dossier.outcome, dossier.proposed_outcome = None, "", ""
        return_to_appraiser(act)
        if dossier.holder:
            tell_holder(act, dossier.holder)
        _enter(act, undone, reason, _mode(dossier, undone))
    return act.dossier


def _require_in_the_house(dossier: Dossier) -> None:
    """Refuse to recall what was given to the post: it is as good as in somebody's hands."""
    item = (
        dossier.parcel_items.filter(ended_at=None, parcel__state=Parcel.State.POSTED).select_related("parcel").first()
    )
    if item is not None:
        raise Refused(
            _("Bưu điện đang chuyển kết quả (bưu gửi %(number)s). Chờ phát hoặc chuyển hoàn rồi mới thu hồi.")
            % {"number": item.parcel.number}
        )


def may_be_undone(dossier: Dossier, verb: Verb, at: datetime) -> bool:
    """The act that *verb* undoes was done, and not too long ago."""
    undone = dossier.events.last_of(*UNDOES[verb])
    return undone is not None and at <= undo_until(dossier, undone)


def undo_until(dossier: Dossier, undone: Event) -> datetime:
    """The last instant to undo it: the close of so many working days after it; plain ones where no calendar is."""
    day = timezone.localdate(undone.at)
    try:
        calendar = calendar_of(dossier)
        return calendar.closes(calendar.add(day, settings.UNDO_DAYS))
    except (CalendarMissing, Refused):
        return datetime.combine(day + timedelta(days=settings.UNDO_DAYS), CLOSES, tzinfo=VIETNAM)


def _undone(act: Act, edge: Callable[..., Any], reason: str) -> Event:
    """The event to be undone, once it may be: by this person, in this state, in time, with a reason."""
    require_post(act, edge)
    undone = act.dossier.events.last_of(*UNDOES[act.verb])
    if undone is None or not can_proceed(edge):
        raise out_of_turn(act)
    until = undo_until(act.dossier, undone)
    if act.at > until:
        raise Refused(
            _("Việc “%(act)s” làm lúc %(at)s chỉ hủy được đến %(until)s; nay đã quá hạn đó.")
            % {"act": undone.get_verb_display(), "at": instant(undone.at), "until": instant(until)}
        )
    require_text(reason, _("Nhập lý do để người nộp biết."))
    return undone


def _mode(dossier: Dossier, undone: Event) -> Mode:
    """What the lost time does to the term: it stands still, unless it was over before, or had not begun."""
    was_late = dossier.due_at is not None and undone.at > dossier.due_at
    return Mode.NONE if was_late or dossier.accepted_at is None else Mode.PAUSE


def _enter(act: Act, undone: Event, reason: str, mode: Mode) -> None:
    """Enter what every correction leaves: the lost time, the papers that are void, the word to the applicant."""
    dossier = act.dossier
    dossier.interruptions.create(
        kind=Interruption.Kind.MISTAKE,
        mode=mode,
        from_state=act.was,
        since=undone.at,
        until=act.at,
        reason=reason.strip(),
    )
    dossier.interrupted, act.particulars[particulars.UNDOES] = True, undone.seq
    if mode == Mode.PAUSE:
        act.moves_clock = True
        _move_new_day(dossier, undone, act.at)
    _move_first_answer(dossier, undone, act.at)
    for paper in _papers_of(dossier, undone):
        paper.voided_at = act.at
        paper.save(update_fields=["voided_at"])
    tell_applicant(act, items=[reason.strip()])


def _papers_of(dossier: Dossier, undone: Event) -> list[Paper]:
    """What the act issued; of a decision also the results that have corrected its own since."""
    rows = dossier.papers.filter(voided_at=None)
    later = Q(kind=Paper.Kind.RESULT, event__seq__gt=undone.seq) if undone.verb in DECISIONS else Q()
    return list(rows.filter(Q(event=undone) | later).order_by("id"))


def _move_new_day(dossier: Dossier, undone: Event, at: datetime) -> None:
    """The day that a letter of apology named moves on by the working days that were lost."""
    if dossier.new_due_at is not None:
        calendar = calendar_of(dossier)
        lost = calendar.measure(timezone.localdate(undone.at), timezone.localdate(at))
        dossier.new_due_at = calendar.closes(calendar.add(timezone.localdate(dossier.new_due_at), lost))


def _move_first_answer(dossier: Dossier, undone: Event, at: datetime) -> None:
    """The first answer that is owed again has the office hours left that it had then; one that was late stays late."""
    due_at = dossier.first_answer_due_at
    if due_at is not None and dossier.first_answered_at is None and undone.at <= due_at:
        calendar = calendar_of(dossier)
        dossier.first_answer_due_at = calendar.add_time(at, calendar.time_between(undone.at, due_at))


def _former_holder(dossier: Dossier, undone: Event, at: datetime) -> User | None:
    """Who handled it, while they still work in the unit and have no interest in it."""
    before = User.objects.filter(pk=undone.particulars.get(particulars.HOLDER_BEFORE)).first()
    if before is None or before.pk in dossier.recused or not works_in(dossier.holder_unit_id, before, at):
        return None
    return before


def _wait_again(dossier: Dossier, undone: Event, at: datetime) -> None:
    """What the applicant owed when it was ended is owed again, for as long as was left."""
    owed = dossier.interruptions.filter(kind=Interruption.Kind.SUPPLEMENT, sent_at=None, until__gte=undone.at)
    wait = owed.order_by("since").last()
    if wait is None:
        return
    wait.until = None
    if wait.answer_by is not None:
        until = wait.answer_by + (at - undone.at)
        calendar = calendar_of(dossier)
        wait.answer_by = calendar.closes(calendar.add(timezone.localdate(until), 0))
        wait.next_reminder_at = next((when for when in reminders(wait.since, wait.answer_by) if when > at), None)
    wait.save(update_fields=["until", "answer_by", "next_reminder_at"])
