"""Acts that decide and end a dossier: propose, approve, send back, resolve, hand out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant, tell_holder
from dossiers.actions.preconditions import heed, require_post, require_text, unit_in_charge
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, Paper, State, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue, issue_result, results
from dossiers.papers.letters import unprinted
from dossiers.papers.preview import digest_of_proposal
from dossiers.release import RESULTS, unpaid
from people.models import Post, User
from toolbox.refusal import InvalidInput, Refused

Fields = Mapping[str, Any] | None
APPRAISERS = (Post.Role.OFFICER, Post.Role.HEAD)


def propose(dossier: Lockable, outcome: str, text: str, *, by: User, at: datetime, fields: Fields = None) -> Dossier:
    """Submit a proposed outcome to the signer (Decree 61/2018 art. 19.1); four-step procedures only.

    *fields* are the values of the result's template; None takes what the dossier knows.
    """
    with entry(dossier, Verb.PROPOSED, by=by, at=at, note=text) as act:
        dossier = act.dossier
        require_post(act, dossier.to_approval)
        dossier.to_approval()
        if not dossier.edition.needs_approval:
            raise Refused(_("Thủ tục ba bước không có bước phê duyệt: người có thẩm quyền ký kết quả trực tiếp."))
        dossier.proposed_outcome, dossier.result_text = _valid_outcome(outcome), _result_text(outcome, text)
        dossier.result_fields = results.chosen(dossier, outcome, fields, timezone.localdate(act.at))
        dossier.appraiser, dossier.holder = by, None
        _pass_to_signer(dossier)
        act.particulars[particulars.OUTCOME] = outcome
        tell_applicant(act)
    return act.dossier


def approve(
    dossier: Lockable, outcome: str, text: str = "", *, by: User, at: datetime, fields: Fields = None, preview: str = ""
) -> Dossier:
    """Decide a proposed dossier, granted or refused; the result is numbered and its file made.

    Without *text* and *fields* the proposal's own stand, as long as the signer decides what was proposed. *preview* is
    the digest of what the signer saw: when the proposal has another one by now, nothing is signed.
    """
    with entry(dossier, Verb.APPROVED, by=by, at=at, note=text) as act:
        dossier = act.dossier
        require_post(act, dossier.to_approved)
        dossier.to_approved()
        if preview and preview != digest_of_proposal(dossier):
            raise Refused(_("Dự thảo đã thay đổi sau khi ông/bà xem. Mở lại bản xem trước rồi ký."))
        if fields is None and outcome == dossier.proposed_outcome:
            fields = dossier.result_fields or None
        proposed_text = dossier.result_text if outcome == dossier.proposed_outcome else ""
        _decide(act, outcome, text if text.strip() else proposed_text, fields)
    return act.dossier


def send_back(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Return a proposal to the officer who made it, with what is still wanted."""
    with entry(dossier, Verb.SENT_BACK, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, dossier.to_sent_back)
        dossier.to_sent_back()
        require_text(reason, _("Nhập lý do trả lại để người thẩm định biết cần làm gì."))
        return_to_appraiser(dossier, at)
        dossier.proposed_outcome = ""
        if dossier.holder:
            tell_holder(act, dossier.holder)
        tell_applicant(act)
    return act.dossier


def resolve(dossier: Lockable, outcome: str, text: str, *, by: User, at: datetime, fields: Fields = None) -> Dossier:
    """Sign the result of a three-step or same-day procedure; needs the edition's signing competence.

    *fields* as of a proposal.
    """
    with entry(dossier, Verb.RESOLVED, by=by, at=at, note=text) as act:
        dossier = act.dossier
        on_the_spot = dossier.state == State.ACCEPTED
        require_post(act, dossier.to_resolved)
        dossier.to_resolved()
        if on_the_spot and not dossier.edition.same_day:
            raise Refused(_("Chỉ thủ tục giải quyết trong ngày mới ký kết quả ngay sau khi tiếp nhận."))
        if not on_the_spot and dossier.edition.needs_approval:
            raise Refused(_("Thủ tục bốn bước phải trình và phê duyệt, không ký kết quả ở bước thẩm định."))
        _decide(act, outcome, text, fields)
    return act.dossier


def hand_out(dossier: Lockable, received_by: str = "", *, by: User, at: datetime) -> Dossier:
    """Give the result to the applicant (art. 20); refused while its file is still being made."""
    with entry(dossier, Verb.RETURNED, by=by, at=at, note=received_by) as act:
        dossier = act.dossier
        require_post(act, dossier.to_returned)
        dossier.to_returned()
        heed(refusal_to_hand_out(dossier))
        dossier.closed_at, dossier.holder = at, None
        tell_applicant(act)
    return act.dossier


def refusal_to_hand_out(dossier: Dossier) -> Refused | None:
    """Why the result cannot be handed out yet: its fee is owed, or its file does not exist. A recalled one is none."""
    if words := unpaid(dossier):
        return Refused(words)
    papers = dossier.papers.filter(kind__in=RESULTS, voided_at=None)
    rows = list(papers.select_related("result").defer("context", "result__fields"))
    waiting = [row for row in rows if not getattr(getattr(row, "result", None), "ended_as", "")]
    states = {row.state for row in waiting}
    if rows and not states:
        return Refused(_("Kết quả đã bị thu hồi nên không còn gì để trả cho người nộp."))
    if Paper.State.FAILED in states:
        return Refused(_("Chưa tạo được tệp kết quả. Báo quản trị hệ thống rồi trả kết quả sau."))
    if words := next((row.hindrance for row in waiting if row.hindrance), ""):
        return Refused(words)
    if states != {Paper.State.READY}:
        return Refused(_("Tệp kết quả đang được tạo. Chờ ít phút rồi trả kết quả."))
    return None


def _pass_to_signer(dossier: Dossier) -> None:
    """Pass the dossier up to the department for its leader; a head signs in the division itself."""
    unit = dossier.holder_unit
    if unit and unit.parent_id and dossier.edition.signer_role != Post.Role.HEAD:
        dossier.holder_unit = unit.parent


def return_to_appraiser(dossier: Dossier, at: datetime) -> None:
    """Return it to who proposed it, while they still work in the appraising unit; else to the unit, which decides."""
    code, day = dossier.edition.appraisal_unit_code, timezone.localdate(at)
    posts = Post.objects.in_force(day).filter(
        user_id__in=filter(None, [dossier.appraiser_id]), user__is_active=True, unit__code=code, role__in=APPRAISERS
    )
    post = posts.select_related("user", "unit").first()
    if post and post.user_id not in dossier.recused:
        dossier.holder_unit, dossier.holder = post.unit, post.user
    else:
        dossier.holder_unit, dossier.holder = unit_in_charge(code, at), None


def _decide(act: Act, outcome: str, text: str, fields: Fields) -> None:
    """Do what every decision does: outcome, text, result paper, back to the desk, seal clerk let in."""
    dossier = act.dossier
    dossier.outcome, dossier.result_text = _valid_outcome(outcome), _result_text(outcome, text)
    dossier.result_fields = results.chosen(dossier, outcome, fields, timezone.localdate(act.at))
    dossier.resolved_at = act.at
    dossier.holder, dossier.holder_unit = None, dossier.desk_unit
    act.particulars[particulars.OUTCOME] = outcome
    act.grant(Post.Role.SEAL_CLERK)
    if outcome == Dossier.Outcome.GRANTED:
        issue_result(act)
    else:
        issue(act, Paper.Kind.REFUSAL, text=dossier.result_text)
    tell_applicant(act)


def _valid_outcome(outcome: str) -> str:
    if outcome not in Dossier.Outcome.values:
        message = _("Chọn kết quả: đồng ý hoặc từ chối giải quyết.")
        raise InvalidInput({"outcome": [message]}, message)
    return outcome


def _result_text(outcome: str, text: str) -> str:
    """A refusal names its reason and ground (art. 19.8); a grant may say what it allows."""
    if outcome == Dossier.Outcome.REFUSED:
        message = _("Nhập lý do và căn cứ từ chối để người nộp biết.")
        text = require_text(text, message, name="text")
    if words := unprinted(text, _("Nội dung kết quả")):
        raise InvalidInput({"text": [words]}, words)
    return text.strip()
