"""Acts on late dossiers: name the cause in time, sign the one letter of apology with one new day (art. 19.9)."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant, tell_signers
from dossiers.actions.preconditions import require_post, require_text
from dossiers.deadlines.calendar import calendar_of
from dossiers.journal import Act, Lockable, entry, out_of_turn
from dossiers.models import Dossier, Lateness, Paper, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue
from people.models import User
from toolbox.formats import day_in_words, long_instant
from toolbox.refusal import InvalidInput, Refused


def name_delay(
    dossier: Lockable, cause: str, owner: str, reason: str, *, by: User, at: datetime, asked_day: date | None = None
) -> Dossier:
    """Name the coded cause of a delay and to whose account it goes, and the new day that is asked for.

    Whoever holds the dossier does this while the letter can still go out in time; without *asked_day* also
    afterwards, so that every late dossier has its cause (table II.07).
    """
    with entry(dossier, Verb.DELAY_NAMED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, None)
        if dossier.new_due_at is None and not may_name_delay(dossier, at):
            raise _too_early() if may_be_late(dossier) else out_of_turn(act)
        if asked_day is not None:
            _require_new_day(dossier, asked_day, at)
        _record_cause(act, cause, owner, reason, asked_day)
        if asked_day is not None:
            tell_signers(act)
    return act.dossier


def apologise(
    dossier: Lockable, new_day: date, reason: str = "", *, by: User, at: datetime, cause: str = "", owner: str = ""
) -> Dossier:
    """Sign the letter of apology: the one permitted new day, at least a day before the promised one (art. 19.9).

    Cause and reason are those that the holder named, unless the signer says others.
    """
    with entry(dossier, Verb.APOLOGISED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, None)
        if not dossier.is_open or dossier.due_at is None:
            raise out_of_turn(act)
        if not _runs(dossier, at):
            raise _too_early()
        _require_new_day(dossier, new_day, at)
        lateness = Lateness.objects.filter(dossier=dossier).first()
        if cause or lateness is None:
            lateness = _record_cause(act, cause, owner, reason or (lateness.reason if lateness else ""), new_day)
        reason = reason.strip() or lateness.reason
        promised = long_instant(dossier.due_at)
        act.particulars |= {particulars.CAUSE: lateness.cause, particulars.OWNER: lateness.owner}
        dossier.new_due_at, act.moves_clock = calendar_of(dossier).closes(new_day), True
        lateness.reason, lateness.asked_day, lateness.decided_by, lateness.decided_at = reason, new_day, by, at
        lateness.save()
        issue(act, Paper.Kind.APOLOGY, reason=reason, was_due_at=promised)
        tell_applicant(act, items=[reason])
    return act.dossier


def letter_by(dossier: Dossier) -> date | None:
    """The last day on which the letter may still go out: the day before the promised one."""
    if dossier.due_at is None:
        return None
    return timezone.localdate(dossier.due_at) - timedelta(days=1)


def may_apologise(dossier: Dossier, at: datetime) -> bool:
    """A letter may still go out: there was none, the term runs, and the promised day is not yet there."""
    last = letter_by(dossier)
    if last is None or dossier.new_due_at is not None or timezone.localdate(at) > last:
        return False
    return dossier.is_open and _runs(dossier, at)


def may_name_delay(dossier: Dossier, at: datetime) -> bool:
    """There may be a delay to name, and the term runs: on the day of acceptance nothing is late nor can be foreseen."""
    return may_be_late(dossier) and _runs(dossier, at)


def may_be_late(dossier: Dossier) -> bool:
    """The office still owes the answer, or gave it too late; and no letter was signed yet."""
    if dossier.due_at is None or dossier.new_due_at is not None:
        return False
    return dossier.is_open or bool(dossier.resolved_at and dossier.resolved_at > dossier.due_at)


def _runs(dossier: Dossier, at: datetime) -> bool:
    """The day of acceptance is not counted (Civil Code art. 147.2); what is over within it may be late all the same."""
    since = dossier.clock_since
    if since is None or dossier.due_at is None:
        return False
    return at > dossier.due_at or timezone.localdate(at) > timezone.localdate(since)


def _too_early() -> Refused:
    return Refused(_("Hồ sơ vừa tiếp nhận hôm nay, thời hạn chưa tính ngày nào nên chưa có việc chậm để nêu."))


def _record_cause(act: Act, cause: str, owner: str, reason: str, asked_day: date | None) -> Lateness:
    """Record cause and owner; of a letter that was signed they stay as they stand in it."""
    dossier = act.dossier
    faults = {}
    if cause not in Lateness.Cause.values:
        faults["cause"] = [_("Chọn nguyên nhân chậm.")]
    if owner not in Lateness.Owner.values:
        faults["owner"] = [_("Chọn trách nhiệm thuộc về ai.")]
    if faults:
        raise InvalidInput(faults, " ".join(words[0] for words in faults.values()))
    reason = require_text(reason, _("Nhập lý do chậm, như sẽ viết cho người nộp."))
    if Lateness.objects.filter(dossier=dossier, decided_at__isnull=False).exists():
        raise Refused(_("Văn bản xin lỗi của hồ sơ này đã ký nên nguyên nhân không sửa được nữa."))
    act.particulars |= {particulars.CAUSE: cause, particulars.OWNER: owner}
    facts = {"cause": cause, "owner": owner, "reason": reason, "asked_day": asked_day}
    who = {"named_by": act.by, "named_at": act.at}
    lateness, _new = Lateness.objects.update_or_create(dossier=dossier, defaults=facts | who)
    return lateness


def _require_new_day(dossier: Dossier, new_day: date, at: datetime) -> None:
    """Once only, in time, later than what was promised, a working day, and not beyond the longest delay."""
    if dossier.new_due_at is not None:
        raise Refused(_("Hồ sơ này đã được hẹn lại một lần. Pháp luật chỉ cho phép hẹn lại một lần."))
    last = letter_by(dossier)
    assert last is not None
    assert dossier.due_at is not None
    if timezone.localdate(at) > last:
        raise Refused(
            _("Văn bản xin lỗi phải gửi chậm nhất một ngày trước ngày hẹn trả, tức là %(day)s; nay đã quá ngày đó.")
            % {"day": day_in_words(last)}
        )
    calendar, due_day = calendar_of(dossier), timezone.localdate(dossier.due_at)
    most = settings.APOLOGY_WORKING_DAYS
    if new_day <= due_day or not calendar.is_working(new_day):
        raise _wrong_day(
            _("Ngày hẹn lại phải là ngày làm việc sau ngày hẹn trả %(day)s.") % {"day": f"{due_day:%d/%m/%Y}"}
        )
    if calendar.measure(due_day, new_day) > most:
        raise _wrong_day(_("Ngày hẹn lại không quá %(most)d ngày làm việc sau ngày hẹn trả.") % {"most": most})


def _wrong_day(message: str) -> Refused:
    return InvalidInput({"new_day": [message]}, message)
