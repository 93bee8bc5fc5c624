"""Acts that decide and end a case: propose, approve, send back, resolve, hand out."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant, tell_holder
from dossiers.actions.preconditions import refuse_unpaid, require_post, require_text, unit_called
from dossiers.journal import Act, entry
from dossiers.models import Dossier, Paper, State, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue
from people.models import Post, User
from toolbox.refusal import InvalidInput, Refused

APPRAISERS = (Post.Role.OFFICER, Post.Role.HEAD)


def propose(dossier: Dossier, outcome: str, text: str, *, by: User, at: datetime) -> Dossier:
    """Submit a proposed outcome to the signer (Decree 61/2018 art. 19.1); four-step procedures only."""
    with entry(dossier, Verb.PROPOSED, by=by, at=at, note=text) as act:
        case = act.dossier
        require_post(act, case.to_approval)
        case.to_approval()
        if not case.edition.needs_approval:
            raise Refused(_("Thủ tục ba bước không có bước phê duyệt: người có thẩm quyền ký kết quả trực tiếp."))
        case.proposed_outcome, case.result_text = _known(outcome), _explained(outcome, text)
        case.appraiser, case.holder = by, None
        _up_to_the_signer(case)
        act.particulars[particulars.OUTCOME] = outcome
        tell_applicant(act)
    return act.dossier


def approve(dossier: Dossier, outcome: str, text: str = "", *, by: User, at: datetime) -> Dossier:
    """Decide a proposed case, granted or refused; the result is numbered and its file made.

    Without *text* the proposal's own words stand, as long as the signer decides what was proposed.
    """
    with entry(dossier, Verb.APPROVED, by=by, at=at, note=text) as act:
        case = act.dossier
        require_post(act, case.to_approved)
        case.to_approved()
        proposed = case.result_text if outcome == case.proposed_outcome else ""
        _decide(act, outcome, text if text.strip() else proposed)
    return act.dossier


def send_back(dossier: Dossier, reason: str, *, by: User, at: datetime) -> Dossier:
    """Return a proposal to the officer who made it, with what is still wanted."""
    with entry(dossier, Verb.SENT_BACK, by=by, at=at, note=reason) as act:
        case = act.dossier
        require_post(act, case.to_sent_back)
        case.to_sent_back()
        require_text(reason, _("Nhập lý do trả lại để người thẩm định biết cần làm gì."))
        _back_to_the_officer(case, at)
        case.proposed_outcome = ""
        if case.holder:
            tell_holder(act, case.holder)
        tell_applicant(act)
    return act.dossier


def resolve(dossier: Dossier, outcome: str, text: str, *, by: User, at: datetime) -> Dossier:
    """Sign the result of a three-step or same-day procedure; needs the edition's signing competence."""
    with entry(dossier, Verb.RESOLVED, by=by, at=at, note=text) as act:
        case = act.dossier
        on_the_spot = case.state == State.ACCEPTED
        require_post(act, case.to_resolved)
        case.to_resolved()
        if on_the_spot and not case.edition.same_day:
            raise Refused(_("Chỉ thủ tục giải quyết trong ngày mới ký kết quả ngay sau khi tiếp nhận."))
        if not on_the_spot and case.edition.needs_approval:
            raise Refused(_("Thủ tục bốn bước phải trình và phê duyệt, không ký kết quả ở bước thẩm định."))
        _decide(act, outcome, text)
    return act.dossier


def hand_out(dossier: Dossier, received_by: str = "", *, by: User, at: datetime) -> Dossier:
    """Give the result to the applicant (art. 20); refused while its file is still being made."""
    with entry(dossier, Verb.RETURNED, by=by, at=at, note=received_by) as act:
        case = act.dossier
        require_post(act, case.to_returned)
        case.to_returned()
        refuse_unpaid(case.fee_outstanding)
        _refuse_without_file(case)
        case.closed_at, case.holder = at, None
        tell_applicant(act)
    return act.dossier


def _refuse_without_file(case: Dossier) -> None:
    """The result is a file; until it exists there is nothing to give."""
    kinds = (Paper.Kind.RESULT, Paper.Kind.REFUSAL)
    states = set(case.papers.filter(kind__in=kinds).values_list("state", flat=True))
    if Paper.State.FAILED in states:
        raise Refused(_("Chưa tạo được tệp kết quả. Báo quản trị hệ thống rồi trả kết quả sau."))
    if states != {Paper.State.READY}:
        raise Refused(_("Tệp kết quả đang được tạo. Chờ ít phút rồi trả kết quả."))


def _up_to_the_signer(case: Dossier) -> None:
    """To the department for its leader; a head signs in the division itself."""
    unit = case.holder_unit
    if unit and unit.parent_id and case.edition.signer_role != Post.Role.HEAD:
        case.holder_unit = unit.parent


def _back_to_the_officer(case: Dossier, at: datetime) -> None:
    """To who proposed it, while they still work in the appraising unit; else to the unit, which decides."""
    code, day = case.edition.appraisal_unit_code, timezone.localdate(at)
    assert case.appraiser_id is not None  # a proposal has its author
    posts = Post.objects.in_force(day).filter(
        user_id=case.appraiser_id, user__is_active=True, unit__code=code, role__in=APPRAISERS
    )
    if post := posts.select_related("user", "unit").first():
        case.holder_unit, case.holder = post.unit, post.user
    else:
        case.holder_unit, case.holder = unit_called(code, at), None


def _decide(act: Act, outcome: str, text: str) -> None:
    """What every decision does: outcome, text, result paper, back to the desk, seal clerk let in."""
    dossier = act.dossier
    dossier.outcome, dossier.result_text = _known(outcome), _explained(outcome, text)
    dossier.resolved_at = act.at
    dossier.holder, dossier.holder_unit = None, dossier.desk_unit
    act.particulars[particulars.OUTCOME] = outcome
    act.grant(Post.Role.SEAL_CLERK)
    granted = outcome == Dossier.Outcome.GRANTED
    issue(act, Paper.Kind.RESULT if granted else Paper.Kind.REFUSAL, text=dossier.result_text)
    tell_applicant(act)


def _known(outcome: str) -> str:
    if outcome not in Dossier.Outcome.values:
        message = _("Chọn kết quả: đồng ý hoặc từ chối giải quyết.")
        raise InvalidInput({"outcome": [message]}, message)
    return outcome


def _explained(outcome: str, text: str) -> str:
    """A refusal names its reason and ground (art. 19.8); a grant may say what it allows."""
    if outcome == Dossier.Outcome.REFUSED:
        message = _("Nhập lý do và căn cứ từ chối để người nộp biết.")
        return require_text(text, message, name="text")
    return text.strip()
