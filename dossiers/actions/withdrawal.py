"""Acts that end a case without a decision: withdrawal, continuation, stopping, closing for silence."""

from datetime import datetime

from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import (
    require_applicant_side,
    require_applicant_side_or_desk,
    require_post,
    require_text,
)
from dossiers.journal import Act, entry
from dossiers.models import Dossier, Paper
from dossiers.models.event import Verb
from dossiers.papers import issue
from people.models import User
from toolbox.formats import instant


def request_withdrawal(dossier: Dossier, reason: str = "", *, by: User, at: datetime) -> Dossier:
    """The applicant asks to have the dossier back; not once a result decision exists.

    For a dossier that came on paper the receiving desk enters the applicant's written request.
    """
    with entry(dossier, Verb.WITHDRAWAL_REQUESTED, by=by, at=at, note=reason) as act:
        asked = act.dossier
        if asked.channel == Dossier.Channel.ONLINE:
            require_applicant_side(act)
        else:
            require_applicant_side_or_desk(act, asked.to_withdrawal_requested)
        asked.to_withdrawal_requested()
        asked.withdrawal_from = act.was
        tell_applicant(act)
    return act.dossier


def continue_dossier(dossier: Dossier, reason: str = "", *, by: User, at: datetime) -> Dossier:
    """Go on with a dossier whose withdrawal is taken back: by the applicant's side or the desk."""
    with entry(dossier, Verb.CONTINUED, by=by, at=at, note=reason) as act:
        require_applicant_side_or_desk(act, act.dossier.to_continued)
        act.dossier.to_continued()
        act.dossier.withdrawal_from = ""
        tell_applicant(act)
    return act.dossier


def stop(dossier: Dossier, reason: str, *, by: User, at: datetime) -> Dossier:
    """Stop a dossier whose withdrawal was asked for, on Form 05 (Circular 03/2025)."""
    with entry(dossier, Verb.STOPPED, by=by, at=at, note=reason) as act:
        stopped = act.dossier
        require_post(act, stopped.to_stopped)
        stopped.to_stopped()
        _end(act, require_text(reason, _("Nhập căn cứ dừng giải quyết.")))
    return act.dossier


def close_for_silence(dossier: Dossier, reason: str, *, by: User, at: datetime) -> Dossier:
    """Close a dossier whose applicant never answered, on a recorded legal ground; never automatic."""
    with entry(dossier, Verb.CLOSED, by=by, at=at, note=reason) as act:
        closed = act.dossier
        require_post(act, closed.to_closed)
        closed.to_closed()
        _end(act, require_text(reason, _("Nhập căn cứ pháp lý để đóng hồ sơ.")))
    return act.dossier


def silence(dossier: Dossier, at: datetime) -> str:
    """What happened while the applicant kept silent, for the letter that closes; nothing while the wait goes on.

    Preceded by the legal ground where the edition names one: whoever closes it reads and answers for both.
    """
    asked = dossier.open_supplement
    if asked is None or asked.answer_by is None or asked.answer_by > at:
        return ""
    facts = (
        f"Đã yêu cầu bổ sung lúc {instant(asked.since)}, chờ đến {instant(asked.answer_by)}, "
        f"nhắc {asked.reminded} lần; đến nay chưa nhận được giấy tờ bổ sung."
    )
    return f"{dossier.edition.silence_ground}\n{facts}".strip()


def _end(act: Act, reason: str) -> None:
    act.dossier.closed_at, act.dossier.holder = act.at, None
    act.dossier.interruptions.filter(until=None).update(until=act.at)
    issue(act, Paper.Kind.STOP_NOTICE, reason=reason)
    tell_applicant(act, items=[reason])
