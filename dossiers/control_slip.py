"""The control slip of a dossier: who passed it to whom, when, and whether each kept its time.

Form 06 of 2025, Form 05 of Circular 01/2018: made from the record alone, so that it cannot say anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.deadlines.time_spent import Passage, passages_of
from dossiers.models import Dossier, Event, State, particulars
from dossiers.models.event import Verb


@dataclass(frozen=True)
class Handover:
    """One line: from which office and person to which, for which step, and how that one kept its time."""

    giver_office: str
    giver: str
    receiver_office: str
    receiver: str
    step: str
    at: datetime
    until: datetime | None
    due_at: datetime | None
    result: str
    note: str = ""


def control_slip(dossier: Dossier, events: Sequence[Event], at: datetime) -> list[Handover]:
    """The lines in order, up to *at*; the last one gives the result to the applicant, once that was done.

    *events* are all of the dossier's, each with its `by`. Empty before the desk received anything.
    """
    passages = passages_of(dossier, events, at)
    lines = [_line(dossier, passage, at) for passage in passages]
    accepted = next((event for event in events if event.verb == Verb.ACCEPTED), None)
    if accepted is not None and not any(_is_reception(passage) for passage in passages[:1]):
        lines.insert(0, _reception(dossier, accepted))  # filed, accepted and handed over in one moment
    if dossier.state == State.RETURNED:  # a hand-out that was undone is none; the last one stands
        lines += [_hand_out(dossier, event) for event in events if event.verb == Verb.RETURNED][-1:]
    return lines


def _is_reception(passage: Passage) -> bool:
    return State(passage.began.to_state).facts.phase == "reception"


def _line(dossier: Dossier, passage: Passage, at: datetime) -> Handover:
    began, ended = passage.began, passage.ended
    filed = began.verb in (Verb.SUBMITTED, Verb.ACCEPTED) and _is_reception(passage)
    office = ended.unit_name if ended else str(dossier.holder_unit or dossier.desk_unit or "")
    return Handover(
        giver_office=_("Người nộp hồ sơ") if filed else began.unit_name,
        giver=dossier.applicant_title if filed else str(began.by),
        receiver_office=office,
        receiver=str(ended.by if ended else dossier.holder or ""),
        step=passage.name,
        at=passage.since,
        until=passage.until,
        due_at=passage.due_at,
        result=_result(passage.until or at, passage.due_at, is_over=passage.until is not None),
        note=_("Chuyển muộn") if began.particulars.get("late") else "",
    )


def _reception(dossier: Dossier, event: Event) -> Handover:
    return Handover(
        giver_office=_("Người nộp hồ sơ"),
        giver=dossier.applicant_title,
        receiver_office=event.unit_name,
        receiver=str(event.by),
        step=event.get_verb_display(),
        at=dossier.submitted_at or event.at,
        until=event.at,
        due_at=None,
        result="",
    )


def _hand_out(dossier: Dossier, event: Event) -> Handover:
    return Handover(
        giver_office=event.unit_name,
        giver=str(event.by),
        receiver_office=_("Người nộp hồ sơ"),
        receiver=dossier.applicant_title,
        step=event.get_verb_display(),
        at=event.at,
        until=event.at,
        due_at=dossier.due_at,
        result=_result(dossier.resolved_at or event.at, dossier.due_at, is_over=True),
        note=_how_handed_out(dossier, event),
    )


def _how_handed_out(dossier: Dossier, event: Event) -> str:
    """By post or by authority, whether papers were seen, and which originals went back with the result."""
    facts, names = event.particulars, {row["key"]: row["name_vi"] for row in dossier.components}
    originals = facts.get(particulars.ORIGINALS, {})
    words = [
        _("Bưu gửi %(number)s") % {"number": facts[particulars.PARCEL]} if particulars.PARCEL in facts else "",
        _("Theo giấy ủy quyền") if facts.get(particulars.BY_AUTHORITY) else "",
        _("Đã đối chiếu giấy tờ") if facts.get(particulars.IDENTITY_CHECKED) else "",
        *(
            _("Trả bản chính: %(name)s (%(n)d)") % {"name": names.get(key, key), "n": originals[key]}
            for key in originals
        ),
    ]
    return "; ".join(filter(None, words))


def _result(at: datetime, due_at: datetime | None, *, is_over: bool) -> str:
    """`Trước hạn`, `Đúng hạn` on the very day, `Quá hạn`; while under way only that it is late already."""
    if due_at is not None and at > due_at:
        return _("Quá hạn")
    if not is_over:
        return _("Đang giải quyết")
    if due_at is None:
        return ""
    return _("Đúng hạn") if timezone.localdate(at) == timezone.localdate(due_at) else _("Trước hạn")
