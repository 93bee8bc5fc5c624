"""Contexts of notices: the plain values that each kind's templates print, in the active language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier, Interruption, Opinion, Result
from dossiers.models.cessation import Cessation
from dossiers.models.event import Verb
from dossiers.notices.links import address_of, calendar_link, own_link, queue_link, record_link
from people.models import Agency, User
from procedures.localized import text_of
from toolbox.formats import day, in_english, instant, money

REASON = _("Lý do:")
# What the lines below a message are; of every other act its reason.
ITEMS_TITLES = {
    Verb.SUPPLEMENT_REQUESTED: _("Ông/bà cần bổ sung:"),
    Verb.PAYMENT_DEMANDED: _("Ông/bà cần nộp:"),
    **dict.fromkeys((Verb.ATTACHED, Verb.DETACHED, Verb.ACCEPTED, Verb.POSTED), _("Chi tiết:")),
}


def moved(dossier: Dossier, verb: Verb, actor: str, at: datetime, items: Sequence[str]) -> dict[str, Any]:
    """MOVED: what happened to the dossier, by whom, and whose turn it is now."""
    desk = dossier.desk_unit
    agency = name_of(desk.parent) if desk and desk.parent else ""
    return {
        "code": dossier.name,
        "happened": verb.label,
        "state": dossier.get_state_display(),
        "place": place_of(actor, agency),
        "at": instant(at),
        "accepted_at": instant(dossier.accepted_at),
        "due_at": instant(dossier.due_at),
        "items": list(items),
        "items_title": str(ITEMS_TITLES.get(verb, REASON)) if items else "",
        "turn": str(dossier.facts.turn),
        "address": address_of(own_link(dossier)),
    }


def place_of(actor: str, agency: str) -> str:
    """By whom and where: the agency once, since a leader's post names it already."""
    return actor if not agency or agency.casefold() in actor.casefold() else f"{actor}, {agency}"


def ceased(dossier: Dossier, ground: Cessation, proof: str) -> dict[str, Any]:
    """CEASED: which dossier was stopped because whose it was is no more, on which paper, and what may be done now."""
    desk = dossier.desk_unit
    return {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name,
        "applicant": dossier.applicant.name,
        "ground": str(ground),
        "proof": proof,
        "at": instant(dossier.closed_at),
        "desk": name_of(desk) if desk else "",
        "phone": (desk and desk.phone) or settings.HOTLINE,
        "paid": money(dossier.fee_due) if dossier.owes_money_back else "",
        "address": address_of(own_link(dossier)),
    }


def by_colleague(dossier: Dossier, by: User) -> dict[str, Any]:
    """ASSIGNED and LETTER_WAITS: which dossier, from whom, due when."""
    return {"code": dossier.name, "by": str(by), "due_at": instant(dossier.due_at)}


def alert(dossier: Dossier, clock: str, due_at: datetime | None, *, overdue: bool) -> dict[str, Any]:
    """ALERT: which of its clocks (`step`, `answer`, or none for the whole) runs out when, and who has it."""
    return {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name_vi,
        "clock": clock,
        "due_at": instant(due_at),
        "holder": str(dossier.holder or ""),
        "unit": dossier.holder_unit.name if dossier.holder_unit else "",
        "overdue": overdue,
    }


def opinion(dossier: Dossier, asked: Opinion) -> dict[str, Any]:
    """OPINION_ASKED, OPINION_DUE and OPINION_GIVEN: which dossier, who is asked by whom, until when."""
    return {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name_vi,
        "unit": asked.unit.name,
        "lead": asked.lead_unit.name,
        "by": str(asked.asked_by),
        "due_at": instant(asked.due_at),
    }


def taken_over(dossier: Dossier, by: User) -> dict[str, Any]:
    """TAKEN_OVER: which dossier, by whom, and who handles it now."""
    return {"code": dossier.name, "by": str(by), "holder": str(dossier.holder)}


def reminder(dossier: Dossier, supplement: Interruption) -> dict[str, Any]:
    """REMINDER: what was asked for, when, and until when an answer is waited for."""
    return {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name,
        "asked_at": instant(supplement.since),
        "answer_by": instant(supplement.answer_by),
        "items": supplement.lines,
        "address": address_of(own_link(dossier)),
    }


def collect(dossier: Dossier, since: datetime, desk: Any) -> dict[str, Any]:
    """COLLECT: which result waits since when, where it is given out, and whom to call."""
    return {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name,
        "since": day(since),
        "desk": desk.name if desk else "",
        "place": desk.address if desk else "",
        "phone": desk.phone if desk else settings.HOTLINE,
        "address": address_of(own_link(dossier)),
    }


def expiry(dossier: Dossier, result: Result) -> dict[str, Any]:
    """EXPIRY: which result, of which dossier, and its last day."""
    content = result.template.content if result.template else None
    return {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name,
        "kind": text_of(content, "name") if content else str(result.paper.get_kind_display()),
        "number": result.paper.reference,
        "valid_until": day(result.valid_until) if result.valid_until else "",
        "address": address_of(own_link(dossier)),
    }


def silent(dossier: Dossier, supplement: Interruption) -> dict[str, Any]:
    """SILENT: an answer that never came, and how often it was asked for."""
    return {
        "code": dossier.name,
        "procedure": dossier.edition.procedure.name_vi,
        "asked_at": instant(supplement.since),
        "answer_by": instant(supplement.answer_by),
        "reminded": supplement.reminded,
    }


def digest(parts: Mapping[str, Sequence[str]], today: date, more: int) -> dict[str, Any]:
    """DIGEST: the lines of each part (`overdue`, `today`, `soon`), and how many more there are."""
    return {**parts, "day": day(today), "more": more, "address": address_of(queue_link())}


def digest_line(dossier: Dossier) -> str:
    """One dossier in a digest."""
    return f"{dossier.name} · {dossier.edition.procedure.name_vi} · {instant(dossier.due_at)}"


def stale_draft(draft: Dossier) -> dict[str, Any]:
    """STALE_DRAFT: which draft, untouched since when."""
    return {
        "procedure": draft.edition.procedure.name_vi,
        "touched_at": instant(draft.sort_at),
        "address": address_of(own_link(draft)),
    }


def calendar_missing(year: int) -> dict[str, Any]:
    """CALENDAR_MISSING: the year that nobody has published."""
    return {"year": str(year), "address": address_of(calendar_link(year))}


def record_faulty(count: int, faults: Sequence[str]) -> dict[str, Any]:
    """RECORD_FAULTY: how many faults the nightly verification named, and the first of them."""
    return {"count": count, "faults": faults, "address": address_of(record_link())}


def certificate_ends(name: str, ends_at: datetime, *, is_over: bool) -> dict[str, Any]:
    """CERTIFICATE_ENDS: whose certificate ends, or ended, and when."""
    local = timezone.localtime(ends_at)
    return {"name": name, "day": day(local.date()), "ends_at": instant(ends_at), "is_over": is_over}


def name_of(agency: Agency) -> str:
    """Its name in the language of the message."""
    return (in_english() and agency.name_en) or agency.name
