"""Acts that end a dossier without a decision: withdrawal, continuation, stopping, closing for silence."""

from datetime import datetime

from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import (
    require_another,
    require_applicant_side,
    require_applicant_side_or_desk,
    require_post,
    require_text,
)
from dossiers.deadlines.waiting import answer_dates
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, Event, Paper, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue
from people.models import Post, User
from toolbox.formats import instant
from toolbox.refusal import Refused


def request_withdrawal(dossier: Lockable, reason: str = "", *, by: User, at: datetime) -> Dossier:
    """Ask, as the applicant, to have the dossier back; not once a result decision exists.

    For a dossier that came on paper the receiving desk enters the applicant's written request.
    """
    with entry(dossier, Verb.WITHDRAWAL_REQUESTED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        if dossier.channel == Dossier.Channel.ONLINE:
            require_applicant_side(act)
        else:
            require_applicant_side_or_desk(act, dossier.to_withdrawal_requested)
        dossier.to_withdrawal_requested()
        dossier.withdrawal_from = act.was
        tell_applicant(act)
    return act.dossier


def continue_dossier(dossier: Lockable, reason: str = "", *, by: User, at: datetime) -> Dossier:
    """Go on with a dossier whose withdrawal is taken back: by the applicant's side or the desk."""
    with entry(dossier, Verb.CONTINUED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_applicant_side_or_desk(act, dossier.to_continued)
        dossier.to_continued()
        dossier.withdrawal_from = ""
        tell_applicant(act)
    return act.dossier


def stop(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Stop a dossier whose withdrawal was asked for, on Form 05 (Circular 03/2025).

    What the desk entered for somebody on paper is carried out by another person. Raises Forbidden.
    """
    with entry(dossier, Verb.STOPPED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, dossier.to_stopped)
        dossier.to_stopped()
        if dossier.channel != Dossier.Channel.ONLINE:
            request = _last(dossier, Verb.WITHDRAWAL_REQUESTED)
            require_another(act, request.by_id, _("Người ghi nhận đơn rút hồ sơ không tự dừng giải quyết hồ sơ đó."))
        _end(act, require_text(reason, _("Nhập căn cứ dừng giải quyết.")))
    return act.dossier


def close_for_silence(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Close a dossier whose applicant never answered, on a recorded legal ground; never automatic.

    Refused until what was asked for was waited for as long as was said; Forbidden to whoever asked for it.
    """
    with entry(dossier, Verb.CLOSED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, dossier.to_closed)
        dossier.to_closed()
        _require_silence(act)
        _end(act, require_text(reason, _("Nhập căn cứ pháp lý để đóng hồ sơ.")))
    return act.dossier


def silence_reason(dossier: Dossier, at: datetime) -> str:
    """The reason to close for silence, as the letter gives it; empty while the wait goes on.

    Preceded by the legal ground where the edition names one: whoever closes it reads and answers for both.
    """
    supplement = dossier.open_supplement
    if supplement is None or supplement.answer_by is None or supplement.answer_by > at:
        return ""
    facts = (
        f"Đã yêu cầu bổ sung lúc {instant(supplement.since)}, chờ đến {instant(supplement.answer_by)}, "
        f"nhắc {supplement.reminded} lần; đến nay chưa nhận được giấy tờ bổ sung."
    )
    return f"{dossier.edition.silence_ground}\n{facts}".strip()


def _require_silence(act: Act) -> None:
    """The silence that the act states is a fact: the wait is over, and somebody else says so than who asked.

    A head or leader may say so all the same: they answer for the unit, which may have no other.
    """
    demand = _last(act.dossier, Verb.SUPPLEMENT_REQUESTED, Verb.PAYMENT_DEMANDED)
    if not act.by.has_role(Post.Role.HEAD, Post.Role.LEADER):
        require_another(act, demand.by_id, _("Người đã yêu cầu bổ sung hoặc nộp phí không tự đóng hồ sơ đó."))
    answer_by = _waited_until(act.dossier, demand)
    if act.at < answer_by:
        raise Refused(
            _("Còn chờ người nộp trả lời đến %(until)s nên chưa đóng hồ sơ được.") % {"until": instant(answer_by)}
        )


def _waited_until(dossier: Dossier, demand: Event) -> datetime:
    """The instant the applicant was told; of older requests that told none, as it is counted now."""
    supplement = dossier.open_supplement if demand.verb == Verb.SUPPLEMENT_REQUESTED else None
    if supplement is not None and supplement.answer_by:
        return supplement.answer_by
    if until := demand.particulars.get(particulars.ANSWER_BY):
        return datetime.fromisoformat(until)
    answer_by = answer_dates(dossier, demand.at)["answer_by"]
    assert answer_by is not None
    return answer_by


def _last(dossier: Dossier, *verbs: Verb) -> Event:
    """The last of these acts, as recorded."""
    return dossier.events.filter(verb__in=verbs).latest("seq")


def _end(act: Act, reason: str) -> None:
    act.dossier.closed_at, act.dossier.holder = act.at, None
    for wait in act.dossier.interruptions.filter(until=None):
        wait.until = max(act.at, wait.since)
        wait.save(update_fields=["until"])
    issue(act, Paper.Kind.STOP_NOTICE, reason=reason)
    tell_applicant(act, items=[reason])
