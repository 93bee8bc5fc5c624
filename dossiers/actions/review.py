"""Acts while a dossier is being worked on: assign, ask for more, demand a fee."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant, tell_former_holder, tell_holder
from dossiers.actions.preconditions import heed, require_post, require_text
from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.waiting import answer_dates
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, Interruption, Paper, State, particulars
from dossiers.models.event import Verb
from dossiers.models.office import is_in_office
from dossiers.papers import issue
from dossiers.permissions import pile_post_for
from people.models import Post, User
from procedures.law.fees import most_of
from procedures.questions.numbers import grouped
from toolbox.formats import instant
from toolbox.refusal import InvalidInput, Refused

HANDLERS = (Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER)  # who may be named to handle a dossier
UNPUBLISHED_MOST = 10_000_000  # đồng that may be demanded for a line whose amount no tariff names


def assign(dossier: Lockable, to: User, *, by: User, at: datetime) -> Dossier:
    """Give the dossier to one person: a head to anyone of the unit, an officer to themselves."""
    with entry(dossier, Verb.ASSIGNED, by=by, at=at) as act:
        dossier = act.dossier
        own = pile_post_for(by, dossier, timezone.localdate(at)) if to == by else None
        if own:
            act.as_post(own)
        else:
            require_post(act, dossier.to_approval)
        if not dossier.may_be_assigned:
            raise Refused(_("Chỉ phân công được hồ sơ đang xử lý."))
        if not works_in(dossier.holder_unit_id, to, at):
            raise Refused(_("Người được phân công phải thuộc đơn vị đang giữ hồ sơ."))
        if dossier.holder_id == to.pk:
            raise Refused(_("Hồ sơ đang do người này xử lý."))
        if dossier.is_own_case_of(to):
            raise Refused(_("Người được phân công có liên quan đến hồ sơ này. Chọn người khác."))
        give_to(act, to)
    return act.dossier


def give_to(act: Act, to: User) -> None:
    """Make *to* its holder: the record says from whom, and both are told."""
    before, act.dossier.holder = act.dossier.holder, to
    act.particulars[particulars.HOLDER] = to.pk
    tell_holder(act, to)
    if before is not None and before != to:
        act.particulars[particulars.HOLDER_BEFORE] = before.pk
        if is_in_office(before, act.dossier.holder_unit, timezone.localdate(act.at)):  # who left hears nothing more
            tell_former_holder(act, before)


def request_supplement(
    dossier: Lockable, items: Sequence[Mapping[str, str]], reason: str, *, by: User, at: datetime
) -> Dossier:
    """Ask once and fully for what is missing, on Form 02 (Decree 61/2018 art. 15.3, 17.1.a, 19.4).

    *items* are `{"component": key, "todo": sentence}`. Once at reception, once at appraisal; at
    appraisal within the edition's working days (3) after acceptance.
    """
    with entry(dossier, Verb.SUPPLEMENT_REQUESTED, by=by, at=at, note=reason) as act:
        dossier, from_state = act.dossier, act.dossier.state
        require_post(act, dossier.to_awaiting_supplement)
        dossier.to_awaiting_supplement()
        heed(refusal_to_ask(dossier, from_state, at))
        reason = require_text(reason, _("Nhập lý do yêu cầu bổ sung."))
        missing = _missing_items(dossier, items)
        at_appraisal = from_state == State.APPRAISAL  # before acceptance no clock runs yet
        mode = dossier.edition.supplement_mode if at_appraisal else Interruption.Mode.NONE
        supplement = dossier.interruptions.create(
            kind="supplement",
            mode=mode,
            from_state=from_state,
            since=at,
            items=missing,
            reason=reason,
            **answer_dates(dossier, at),
        )
        if dossier.first_answered_at is None:
            dossier.first_answered_at = at
        dossier.interrupted = act.moves_clock = True
        act.particulars[particulars.COMPONENTS] = [item["component"] for item in missing]
        lines = [f"{item['name']}: {item['todo']}" for item in missing]
        until = instant(supplement.answer_by)
        issue(act, Paper.Kind.SUPPLEMENT_REQUEST, items=lines, reason=reason, answer_by=until)
        tell_applicant(act, items=lines)
    return act.dossier


def demand_payment(dossier: Lockable, amount: int, reason: str, *, by: User, at: datetime) -> Dossier:
    """Ask for a fee in dong during appraisal (Decree 61/2018 art. 22); the clock keeps running.

    The amount is all that is owed from now on: what was still unpaid before is part of it, and the
    event says which sum it takes the place of.
    """
    with entry(dossier, Verb.PAYMENT_DEMANDED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, dossier.to_awaiting_payment)
        dossier.to_awaiting_payment()
        _require_within_tariff(dossier, amount)
        reason = require_text(reason, _("Nhập lý do thu phí, lệ phí."))
        answer_by = answer_dates(dossier, at)["answer_by"]
        assert answer_by is not None
        act.particulars |= {particulars.AMOUNT: amount, particulars.ANSWER_BY: answer_by.isoformat()}
        if dossier.fee_outstanding:
            act.particulars[particulars.INSTEAD_OF] = dossier.fee_due
        dossier.fee_due, dossier.fee_settled_at, dossier.fee_reference = amount, None, ""
        dossier.fee_lines = [{"kind": "demand", "label": "", "amount": amount}]
        act.grant(Post.Role.CASHIER)
        tell_applicant(act, items=[reason, _("Nộp chậm nhất %(until)s.") % {"until": instant(answer_by)}])
    return act.dossier


def _require_within_tariff(dossier: Dossier, amount: int) -> None:
    """Nobody demands what the published tariff does not know (Law 97/2015 art. 4, Decree 61/2018 art. 22)."""
    if amount <= 0:
        message = _("Số tiền phải lớn hơn 0 đồng.")
        raise InvalidInput({"amount": [message]}, message)
    most = most_demanded(dossier)
    if most == 0:
        raise Refused(_("Thủ tục này không thu phí, lệ phí nên không yêu cầu nộp được."))
    if amount > most:
        message = _("Số tiền không được vượt mức thu đã công bố: %(most)s đồng.") % {"most": grouped(most)}
        raise InvalidInput({"amount": [message]}, message)


def most_demanded(dossier: Dossier) -> int:
    """The most đồng that may be demanded by its tariff; nothing where its procedure takes no fee."""
    return most_of(dossier.edition.tariff, unpublished=UNPUBLISHED_MOST)


def _missing_items(dossier: Dossier, items: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The items by name: at least one concrete one, all from the published component list (rules on Form 02)."""
    names = {component["key"]: component["name_vi"] for component in dossier.components}
    missing = [
        {"component": item["component"], "name": names[item["component"]], "todo": item["todo"].strip()}
        for item in items
        if item.get("component") in names and item.get("todo", "").strip()
    ]
    if not missing or len(missing) != len(items):
        message = _("Chọn ít nhất một giấy tờ trong danh mục và ghi rõ cần bổ sung gì.")
        raise InvalidInput({"items": [message]}, message)
    return missing


def refusal_to_ask(dossier: Dossier, from_state: str, at: datetime) -> Refused | None:
    """Why no more can be asked for from *from_state*: it was, once, or it is too late (art. 15.3, 19.4)."""
    if dossier.interruptions.filter(kind="supplement", from_state=from_state).exists():
        return Refused(_("Đã yêu cầu bổ sung một lần ở bước này. Pháp luật chỉ cho phép một lần."))
    if from_state != State.APPRAISAL:
        return None
    since, days = dossier.clock_since, dossier.edition.supplement_days
    assert since is not None
    calendar, day = calendar_of(dossier), timezone.localdate(at)
    if calendar.measure(timezone.localdate(since), day) > days:
        return Refused(
            _("Đã quá %(days)d ngày làm việc từ khi tiếp nhận nên không yêu cầu bổ sung được nữa.") % {"days": days}
        )
    return None


def works_in(unit_id: int | None, officer: User, at: datetime) -> bool:
    """True for somebody in office with a post of that unit which handles dossiers."""
    posts = officer.posts_on(timezone.localdate(at)) if officer.is_active else []
    return any(post.unit_id == unit_id and post.role in HANDLERS for post in posts)
