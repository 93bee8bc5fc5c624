"""Acts of the one-stop desk at reception: accept, refuse, hand over."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from dossiers.actions.fees import decide_ground, fee_if_confirmed
from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import fee_wanted_first, heed, require_post, require_text, unit_in_charge
from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.promise import term_until
from dossiers.deadlines.steps import hand_over_by
from dossiers.journal import Act, Lockable, entry, following
from dossiers.models import Dossier, Paper, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue
from people.models import Agency, Post, User
from procedures.calendar.lookup import current_version
from toolbox.refusal import InvalidInput, Refused


def accept(
    dossier: Lockable,
    *,
    by: User,
    at: datetime,
    due_day: date | None = None,
    due_ground: str = "",
    ground_confirmed: bool = False,
) -> Dossier:
    """Receive the dossier as complete and correct: the clock starts, Form 01 is issued (Decree 61/2018 art. 17.1.c).

    Where the edition publishes no term, *due_day* and *due_ground* are required. An online dossier is
    handed over in the same request, since its data need no carrying (art. 18.2). A ground for paying less that waits
    is decided with it: *ground_confirmed* over its proof, or it falls.
    """
    with entry(dossier, Verb.ACCEPTED, by=by, at=at, note=due_ground) as act:
        dossier = act.dossier
        require_post(act, dossier.to_accepted)
        dossier.to_accepted()
        heed(refusal_to_accept(dossier, at))
        items = decide_ground(act, confirmed=ground_confirmed)
        heed(refusal_to_accept(dossier, at))
        dossier.accepted_at, dossier.accepted_by, dossier.calendar_version = at, by, current_version()
        dossier.first_answered_at = dossier.first_answered_at or at
        act.moves_clock = True
        _fix_term(dossier, due_day, due_ground)
        act.particulars[particulars.CALENDAR_VERSION] = dossier.calendar_version
        if dossier.fee_due:
            act.grant(Post.Role.CASHIER)
        issue(act, Paper.Kind.RECEIPT)
        tell_applicant(act, items=items)
        if dossier.channel == Dossier.Channel.ONLINE and not dossier.edition.same_day:
            with following(act, Verb.HANDED_OVER) as next_act:
                _hand_over(next_act)
    return act.dossier


def refusal_to_accept(dossier: Dossier, at: datetime) -> Refused | None:
    """Why it cannot be accepted yet: a fee is wanted first, and no ground that waits would make it nothing."""
    if not fee_wanted_first(dossier) or fee_if_confirmed(dossier, at) == 0:
        return None
    return Refused(_("Hồ sơ chưa nộp phí, lệ phí. Thu phí trước rồi làm tiếp việc này."))


def refuse_reception(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Refuse at reception with reasons, on Form 03 (Decree 61/2018 art. 17.1.b)."""
    with entry(dossier, Verb.RECEPTION_REFUSED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, dossier.to_not_accepted)
        dossier.to_not_accepted()
        reason = require_text(reason, _("Nhập lý do không tiếp nhận để người nộp biết."))
        dossier.closed_at = at
        dossier.first_answered_at = dossier.first_answered_at or at
        issue(act, Paper.Kind.RECEPTION_REFUSAL, reason=reason)
        tell_applicant(act, items=[reason])
    return act.dossier


def hand_over(dossier: Lockable, *, by: User, at: datetime) -> Dossier:
    """Carry the dossier to the competent unit (art. 18: the same day; after 15:00, by the next working day)."""
    with entry(dossier, Verb.HANDED_OVER, by=by, at=at) as act:
        _hand_over(act)
    return act.dossier


def _hand_over(act: Act) -> None:
    dossier = act.dossier
    require_post(act, dossier.to_appraisal)
    dossier.to_appraisal()
    unit = unit_in_charge(dossier.edition.appraisal_unit_code, act.at)
    dossier.holder_unit, dossier.holder = unit, None
    act.particulars[particulars.UNIT] = unit.code
    if act.at > hand_over_by(dossier):
        act.particulars[particulars.HANDED_OVER_LATE] = True
    if not _is_of_one_agency(dossier.desk_unit, unit):  # received for another agency: its time begins with it
        dossier.competent_received_at, act.moves_clock = act.at, True
    tell_applicant(act)


def _is_of_one_agency(desk: Agency | None, unit: Agency) -> bool:
    """The desk receives for its own department, to which the competent unit belongs."""
    department = desk.parent if desk and desk.parent else desk
    return department is None or unit.path.startswith(department.path)


def _fix_term(dossier: Dossier, due_day: date | None, ground: str) -> None:
    """Fix the term: the published one, or the typed date with its ground where none is published."""
    if dossier.edition.term_is_counted:
        if due_day is not None:
            raise _wrong_day(_("Thủ tục này đã công bố thời hạn nên không nhập ngày hẹn trả."))
        return
    accepted_at, calendar = dossier.accepted_at, calendar_of(dossier)
    assert accepted_at is not None
    if due_day is None:
        raise _wrong_day(_("Thủ tục này chưa công bố thời hạn. Nhập ngày hẹn trả và căn cứ."))
    message = _("Nhập căn cứ của ngày hẹn trả.")
    dossier.due_ground = require_text(ground, message, name="due_ground")[:300]
    if calendar.closes(due_day) <= accepted_at or not calendar.is_working(due_day):
        raise _wrong_day(_("Ngày hẹn trả phải là ngày làm việc, từ hôm nay trở đi."))
    dossier.own_stages = term_until(dossier, accepted_at, due_day)


def _wrong_day(message: str) -> Refused:
    return InvalidInput({"due_day": [message]}, message)
