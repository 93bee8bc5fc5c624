"""Acts of a supplement: ask for papers and answers once and in full, prepare the answers, send all of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import (
    acts_for,
    heed,
    not_the_applicant_side,
    require_applicant_side_or_desk,
    require_post,
    require_text,
)
from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.waiting import answer_dates
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, Interruption, Paper, State, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue
from dossiers.supplement import Reply, askable, labels_of, refused_answers, reply_to
from people.models import User
from procedures.questions import are_too_many
from procedures.supplement_reasons import Fits, reason_of, reasons_for
from toolbox.formats import instant
from toolbox.refusal import InvalidInput, Refused


def request_supplement(
    dossier: Lockable, items: Sequence[Mapping[str, str]], reason: str = "", *, by: User, at: datetime
) -> Dossier:
    """Ask once and fully for what is missing, on Form 02 (Decree 61/2018 art. 15.3, 17.1.a, 19.4).

    *items* are `{"component" or "question": key, "reason": code, "todo": sentence}`; either of the last two may be
    left out, and *reason* where each has a code. Once at reception, once at appraisal; at appraisal within the
    edition's working days (3) after acceptance.
    """
    with entry(dossier, Verb.SUPPLEMENT_REQUESTED, by=by, at=at) as act:
        dossier, from_state = act.dossier, act.dossier.state
        require_post(act, dossier.to_awaiting_supplement)
        dossier.to_awaiting_supplement()
        heed(refusal_to_ask(dossier, from_state, at))
        at_appraisal = from_state == State.APPRAISAL  # before acceptance no clock runs yet
        missing = _missing_items(dossier, items, "appraisal" if at_appraisal else "reception")
        act.note = reason = require_text(reason or _reasons_in(missing), _("Nhập lý do yêu cầu bổ sung."))
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
        act.particulars[particulars.COMPONENTS] = supplement.components
        if supplement.questions:
            act.particulars[particulars.ANSWERS] = supplement.questions
        until = instant(supplement.answer_by)
        issue(act, Paper.Kind.SUPPLEMENT_REQUEST, items=supplement.lines, reason=reason, answer_by=until)
        tell_applicant(act, items=supplement.lines)
    return act.dossier


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


def save_unsent_answers(dossier: Dossier, answers: Mapping[str, Any], *, by: User, at: datetime) -> Dossier:
    """Keep what the applicant's side typed in answer to a request, valid or not, until it is sent: only they see it.

    It changes nothing of the dossier, so it leaves no event. Raises InvalidInput by question for what was not asked
    for and for what is too long, Forbidden, and Refused once nothing is waited for.
    """
    with transaction.atomic():
        row = Dossier.objects.select_for_update(of=("self",)).select_related("edition").get(pk=dossier.pk)
        if not acts_for(by, row, at):
            raise not_the_applicant_side()
        request = row.open_supplement
        if row.state != State.AWAITING_SUPPLEMENT or request is None:
            raise Refused(_("Hồ sơ này không chờ bổ sung."))
        if errors := refused_answers(row, request, answers):
            raise InvalidInput(errors, next(iter(errors.values()))[0])
        typed = {**request.unsent_answers, **answers}
        same = {question["key"] for question in reply_to(row, request, typed, timezone.localdate(at)).unanswered}
        request.unsent_answers = {key: value for key, value in typed.items() if key not in same}
        if are_too_many(request.unsent_answers):
            words = _("Đã đủ dung lượng lưu. Rút ngắn các câu trả lời dài rồi lưu lại.")
            raise InvalidInput({"answers": [words]}, words)
        request.save(update_fields=["unsent_answers"])
    return row


def supply(
    dossier: Lockable,
    *,
    by: User,
    at: datetime,
    note: str = "",
    papers: Sequence[Mapping[str, Any]] = (),
    answers: Mapping[str, Any] | None = None,
) -> Dossier:
    """Send what was asked for: by the applicant's side, or by the desk for what it takes in at the counter.

    It may be asked for once only (Decree 61/2018 art. 19.4), so nobody sends nothing: InvalidInput while no file was
    added for this request, no answer that it asks for was changed and, at the desk, none of *papers* was counted:
    `{"component", "original", "copy"}`. *answers* go with those that the applicant's side saved; the desk types its
    own. An answer that stays as it was needs a word why, in *note*.
    """
    with entry(dossier, Verb.SUPPLIED, by=by, at=at, note=note) as act:
        dossier = act.dossier
        at_desk = require_applicant_side_or_desk(act, dossier.to_supplied)
        prefetch_related_objects([dossier], "interruptions")  # the clock reads them too
        request = dossier.open_supplement
        dossier.to_supplied(request.from_state if request else "")
        assert request is not None
        saved = {} if at_desk else request.unsent_answers
        reply = _replied(act, request, answers or {}, saved)
        _take_papers(act, request, papers, reply, at_desk=at_desk)
        _require_explained(reply, note)
        _take_answers(act, request, reply)
        # A clock set back between the two ends no wait before it began.
        request.until = request.sent_at = max(at, request.since)
        request.save(update_fields=["until", "sent_at", "unsent_answers", "changed_answers"])
        act.moves_clock = True
        act.particulars[particulars.WAITED_SINCE] = request.since.isoformat()
        tell_applicant(act)
    return act.dossier


def _replied(act: Act, request: Interruption, typed: Mapping[str, Any], saved: Mapping[str, Any]) -> Reply:
    """The answers judged; refuses those that nobody asked for, and what the form would refuse of a draft."""
    dossier = act.dossier
    if errors := refused_answers(dossier, request, typed) if typed else {}:
        raise InvalidInput(errors, next(iter(errors.values()))[0])
    reply = reply_to(dossier, request, {**saved, **typed}, timezone.localdate(act.at))
    if reply.errors:
        raise InvalidInput(reply.errors, next(iter(reply.errors.values()))[0])
    return reply


def _take_papers(
    act: Act, request: Interruption, papers: Sequence[Mapping[str, Any]], reply: Reply, *, at_desk: bool
) -> None:
    """Enter what lies on the counter; refuses a sending of nothing, and paper that was not asked for."""
    if papers and not at_desk:
        message = _("Chỉ Bộ phận Một cửa mới ghi nhận giấy tờ nộp tại quầy.")
        raise InvalidInput({"papers": [message]}, message)
    counted = {row["component"]: {"original": row["original"], "copy": row["copy"]} for row in papers}
    if not set(counted) <= set(request.components) or not all(any(row.values()) for row in counted.values()):
        message = _("Chỉ nhận giấy tờ có trong yêu cầu bổ sung; ghi số bản chính hoặc bản sao của từng giấy tờ.")
        raise InvalidInput({"papers": [message]}, message)
    attachments = request.attachments_added()
    is_explained = bool(request.questions and act.note)
    if not (counted or reply.changed or is_explained or any(row.taken_in or not at_desk for row in attachments)):
        raise _nothing_sent(request, at_desk=at_desk)
    if counted:
        act.dossier.declared_papers = {**act.dossier.declared_papers, **counted}
        act.particulars[particulars.PAPERS] = counted


def _nothing_sent(request: Interruption, *, at_desk: bool) -> InvalidInput:
    if request.questions:
        message = _(
            "Chưa có gì để gửi: sửa câu trả lời, nộp giấy tờ được yêu cầu, hoặc ghi lời giải thích rồi gửi. "
            "Bổ sung chỉ gửi được một lần."
        )
        return InvalidInput({"note": [message]}, message)
    message = (
        _("Ghi số giấy tờ nhận tại quầy, ít nhất một giấy tờ.")
        if at_desk
        else _("Tải lên ít nhất một giấy tờ rồi gửi. Bổ sung chỉ gửi được một lần.")
    )
    return InvalidInput({"papers" if at_desk else "attachments": [message]}, message)


def _require_explained(reply: Reply, note: str) -> None:
    """Refuse an answer that stays as it was without a word why."""
    if reply.unanswered and not note.strip():
        words = _("Chưa sửa: %(labels)s. Sửa lại, hoặc ghi lời giải thích vì sao giữ nguyên rồi gửi.")
        message = words % {"labels": labels_of(reply.unanswered)}
        raise InvalidInput({"note": [message]}, message)


def _take_answers(act: Act, request: Interruption, reply: Reply) -> None:
    """Replace the answers; what was declared stays readable beside what took its place, under one seal."""
    request.unsent_answers, request.changed_answers = {}, reply.changed
    if reply.changed:
        act.dossier.answers = reply.answers
        act.particulars[particulars.ANSWERS] = list(reply.changed)


def _missing_items(dossier: Dossier, items: Sequence[Mapping[str, str]], step: str) -> list[dict[str, str]]:
    """The items by name: at least one, each a listed component or an answered question, and what to do about it."""
    names = {Fits.PAPER: {row["key"]: row["name_vi"] for row in dossier.components}}
    if any("question" in item for item in items):
        names[Fits.ANSWER] = {row["key"]: row["label_vi"] for row in askable(dossier)}
    missing = [row for item in items if (row := _missing_item(item, names, step))]
    if not missing or len(missing) != len(items):
        message = _(
            "Chọn ít nhất một giấy tờ trong danh mục hoặc một câu trả lời của tờ khai, và ghi rõ cần bổ sung gì."
        )
        raise InvalidInput({"items": [message]}, message)
    return missing


def _missing_item(item: Mapping[str, str], names: Mapping[Fits, Mapping[str, str]], step: str) -> dict[str, str] | None:
    """One item with its name and, of a reason in the catalogue, its words and legal basis; None where it says nothing.

    Who names both a component and a question, or a reason that does not fit, says nothing that can be acted on.
    """
    kind, fits = ("question", Fits.ANSWER) if "question" in item else ("component", Fits.PAPER)
    key, words, code = item.get(kind, ""), item.get("todo", "").strip(), item.get("reason", "")
    if key not in names.get(fits, {}) or {"question", "component"} <= set(item):
        return None
    row = {kind: key, "name": names[fits][key], "todo": words}
    if not code:
        return row if words else None
    reason = reason_of(code)
    if reason is None or reason not in reasons_for(fits) or (reason.needs_words and not words):
        return None
    return row | {"todo": reason.sentence(words), "reason": code, "words": words, "basis": reason.basis(step)}


def _reasons_in(items: Sequence[Mapping[str, str]]) -> str:
    """The reasons of the catalogue by name, where every item has one that says something by itself."""
    reasons = [reason_of(item.get("reason", "")) for item in items]
    names = [reason.row["name_vi"] for reason in reasons if reason and not reason.needs_words]
    return "; ".join(dict.fromkeys(names)) if len(names) == len(items) else ""
