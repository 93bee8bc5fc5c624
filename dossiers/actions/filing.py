"""Acts of the applicant's side: begin a draft, change it, submit it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.arrivals import arrived, enter
from dossiers.actions.codes import next_code
from dossiers.actions.fees import charge, claim_ground
from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import (
    fee_wanted_first,
    not_the_applicant_side,
    represents,
    require_own_draft,
    unit_in_charge,
    writes_draft,
)
from dossiers.actions.quotas import count_draft
from dossiers.actions.reception import accept, refuse_reception
from dossiers.actions.supplement import request_supplement
from dossiers.completeness import Decision, Lacking, edition_changed, in_force, missing_components
from dossiers.deadlines.promise import first_answer_by
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, Parcel
from dossiers.models.event import Verb
from dossiers.models.stored_files import delete_unshared
from dossiers.papers.letters import unprinted
from dossiers.prefill import Known, begin_with, known_of
from people.models import Party, Post, User
from procedures.models import Edition
from procedures.questions import are_too_many, final_answers, refused_answers
from toolbox.formats import in_english
from toolbox.references import draw
from toolbox.refusal import Forbidden, InvalidInput, Refused

TOKEN_MAX = 40


def start(
    *,
    edition: Edition,
    applicant: Party,
    by: User,
    at: datetime,
    token: str | None = None,
    channel: str = Dossier.Channel.ONLINE,
    prefill: bool = False,
    earlier: Dossier | None = None,
) -> Dossier:
    """Begin a draft under the edition in force. The same start page (*token*) makes one draft.

    *prefill*: it begins with what is known, and with what was declared in an *earlier* dossier. The counter files for
    nobody whose papers it has not seen: who types a number does not own the person. Raises Forbidden, Refused.
    """
    online = channel == Dossier.Channel.ONLINE
    if online and not edition.online:
        raise Refused(_("Thủ tục này chưa nhận hồ sơ trực tuyến. Nộp tại Bộ phận Một cửa hoặc qua bưu chính."))
    if not (represents(by, applicant.pk, at) if online else by.has_role(Post.Role.DESK)):
        raise Forbidden(_("Ông/bà chưa được đứng tên nộp hồ sơ cho người này."))
    if not online and not applicant.is_checked:
        raise Refused(_("Chưa đối chiếu giấy tờ của người này. Đối chiếu rồi tiếp nhận hồ sơ."))
    token = token if token and token.isprintable() and len(token) <= TOKEN_MAX else None
    known = Known(applicant, by if online else None, timezone.localdate(at))
    given = begin_with(edition, known, by, earlier) if prefill or earlier else {}
    try:
        with transaction.atomic():
            if online:
                count_draft(by, at)
            return Dossier.objects.create(
                edition=edition,
                applicant=applicant,
                submitted_by=by,
                channel=channel,
                form_token=token,
                created_at=at,
                sort_at=at,
                **given,
            )
    except IntegrityError:
        draft = Dossier.objects.filter(form_token=token, submitted_by=by).first()
        if token is None or draft is None:
            raise Refused(_("Trang này đã dùng để nộp hồ sơ. Mở lại trang từ đầu.")) from None
        return draft


def save_answers(dossier: Dossier, answers: Mapping[str, Any], *, by: User, at: datetime) -> Dossier:
    """Keep what was typed, valid or not; other sections of the draft stay as they are.

    Raises InvalidInput for answers to no question of the form, and for more than a draft keeps.
    """
    with transaction.atomic():
        draft = require_own_draft(dossier, by)
        if errors := refused_answers(draft.edition.form_definition, answers):
            raise InvalidInput(errors, next(iter(errors.values()))[0])
        draft.answers = {**draft.answers, **answers}
        if are_too_many(draft.answers):
            raise InvalidInput({"answers": [_too_many()]}, _too_many())
        draft.sort_at = at
        draft.save(update_fields=["answers", "sort_at"])
    return draft


def discard(dossier: Dossier, *, by: User) -> None:
    """Throw a draft away: its rows, and files no other dossier shares. It leaves no record, so no time either."""
    with transaction.atomic():
        draft = require_own_draft(dossier, by)
        paths = list(draft.attachments.values_list("path", flat=True))
        draft.delete()
        transaction.on_commit(lambda: delete_unshared(paths))


def move_to_edition(dossier: Dossier, edition: Edition, *, by: User, at: datetime) -> Dossier:
    """Move a draft, with the applicant's consent, to the edition now in force; answers are kept."""
    with transaction.atomic():
        draft = require_own_draft(dossier, by)
        current = edition_changed(draft, timezone.localdate(at))
        if current is None or current.pk != edition.pk:
            raise Refused(_("Bản thủ tục này không phải bản đang áp dụng. Tải lại trang."))
        draft.edition, draft.sort_at = edition, at
        draft.save(update_fields=["edition", "sort_at"])
    return draft


def submit(dossier: Lockable, *, by: User, at: datetime) -> Dossier:
    """File the draft: the official code is given, once (Circular 01/2018 art. 19)."""
    return _file(dossier, by=by, at=at)


def _file(
    dossier: Lockable, *, by: User, at: datetime, may_lack: Lacking = Lacking.NOTHING, parcel: Parcel | None = None
) -> Dossier:
    with entry(dossier, Verb.SUBMITTED, by=by, at=at) as act:
        dossier = act.dossier
        if dossier.submitted_by_id != by.pk:
            _take_draft_over(act)
        if dossier.is_draft:
            _require_complete(act, may_lack)
        dossier.to_submitted()
        desk = unit_in_charge(dossier.edition.receiving_unit_code, at)
        dossier.code, dossier.lookup_code = next_code(desk, at), draw(4)
        filed_at = enter(act, parcel) if parcel else at
        dossier.submitted_at, dossier.desk_unit, dossier.holder_unit = filed_at, desk, desk
        dossier.declare_parties()
        dossier.language = _language_of(dossier)
        dossier.first_answer_due_at = first_answer_by(dossier, at)
        charge(act)
        if fee_wanted_first(dossier):
            act.grant(Post.Role.CASHIER)
        tell_applicant(act)
    return act.dossier


def intake(
    *,
    edition: Edition,
    applicant: Party,
    answers: Mapping[str, Any],
    components: Mapping[str, Any],
    by: User,
    at: datetime,
    token: str | None = None,
    channel: str = Dossier.Channel.DIRECT,
    due_day: Any = None,
    due_ground: str = "",
    fee_ground: str = "",
    decision: str = Decision.ACCEPT,
    reason: str = "",
    items: Sequence[Mapping[str, str]] = (),
    parcel: str = "",
) -> Dossier:
    """Take in a walk-in or postal dossier at the desk: submitted and decided on in one go, two events.

    *components* holds, by key, how many originals and copies were handed in. It is accepted; or what lacks is asked for
    on Form 02 (*decision*, with *items* as `request_supplement` takes them), or reception is refused on
    Form 03, both with a *reason* (Decree 61/2018 art. 17.1). Where the fee is wanted before acceptance it stays
    submitted, so that the cashier can take the fee. *parcel* is the number of the one it came in.
    """
    came_in = arrived(parcel, channel)
    with transaction.atomic():
        draft = start(edition=edition, applicant=applicant, by=by, at=at, token=token, channel=channel)
        if not draft.is_draft:  # the same intake page sent twice
            return draft
        draft.answers, draft.declared_papers = dict(answers), dict(components)
        draft.save(update_fields=["answers", "declared_papers"])
        if fee_ground:
            draft = claim_ground(draft, fee_ground, by=by, at=at)
        dossier = _file(draft, by=by, at=at, may_lack=Decision(decision).may_lack, parcel=came_in)
        if decision == Decision.ASK_FOR_MORE:
            return request_supplement(dossier, items, reason, by=by, at=at)
        if decision == Decision.REFUSE:
            return refuse_reception(dossier, reason, by=by, at=at)
        if fee_wanted_first(dossier):
            return dossier
        return accept(dossier, by=by, at=at, due_day=due_day, due_ground=due_ground)


def _take_draft_over(act: Act) -> None:
    """Whoever stands for the organisation today files what a colleague began: they are who filed it."""
    draft = Dossier.objects.filter(pk=act.dossier.pk).annotate(writes=writes_draft(act.by)).only("pk").get()
    if not (act.dossier.is_draft and draft.writes):
        raise Forbidden(_("Chỉ người lập bản nháp mới nộp được hồ sơ này."))
    act.dossier.submitted_by = act.by
    act.dossier.submitter_represents = True  # type: ignore[attr-defined]


def _require_printable(party: Party) -> None:
    """Refuse a name or an address that no paper could print: it was entered before they were refused at the form."""
    for label, text in ((_("Tên người nộp"), party.name), (_("Địa chỉ"), party.postal_address or party.address)):
        if words := unprinted(text, label):
            raise Refused(words)


def _too_many() -> str:
    return _("Bản nháp đã đủ dung lượng lưu. Rút ngắn các câu trả lời dài rồi lưu lại.")


def _language_of(dossier: Dossier) -> str:
    """The language of the page on which *dossier* is filed: English only online, as the desk speaks Vietnamese."""
    online = dossier.channel == Dossier.Channel.ONLINE
    return "en" if online and in_english() else settings.LANGUAGE_CODE


def _require_complete(act: Act, may_lack: Lacking) -> None:
    """Refuse to file unless all holds that must: who files, under which edition, answers and components complete.

    What the desk does not accept is entered as it came (art. 17.1).
    """
    draft, day = act.dossier, timezone.localdate(act.at)
    online = draft.channel == Dossier.Channel.ONLINE
    if not (act.submitter_represents if online else act.by.has_role(Post.Role.DESK)):
        raise not_the_applicant_side()
    if edition_changed(draft, day):
        raise Refused(_("Thủ tục đã có bản mới. Xem thay đổi và đồng ý chuyển sang bản mới rồi nộp."))
    if not in_force(draft.edition, day):
        raise Refused(_("Thủ tục này không còn áp dụng nên không nhận hồ sơ mới."))
    if not draft.applicant.identity_number:
        raise Refused(_("Chưa biết người nộp là ai. Điền người nộp trên trang nộp hồ sơ, có số giấy tờ, rồi nộp."))
    _require_printable(draft.applicant)
    prefetch_related_objects([draft], "attachments")  # they are sealed, too
    answers, errors = final_answers(draft.edition.form_definition, draft.answers, day)
    errors = known_of(draft, day).faults(draft.edition.form_definition, answers) | errors
    errors = {} if may_lack == Lacking.ANSWERS_TOO else errors
    if errors := errors | ({} if may_lack else missing_components(draft)):
        raise InvalidInput(errors)
    draft.answers = answers
