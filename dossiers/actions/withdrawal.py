"""Acts that end a dossier without a decision: withdrawal, continuation, stopping, closing for silence."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import (
    heed,
    require_applicant_side,
    require_applicant_side_or_desk,
    require_post,
    require_text,
)
from dossiers.competences import SUPERIORS
from dossiers.deadlines.waiting import answer_dates
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, Event, Paper, particulars
from dossiers.models.event import Verb
from dossiers.models.stand_ins import doers_of
from dossiers.papers import issue
from dossiers.permissions import post_for
from people.models import Post, User
from toolbox.formats import instant
from toolbox.refusal import Forbidden, Refused


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
        heed(refusal_to_stop(dossier, by))
        _end_with_notice(act, require_text(reason, _("Nhập căn cứ dừng giải quyết.")))
    return act.dossier


def refusal_to_stop(dossier: Dossier, by: User) -> Refused | None:
    """Why *by* does not carry out this withdrawal: they entered it themselves for somebody on paper."""
    if dossier.channel == Dossier.Channel.ONLINE or _last(dossier, Verb.WITHDRAWAL_REQUESTED).by_id != by.pk:
        return None
    return Forbidden(_("Người ghi nhận đơn rút hồ sơ không tự dừng giải quyết hồ sơ đó."))


def close_for_silence(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Close a dossier whose applicant never answered, on a recorded legal ground; never automatic.

    Refused until what was asked for was waited for as long as was said; Forbidden to whoever asked for it.
    """
    with entry(dossier, Verb.CLOSED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, dossier.to_closed)
        dossier.to_closed()
        heed(refusal_to_close(dossier, by, act.at, act.post))
        _end_with_notice(act, require_text(reason, _("Nhập căn cứ pháp lý để đóng hồ sơ.")))
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


def refusal_to_close(dossier: Dossier, by: User, at: datetime, post: Post | None = None) -> Refused | None:
    """Why *by* cannot close it at *at*: the wait is not over, or they asked themselves for what never came.

    A head or leader may say so all the same: they answer for the unit, which may have no other. *post* is the one by
    which they would; nobody closes in another's place what either of both asked for.
    """
    demand = _last(dossier, Verb.SUPPLEMENT_REQUESTED, Verb.PAYMENT_DEMANDED)
    post = post or post_for(by, dossier, Verb.CLOSED, timezone.localdate(at))
    pair, superior = {by.pk, post.user_id if post else by.pk}, any(own.role in SUPERIORS for own in by.active_posts)
    if pair & doers_of(demand) and not (superior and len(pair) == 1):
        return Forbidden(_("Người đã yêu cầu bổ sung hoặc nộp phí không tự đóng hồ sơ đó."))
    answer_by = _waited_until(dossier, demand)
    if at >= answer_by:
        return None
    return Refused(
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
    """The last of these acts, without which the dossier would not be in its state."""
    event = dossier.events.last_of(*verbs)
    assert event is not None
    return event


def end(act: Act) -> None:
    """Do what every end without a decision does: nobody handles it, nothing is waited for any more."""
    dossier = act.dossier
    if dossier.holder_id:
        act.particulars[particulars.HOLDER_BEFORE] = dossier.holder_id
    dossier.closed_at, dossier.holder = act.at, None
    for wait in dossier.interruptions.filter(until=None):
        wait.until = max(act.at, wait.since)
        wait.save(update_fields=["until"])


def _end_with_notice(act: Act, reason: str) -> None:
    end(act)
    issue(act, Paper.Kind.STOP_NOTICE, reason=reason)
    tell_applicant(act, items=[reason])
