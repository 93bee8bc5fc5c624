"""Acts on a result that was issued: correct it by another paper in its place, or revoke it on a legal ground.

By who signs the results of its edition, before the hand-out as after it; the state of the dossier stays. What was
issued never changes: it ends as replaced or revoked, and whoever holds it is told so (Decree 61/2018 art. 21).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import require_post, require_text
from dossiers.journal import Act, Lockable, entry, out_of_turn
from dossiers.models import Dossier, Paper, Result, State, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue_result, results
from people.models import User
from procedures.results.values import cleaned
from toolbox.formats import day
from toolbox.refusal import InvalidInput, Refused

GROUND_MAX = 500
DECIDED = (State.RESOLVED, State.RETURNED)


def correct_result(
    dossier: Lockable,
    reason: str,
    text: str | None = None,
    fields: Mapping[str, Any] | None = None,
    paper: int | None = None,
    *,
    by: User,
    at: datetime,
) -> Dossier:
    """Issue another result in the place of the one in force: new number, new file; the old one ends as replaced.

    *fields* are the values that change, by key, and an empty one takes its value away; *text* the words, None for the
    same. *paper* is the key of the paper that is meant: when another is in force by now, nothing is done. Raises
    Forbidden to who does not sign, InvalidInput for wrong values, Refused where there is none, or nothing changes.
    """
    meant = paper or _latest(dossier)
    with entry(dossier, Verb.RESULT_CORRECTED, by=by, at=at, note=reason) as act:
        dossier, old = act.dossier, _in_force(act, meant)
        reason = require_text(reason, _("Nhập lý do đính chính để người nộp biết."))
        known = old.template.fields if old.template else []
        dossier.result_fields = cleaned(known, {**old.fields, **fields}) if fields else old.fields
        dossier.result_text = str(old.paper.context.get("text", "")) if text is None else text.strip()
        _require_change(dossier, old)
        _end(act, old, Result.End.REPLACED, reason)
        issue_result(act, replaces=old)
        tell_applicant(act, items=[reason, _("Văn bản mới thay văn bản số %(number)s.") % _number(old)])
    return act.dossier


def revoke_result(
    dossier: Lockable, reason: str, ground: str, paper: int | None = None, *, by: User, at: datetime
) -> Dossier:
    """Revoke the result in force, on the legal *ground* that lets one; it counts for nothing from then on.

    *paper* and what is raised as of a correction.
    """
    meant = paper or _latest(dossier)
    with entry(dossier, Verb.RESULT_REVOKED, by=by, at=at, note=reason) as act:
        old = _in_force(act, meant)
        reason = require_text(reason, _("Nhập lý do thu hồi để người nộp biết."))
        ground = require_text(ground, _("Nhập căn cứ pháp luật của việc thu hồi."), name="ground")
        if len(ground) > GROUND_MAX:
            words = _("Căn cứ dài quá %(n)d ký tự.") % {"n": GROUND_MAX}
            raise InvalidInput({"ground": [words]}, words)
        old.ended_ground = ground
        _end(act, old, Result.End.REVOKED, reason)
        number = _("Văn bản số %(number)s không còn giá trị.") % _number(old)
        tell_applicant(act, items=[reason, _("Căn cứ: %(ground)s") % {"ground": ground}, number])
    return act.dossier


def may_be_ended(dossier: Dossier) -> bool:
    """There is a result in force, which may be corrected or revoked."""
    if dossier.state not in DECIDED or dossier.outcome != Dossier.Outcome.GRANTED:
        return False
    paper = latest_paper(dossier)
    return paper is not None and not _ended_as(paper)


def latest_paper(dossier: Dossier) -> Paper | None:
    """The last result that was issued and is not void, whether it was revoked or not; None before there is one."""
    rows = dossier.papers.filter(kind=Paper.Kind.RESULT, voided_at=None)
    return rows.select_related("result__template").order_by("id").last()


def _latest(dossier: Lockable) -> int | None:
    """The key of the paper in force as it is read before the lock: of two acts at once the second means another."""
    rows = Dossier.objects.filter(pk=dossier.pk) if isinstance(dossier, Dossier) else dossier
    return Result.objects.in_force().filter(dossier__in=rows.values("pk")).values_list("paper_id", flat=True).last()


def _ended_as(paper: Paper) -> str:
    result = getattr(paper, "result", None)
    return result.ended_as if result else ""


def _in_force(act: Act, meant: int | None) -> Result:
    """The result in force, once this person may end it; one that was issued before there was a register enters it."""
    require_post(act, None)
    dossier = act.dossier
    if dossier.state not in DECIDED:
        raise out_of_turn(act)
    paper = latest_paper(dossier)
    if dossier.outcome != Dossier.Outcome.GRANTED or paper is None:
        raise Refused(_("Hồ sơ này bị từ chối giải quyết nên không có kết quả để đính chính hay thu hồi."))
    if _ended_as(paper):
        words = {"number": paper.reference, "standing": paper.standing}
        raise Refused(_("Kết quả số %(number)s: %(standing)s. Không làm thêm việc này được nữa.") % words)
    if meant not in (None, paper.pk):
        raise Refused(
            _("Kết quả vừa được đính chính: bản có giá trị bây giờ là số %(number)s. Tải lại trang rồi làm tiếp.")
            % {"number": paper.reference}
        )
    return getattr(paper, "result", None) or results.register(paper, None, {})


def _end(act: Act, result: Result, end: Result.End, reason: str) -> None:
    result.ended_as, result.ended_at, result.ended_by, result.ended_reason = end, act.at, act.by, reason
    result.save(update_fields=["ended_as", "ended_at", "ended_by", "ended_reason", "ended_ground"])
    act.particulars[particulars.RESULT] = result.paper.reference


def _require_change(dossier: Dossier, old: Result) -> None:
    """A correction corrects something: a value, the words, or the name of the holder."""
    now = (dossier.result_fields, dossier.result_text, dossier.applicant_title)
    if now == (old.fields, str(old.paper.context.get("text", "")), old.holder_name):
        raise Refused(_("Chưa sửa gì so với bản đang có giá trị. Sửa nội dung cần đính chính rồi ký lại."))


def _number(result: Result) -> dict[str, str]:
    return {"number": f"{result.paper.reference} ({day(result.issued_on)})"}
