"""Preconditions of acts, checked before anything changes; each refusal is a sentence for the person."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from dossiers.competences import COMPETENCES
from dossiers.journal import Act, out_of_turn
from dossiers.models import Dossier
from dossiers.papers.preview import digest_of_proposal
from dossiers.permissions import decision
from people.models import Agency, Party, Post, Representation, User, WritesDraft
from procedures.models import Edition
from toolbox.refusal import Forbidden, InvalidInput, Refused

BEFORE_ACCEPTANCE = (Edition.FeeTiming.AT_SUBMISSION, Edition.FeeTiming.AT_ACCEPTANCE)


def require_post(act: Act, edge: Callable[..., Any] | None) -> Post:
    """The post by which the actor may do this, noted in the event. Raises Forbidden.

    Somebody whose role does such things, but who no longer holds the dossier because it moved on (a
    stale page), is told where it is: *edge* is the transition that the act would make, if it makes one.
    """
    answer = decision(act.by, act.dossier, act.verb, timezone.localdate(act.at))
    if answer.post is not None:
        act.as_post(answer.post)
        return answer.post
    roles, *_units = COMPETENCES[act.verb](act.dossier)
    if edge and any(post.role in roles for post in act.by.acting_posts) and not can_proceed(edge):
        raise out_of_turn(act)
    raise Forbidden(answer.words)


def require_applicant_side(act: Act) -> None:
    """Only who acts for the applicant today may go on. Raises Forbidden."""
    if not acts_for(act.by, act.dossier, act.at):
        raise not_the_applicant_side()


def require_applicant_side_or_desk(act: Act, edge: Callable[..., Any]) -> bool:
    """The applicant's side, or the receiving desk for what comes to it on paper. Raises Forbidden.

    True when it is the desk.
    """
    if act.by.has_role(Post.Role.DESK) and not acts_for(act.by, act.dossier, act.at):
        require_post(act, edge)
        return True
    require_applicant_side(act)
    return False


def require_own_draft(dossier: Dossier, by: User) -> Dossier:
    """The draft, locked; refuses one that was filed or that is not theirs to go on with."""
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("edition")
    draft: Dossier = rows.annotate(writes=writes_draft(by)).get(pk=dossier.pk)
    at_desk = draft.channel != Dossier.Channel.ONLINE and draft.submitted_by_id == by.pk
    if not (at_desk or vars(draft)["writes"]):
        raise Forbidden(_("Chỉ người lập bản nháp, hoặc người đang đại diện tổ chức, mới sửa được."))
    if not draft.is_draft:
        raise Refused(_("Hồ sơ đã nộp nên không sửa được nữa."))
    return draft


def writes_draft(by: User) -> WritesDraft:
    """The condition, on a dossier's row, that *by* may go on with it as a draft today."""
    return WritesDraft(Value(by.pk), F("applicant"), timezone.localdate(), F("submitted_by"))


def acts_for(user: User, dossier: Dossier, at: datetime) -> bool:
    """True when *user* may act for the applicant of *dossier* on the day of *at*.

    On a proof somebody saw; on a mere claim in what they filed themselves. Whoever holds the slip only reads.
    """
    rows = Representation.objects.in_force(timezone.localdate(at)).filter(user=user, party=dossier.applicant_id)
    if dossier.submitted_by_id != user.pk:
        rows = rows.filter(checked_at__isnull=False)
    return rows.filter(only_code="").exists()


def not_the_applicant_side() -> Forbidden:
    """The refusal of whoever does not act for the applicant, or only holds the slip."""
    return Forbidden(
        _(
            "Chỉ người nộp hồ sơ hoặc người đại diện đã được đối chiếu giấy tờ mới làm được việc này. "
            "Mang căn cước đến Bộ phận Một cửa để đối chiếu."
        )
    )


def represents(user: User, party_id: int, at: datetime) -> bool:
    """True when *user* may file for that party on the day of *at*."""
    parties = Party.objects.represented_by(user.pk, timezone.localdate(at))
    return parties.filter(pk=party_id).exists()


def require_text(text: str, message: str, *, name: str = "reason") -> str:
    """*text* without surrounding space; refuses an empty one with *message*, at the field *name*."""
    if not text.strip():
        raise InvalidInput({name: [message]}, message)
    return text.strip()


def require_as_seen(dossier: Dossier, preview: str) -> None:
    """Refuse when *preview* is the digest of another proposal than the one that stands; empty asks nothing."""
    if preview and preview != digest_of_proposal(dossier):
        raise Refused(_("Dự thảo đã thay đổi sau khi ông/bà xem. Mở lại bản xem trước rồi ký."))


def fee_wanted_first(dossier: Dossier) -> bool:
    """True while a fee is unsettled that this edition wants before acceptance (Decree 61/2018 art. 22)."""
    return dossier.fee_outstanding and dossier.edition.fee_timing in BEFORE_ACCEPTANCE


def heed(refusal: Refused | None) -> None:
    """Raise the refusal that a page would show instead of offering the act; nothing where there is none."""
    if refusal is not None:
        raise refusal


def unit_in_charge(code: str, at: datetime) -> Agency:
    """The unit an edition names, or its successor today. Refuses when the house does not know it."""
    unit = Agency.objects.in_charge_of(code, timezone.localdate(at))
    if unit is None:
        raise Refused(
            _("Đơn vị %(code)s của thủ tục này chưa có trong hệ thống. Báo quản trị hệ thống.") % {"code": code}
        )
    return unit
