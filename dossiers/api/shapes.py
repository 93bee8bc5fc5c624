"""Convert dossiers to the plain values the API answers."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from dossiers.actions.fees import fee_if_confirmed, fee_on, lines_of
from dossiers.deadlines.progress import steps_done
from dossiers.deadlines.promise import deadline_of
from dossiers.duplicates import doubles_of
from dossiers.file_warnings import FileWarning, with_warnings
from dossiers.models import Attachment, Dossier, Event, Interruption, Opinion, Paper, Result
from dossiers.next_actor import next_actor
from dossiers.offices import Desk
from dossiers.release import not_made, withheld
from dossiers.sight import Part, Sight, is_own_reading, sight_of
from people.models import User
from procedures.questions import mark_of


def summary(dossier: Dossier) -> dict[str, Any]:
    """A dossier in a list; reads nothing that `with_names` did not bring."""
    return {
        "code": dossier.name,
        "ref": dossier.ref,
        "state": dossier.state,
        "state_label": dossier.get_state_display(),
        "national_code": dossier.national_code,
        "procedure": dossier.edition.procedure.slug,
        "procedure_name": dossier.edition.procedure.name_vi,
        "applicant": dossier.declared_name,
        "applicant_now": dossier.applicant_now,
        "channel": dossier.channel,
        "submitted_at": _local(dossier.submitted_at),
        "accepted_at": _local(dossier.accepted_at),
        "due_at": _local(dossier.due_at),
        "holder_unit": dossier.holder_unit.name if dossier.holder_unit else None,
        "holder": str(dossier.holder) if dossier.holder else None,
        "step": dossier.step,
        "opinions_asked": dossier.opinions_asked,
        "opinions_given": dossier.opinions_given,
        "outcome": dossier.outcome,
        "fee_due": dossier.fee_due,
        "fee_settled_at": _local(dossier.fee_settled_at),
    }


def detail(dossier: Dossier, user: User) -> dict[str, Any]:
    """A dossier whole: what was said, given, issued and done, and the ledger of its deadline.

    Of a part that *user* does not see there is nothing, and `not_shown` names it.
    """
    sight, waits = sight_of(user, dossier), list[Interruption]()
    own = not user.active_posts or is_own_reading(dossier)
    words, ground = Part.WORDS in sight.parts, Part.GROUND in sight.parts
    answers = dossier.answers if Part.ANSWERS in sight.parts else {}
    files = dossier.attachments.visible_to(user) if Part.ATTACHMENTS in sight.parts else []
    papers = [paper for paper in dossier.papers.for_rows() if sight.shows(paper)]
    if dossier.interrupted:
        prefetch_related_objects([dossier], "interruptions")  # the clock reads them too
        waits = list(dossier.interruptions.all())
    deadline = deadline_of(dossier)
    return {
        **summary(dossier),
        "procedure_name": dossier.edition.name_vi,
        "opinions": _opinions(dossier, user) if words else [],
        "next_actor": actor.name if (actor := next_actor(dossier)) else None,
        "similar": _similar(dossier, user) if Part.ANSWERS in sight.parts else [],
        "not_shown": sight.without(),
        "version": mark_of(answers),
        "edition": dossier.edition.number,
        "fee_ground": dossier.fee_ground if ground else "",
        "fee_ground_confirmed": bool(dossier.ground_that_counts),
        "fee_if_confirmed": fee_if_confirmed(dossier, timezone.now()) if ground else None,
        "fee_lines": _fee_lines(dossier, ground),
        "answers": answers,
        "attachments": [attachment(row) for row in with_warnings(dossier, files)],
        "papers": [_paper(row, withheld(row, dossier, user) or not_made(row)) for row in papers],
        "events": [_event(row) for row in dossier.events.all()],
        "interruptions": [_interruption(row, sight, own=own) for row in waits if words],
        "ledger": ledger(deadline.ledger) if deadline else [],
    }


def _similar(dossier: Dossier, user: User) -> list[str]:
    """The codes of what asks for the same, while this is not decided yet."""
    if not (dossier.is_draft or dossier.is_open) or not getattr(dossier, "has_earlier", True):
        return []
    return [row.name for row in doubles_of(Dossier.objects.visible_to(user), dossier, timezone.now())]


def _fee_lines(dossier: Dossier, ground: bool) -> list[dict[str, Any]]:
    lines = dossier.fee_lines if dossier.code else lines_of(fee_on(dossier, timezone.now()))
    return [line if ground or line["kind"] != "reduction" else {**line, "label": ""} for line in lines]


def ledger(days: Sequence[Any]) -> list[dict[str, Any]]:
    """The deadline ledger, day by day."""
    return [{"date": d.date.isoformat(), "n": d.n, "verdict": str(d.verdict), "reason": d.reason} for d in days]


def progress(dossier: Dossier) -> dict[str, Any]:
    """Code and degree of completion: all that may be known without signing in (Circular 01/2018 art. 16)."""
    return {
        "code": dossier.name,
        "state": dossier.state,
        "state_label": dossier.get_state_display(),
        "step": steps_done(dossier),
        "steps": dossier.edition.step_count,
    }


def on_slip(facts: dict[str, Any]) -> dict[str, Any]:
    """What the slip of a dossier opens, of `facts_on_slip`."""
    dossier, asked = facts["dossier"], facts["asked"]
    return {
        **progress(dossier),
        "accepted_at": _local(dossier.accepted_at),
        "due_at": _local(dossier.due_at),
        "provisional": facts["is_provisional"],
        "counted_from": _local(facts["counted_from"]),
        "overdue": facts["standing"].case == "overdue",
        "unit": str(facts["unit"]) if facts["unit"] else None,
        "items": [{"name": item["name"], "todo": item["todo"]} for item in asked.items] if asked else [],
        "reason": asked.reason if asked else "",
        "answer_by": _local(asked.answer_by) if asked else None,
        "fee_due": facts["fee_due"],
        "result_waits": facts["result_waits"],
        "desk": _desk(facts["desk"]),
        "phone": facts["phone"],
    }


def _desk(desk: Desk | None) -> dict[str, Any] | None:
    if desk is None:
        return None
    hours = {"opens_on": desk.day, "hours": desk.hours}
    return {"name": desk.name, "address": desk.address, "phone": desk.phone, **hours}


def _opinions(dossier: Dossier, user: User) -> list[dict[str, Any]]:
    """What other units were asked and said, for the officers' side alone."""
    if not dossier.opinions_asked or not user.active_posts or is_own_reading(dossier):
        return []
    return [_opinion(row) for row in dossier.opinions.all()]


def _opinion(row: Opinion) -> dict[str, Any]:
    return {
        "unit": row.unit.code,
        "unit_name": row.unit.name,
        "question": row.question,
        "asked_at": _local(row.asked_at),
        "due_at": _local(row.due_at),
        "answer": row.answer,
        "given_at": _local(row.given_at),
        "withdrawn_at": _local(row.withdrawn_at),
    }


def attachment(row: Attachment) -> dict[str, Any]:
    """A file the applicant gave, with `told`, its warnings."""
    told: list[FileWarning] = vars(row)["told"]
    return {
        "id": row.pk,
        "component": row.component,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "pages": row.pages,
        "first_given_in": row.first_given_in,
        "warnings": [{"kind": str(warning.kind), "text": warning.words} for warning in told],
    }


def _paper(row: Paper, words: str) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "reference": row.reference,
        "issued_at": _local(row.issued_at),
        "ready": row.is_ready and not words,
        "withheld": words,
        "voided_at": _local(row.voided_at),
        "standing": row.validity.value,
        "standing_label": row.standing,
        **_days_of(row),
        "sha256": row.sha256,
    }


def _days_of(row: Paper) -> dict[str, Any]:
    """Of a result the days within which it holds, and the paper that took its place."""
    result: Result | None = getattr(row, "result", None)
    later: Result | None = getattr(result, "replaced_by", None)
    first, last = (result.valid_from, result.valid_until) if result else (None, None)
    return {
        "valid_from": first.isoformat() if first else None,
        "valid_until": last.isoformat() if last else None,
        "replaced_by": later.paper_id if later else None,
    }


def _event(row: Event) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "verb": row.verb,
        "label": row.get_verb_display(),
        "from_state": row.from_state,
        "to_state": row.to_state,
        "at": _local(row.at),
        "unit": row.unit_name,
        "hash": row.hash,
    }


def _interruption(row: Interruption, sight: Sight, *, own: bool) -> dict[str, Any]:
    """Of the answers what was sent, for who sees answers; what was not is the applicant's alone."""
    return {
        "kind": row.kind,
        "mode": row.mode,
        "since": _local(row.since),
        "until": _local(row.until),
        "answer_by": _local(row.answer_by),
        "items": row.items,
        "reason": row.reason,
        "unsent_answers": row.unsent_answers if own else {},
        "changed_answers": row.changed_answers if Part.ANSWERS in sight.parts else {},
    }


def _local(at: Any) -> str | None:
    return timezone.localtime(at).isoformat() if at else None
