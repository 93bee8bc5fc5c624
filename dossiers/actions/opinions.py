"""Acts on what other units say: ask one, give it, take the question back (Decree 61/2018 art. 19.5).

The unit that has the dossier leads and answers for all of it: an opinion that is late moves no date, and is counted
against the unit that owes it.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.preconditions import require_post, require_text
from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.opinions import first_reminder, tell_lead, tell_unit
from dossiers.journal import Lockable, entry, out_of_turn
from dossiers.models import Dossier, Opinion, particulars
from dossiers.models.event import Verb
from people.models import Agency, Post, User
from toolbox.refusal import InvalidInput, Refused

MOST_DAYS, MOST_UNITS = 30, 10  # working days that a unit may be given; units asked at a time
ANSWERERS = (Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER)


def ask_opinion(dossier: Lockable, unit: Agency, question: str, days: int, *, by: User, at: datetime) -> Dossier:
    """Ask *unit* what it says, within so many working *days*; from now on it sees the dossier, and is told."""
    with entry(dossier, Verb.OPINION_ASKED, by=by, at=at, note=question) as act:
        dossier = act.dossier
        require_post(act, None)
        if not dossier.may_be_assigned:
            raise out_of_turn(act)
        question = require_text(question, _("Nhập nội dung cần đơn vị đó cho ý kiến."), name="question")
        _require_askable(dossier, unit, days, timezone.localdate(at))
        calendar = calendar_of(dossier)
        due_at = calendar.closes(calendar.add(timezone.localdate(at), days))
        lead, opinion = dossier.holder_unit, Opinion(dossier=dossier, unit=unit, question=question)
        assert lead is not None
        opinion.lead_unit, opinion.asked_by, opinion.asked_at, opinion.due_at = lead, by, at, due_at
        opinion.next_reminder_at = first_reminder(at, due_at)
        try:
            with transaction.atomic():
                opinion.save()
        except IntegrityError:
            raise Refused(_("%(unit)s đang được hỏi ý kiến về hồ sơ này.") % {"unit": unit}) from None
        dossier.opinions_asked += 1
        act.particulars |= {particulars.UNIT: unit.code, particulars.ANSWER_BY: due_at.isoformat()}
        act.grants.append((unit.pk, ""))
        act.afterwards.append(lambda event: tell_unit(opinion, dossier, f"{dossier.pk}/{event.seq}", at))
    return act.dossier


def give_opinion(dossier: Lockable, answer: str, *, by: User, at: datetime) -> Dossier:
    """Answer for one's unit, once; the unit that asked is told. A late answer is taken all the same."""
    with entry(dossier, Verb.OPINION_GIVEN, by=by, at=at, note=answer) as act:
        dossier = act.dossier
        post = require_post(act, None)
        opinion = owed_by(dossier, post)
        if opinion is None:
            raise Refused(_("Đơn vị của ông/bà không còn nợ ý kiến nào về hồ sơ này."))
        opinion.answer = require_text(answer, _("Nhập ý kiến của đơn vị."), name="answer")
        opinion.given_by, opinion.given_at, opinion.next_reminder_at = by, at, None
        opinion.save()
        dossier.opinions_given += 1
        act.particulars[particulars.UNIT] = opinion.unit.code
        act.afterwards.append(lambda event: tell_lead(opinion, dossier, f"{dossier.pk}/{event.seq}", at))
    return act.dossier


def withdraw_opinion(dossier: Lockable, unit: Agency, reason: str, *, by: User, at: datetime) -> Dossier:
    """Take the question to *unit* back; it owes nothing any more."""
    with entry(dossier, Verb.OPINION_WITHDRAWN, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, None)
        require_text(reason, _("Nhập lý do thôi lấy ý kiến."))
        opinion = dossier.opinions.filter(unit=unit, given_at=None, withdrawn_at=None).first()
        if opinion is None:
            raise Refused(_("%(unit)s không nợ ý kiến nào về hồ sơ này.") % {"unit": unit})
        opinion.withdrawn_at, opinion.next_reminder_at = at, None
        opinion.save()
        dossier.opinions_asked -= 1
        act.particulars[particulars.UNIT] = unit.code
    return act.dossier


def owed_by(dossier: Dossier, post: Post) -> Opinion | None:
    """What the unit of *post* was asked and has not answered."""
    rows = dossier.opinions.filter(unit_id__in=post.unit_ids, given_at=None, withdrawn_at=None)
    opinion: Opinion | None = rows.order_by("due_at", "pk").first()
    return opinion


def askable_units(dossier: Dossier, at: datetime) -> list[Agency]:
    """The units in being that may be asked, by name; not the one that has the dossier. Reads nothing."""
    units = Agency.in_being(timezone.localdate(at))
    return [unit for unit in units if unit.pk != dossier.holder_unit_id]


def _require_askable(dossier: Dossier, unit: Agency, days: int, day: date) -> None:
    if not 1 <= days <= MOST_DAYS:
        message = _("Thời hạn trả lời từ 1 đến %(most)d ngày làm việc.") % {"most": MOST_DAYS}
        raise InvalidInput({"days": [message]}, message)
    if unit.pk == dossier.holder_unit_id:
        message = _("Đơn vị đang giữ hồ sơ không tự hỏi ý kiến mình.")
        raise InvalidInput({"unit": [message]}, message)
    if dossier.opinions_asked - dossier.opinions_given >= MOST_UNITS:
        raise Refused(_("Đang chờ ý kiến của %(most)d đơn vị. Chờ trả lời rồi hỏi tiếp.") % {"most": MOST_UNITS})
    posts = Post.objects.in_force(day).filter(unit=unit, role__in=ANSWERERS, user__is_active=True)
    if not posts.exists():
        message = _("%(unit)s không có ai trả lời được. Chọn đơn vị khác.") % {"unit": unit}
        raise InvalidInput({"unit": [message]}, message)
