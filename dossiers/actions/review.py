"""Acts while a dossier is being worked on: assign, demand a fee."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant, tell_former_holder, tell_holder
from dossiers.actions.preconditions import require_post, require_text
from dossiers.deadlines.waiting import answer_dates
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, particulars
from dossiers.models.event import Verb
from dossiers.models.office import is_in_office
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


def works_in(unit_id: int | None, officer: User, at: datetime) -> bool:
    """True for somebody in office with a post of that unit which handles dossiers."""
    posts = officer.posts_on(timezone.localdate(at)) if officer.is_active else []
    return any(post.unit_id == unit_id and post.role in HANDLERS for post in posts)
