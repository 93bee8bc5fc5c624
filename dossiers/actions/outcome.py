"""Acts that decide and end a dossier: propose, draft, approve, send back, resolve, hand out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant, tell_holder
from dossiers.actions.preconditions import heed, require_as_seen, require_post, require_text, unit_in_charge
from dossiers.actions.steps import pass_over_levels, pass_to_signer, pass_up, return_to_last_step, return_to_level
from dossiers.completeness import originals_of
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, Paper, ParcelItem, State, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue, issue_result, results
from dossiers.papers.letters import unprinted
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
        left = dossier.following_steps
        dossier.to_approval()
        if not dossier.edition.needs_approval:
            raise Refused(_("Thủ tục ba bước không có bước phê duyệt: người có thẩm quyền ký kết quả trực tiếp."))
        dossier.proposed_outcome, dossier.result_text = _valid_outcome(outcome), _result_text(outcome, text)
        dossier.result_fields = results.chosen(dossier, outcome, fields, timezone.localdate(act.at))
        dossier.appraiser = by
        pass_up(act, left)
        act.particulars[particulars.OUTCOME] = outcome
        tell_applicant(act)
    return act.dossier


def draft(dossier: Lockable, outcome: str, text: str, *, by: User, at: datetime, fields: Fields = None) -> Dossier:
    """Submit the draft of a result to who signs it, in three steps; it stays data of the appraisal.

    *fields* as of a proposal. Who signs is another than who drafted.
    """
    with entry(dossier, Verb.DRAFTED, by=by, at=at, note=text) as act:
        dossier = act.dossier
        require_post(act, dossier.to_drafted)
        dossier.to_drafted()
        if dossier.edition.needs_approval:
            raise Refused(_("Thủ tục bốn bước trình phê duyệt, không trình dự thảo ở bước thẩm định."))
        if dossier.is_drafted:
            raise Refused(_("Dự thảo đang ở chỗ người ký. Người ký trả lại thì mới trình lại được."))
        dossier.proposed_outcome, dossier.result_text = _valid_outcome(outcome), _result_text(outcome, text)
        dossier.result_fields = results.chosen(dossier, outcome, fields, timezone.localdate(act.at))
        dossier.appraiser = by
        pass_to_signer(act)
        act.particulars[particulars.OUTCOME] = outcome
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
        pass_over_levels(act)
        dossier.to_approved()
        _decide_proposed(act, outcome, text, fields, preview)
    return act.dossier


def send_back(dossier: Lockable, reason: str, *, by: User, at: datetime, to: str = "") -> Dossier:
    """Return a proposal, or the draft of three steps, to the officer who made it, with what is still wanted.

    *to* is the key of an earlier level of approval that is to look at it again instead.
    """
    with entry(dossier, Verb.SENT_BACK, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, None if dossier.is_drafted else dossier.to_sent_back)
        require_text(reason, _("Nhập lý do trả lại để người thẩm định biết cần làm gì."))
        if to and dossier.state == State.APPROVAL:
            return_to_level(act, to)
            return act.dossier
        if not dossier.is_drafted:
            dossier.to_sent_back()
        return_to_appraiser(act)
        dossier.proposed_outcome = ""
        if dossier.holder:
            tell_holder(act, dossier.holder)
        tell_applicant(act)
    return act.dossier


def resolve(
    dossier: Lockable, outcome: str, text: str, *, by: User, at: datetime, fields: Fields = None, preview: str = ""
) -> Dossier:
    """Sign the result of a three-step or same-day procedure; needs the edition's signing competence.

    A draft's own words and *fields* stand, as those of a proposal do; *preview* as of an approval.
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
        _decide_proposed(act, outcome, text, fields, preview)
    return act.dossier


def hand_out(
    dossier: Lockable,
    received_by: str = "",
    *,
    by: User,
    at: datetime,
    authority: str = "",
    identity_checked: bool = False,
    originals: Sequence[str] = (),
) -> Dossier:
    """Give the result to the applicant, or to who comes with their *authority* (art. 6.2.b, 20).

    *originals* are the components whose originals, taken in at the counter for comparison, go back with it (art. 20.2).
    Raises InvalidInput for an authority of nobody, and for originals that were never taken in.
    """
    note = " · ".join(filter(None, [received_by.strip(), authority.strip()]))
    with entry(dossier, Verb.RETURNED, by=by, at=at, note=note) as act:
        require_post(act, act.dossier.to_returned)
        give(act)
        if authority.strip():
            require_text(received_by, _("Nhập họ tên, số giấy tờ của người nhận thay."), name="received_by")
            act.particulars[particulars.BY_AUTHORITY] = True
        if identity_checked:
            act.particulars[particulars.IDENTITY_CHECKED] = True
        if originals:
            act.particulars[particulars.ORIGINALS] = _given_back(act.dossier, originals)
    return act.dossier


def _given_back(dossier: Dossier, keys: Sequence[str]) -> dict[str, int]:
    """How many originals of each component of *keys* go back: as many as were taken in."""
    taken = originals_of(dossier)
    if not set(keys) <= set(taken):
        message = _("Chỉ trả lại bản chính đã nhận tại quầy.")
        raise InvalidInput({"originals": [message]}, message)
    return {key: taken[key] for key in taken if key in keys}


def give(act: Act, item: ParcelItem | None = None) -> None:
    """Do what every hand-out does, at the desk or by the post with *item* of a parcel. Raises Refused."""
    dossier = act.dossier
    dossier.to_returned()
    heed(refusal_to_hand_out(dossier, item))
    dossier.closed_at, dossier.holder = act.at, None
    tell_applicant(act)


def refusal_to_hand_out(dossier: Dossier, item: ParcelItem | None = None) -> Refused | None:
    """Why the result cannot be handed out yet: its fee is owed, or its file does not exist. A recalled one is none.

    What lies in a parcel goes with that, and with nothing else: *item* is its place in the parcel that is being handed
    out, whose paper must be the one that stands.
    """
    if words := unpaid(dossier):
        return Refused(words)
    rows = _results_of(dossier)
    waiting = [row for row in rows if not getattr(getattr(row, "result", None), "ended_as", "")]
    states = {row.state for row in waiting}
    if rows and not states:
        return Refused(_("Kết quả đã bị thu hồi nên không còn gì để trả cho người nộp."))
    if Paper.State.FAILED in states:
        return Refused(_("Chưa tạo được tệp kết quả. Báo quản trị hệ thống rồi trả kết quả sau."))
    if Paper.State.SIGNED in states:
        return Refused(_("Kết quả đã ký, đang chờ văn thư đóng dấu. Đóng dấu xong rồi trả kết quả."))
    if words := next((row.hindrance for row in waiting if row.hindrance), ""):
        return Refused(words)
    if states != {Paper.State.READY}:
        return Refused(_("Tệp kết quả đang được tạo. Chờ ít phút rồi trả kết quả."))
    return _refusal_by_parcel(waiting, item)


def _refusal_by_parcel(papers: Sequence[Paper], item: ParcelItem | None) -> Refused | None:
    """Why these ready results go by no other way than the parcel they lie in, or not by that of *item*."""
    if item is not None and item.paper_id not in {row.pk for row in papers}:
        return Refused(_("Kết quả trong bưu gửi đã được đính chính hoặc thu hồi. Lấy ra khỏi bưu gửi rồi gửi bản mới."))
    number = vars(papers[0])["in_parcel"] if item is None else None
    if number is None:
        return None
    words = _("Kết quả đang nằm trong bưu gửi %(number)s. Lấy ra khỏi bưu gửi, hoặc ghi nhận bưu điện đã phát.")
    return Refused(words % {"number": number})


def standing_paper(dossier: Dossier) -> Paper:
    """The result that may be handed out, of which `refusal_to_hand_out` found one: the last."""
    rows = [row for row in _results_of(dossier) if not getattr(getattr(row, "result", None), "ended_as", "")]
    return max(rows, key=lambda row: row.pk)


def _results_of(dossier: Dossier) -> list[Paper]:
    """Its results that were not withdrawn, each with the number of the parcel that the dossier lies in."""
    papers = dossier.papers.filter(kind__in=RESULTS, voided_at=None)
    items = ParcelItem.objects.filter(dossier=OuterRef("dossier"), ended_at=None)
    papers = papers.annotate(in_parcel=Subquery(items.values("parcel__number")[:1]))
    return list(papers.select_related("result").defer("context", "result__fields"))


def return_to_appraiser(act: Act) -> None:
    """Return it to who proposed it, while they still work in the appraising unit; else to the unit, which decides."""
    return_to_last_step(act)
    dossier, day = act.dossier, timezone.localdate(act.at)
    code = dossier.edition.appraisal_unit_code
    posts = Post.objects.in_force(day).filter(
        user_id__in=filter(None, [dossier.appraiser_id]), user__is_active=True, unit__code=code, role__in=APPRAISERS
    )
    post = posts.select_related("user", "unit").first()
    if post and post.user_id not in dossier.recused:
        dossier.holder_unit, dossier.holder = post.unit, post.user
    else:
        dossier.holder_unit, dossier.holder = unit_in_charge(code, act.at), None


def _decide_proposed(act: Act, outcome: str, text: str, fields: Fields, preview: str) -> None:
    """Decide by what was proposed or drafted: its words and values stand where none are given and the outcome is its.

    Raises Refused when *preview* is the digest of another proposal than the one that stands.
    """
    dossier = act.dossier
    require_as_seen(dossier, preview)
    is_proposed = bool(dossier.proposed_outcome) and outcome == dossier.proposed_outcome
    if fields is None and is_proposed:
        fields = dossier.result_fields or None
    _decide(act, outcome, text if text.strip() or not is_proposed else dossier.result_text, fields)


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
