"""The context of a procedure's page, part by part as Decree 63/2010 art. 8.2 lists them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from procedures import labels
from procedures.calendar.lookup import current_calendar
from procedures.editions.diff import changes
from procedures.filling_time import minutes_to_fill_in
from procedures.law.deadlines import Deadline, due
from procedures.law.fees import OF_PERSONS
from procedures.law.working_time import CalendarMissing
from procedures.localized import marked, text_of
from procedures.models import Edition, Procedure, TypicalTime
from procedures.questions.numbers import grouped
from procedures.supplement_reasons import reason_of
from toolbox.refusal import Refused

PERSONS = {"citizen", "foreigner"}  # applicants who are human beings


@dataclass(frozen=True)
class Estimate:
    """The deadline of a dossier accepted at *at*, day by day; or *why_not* when none can be counted."""

    at: datetime
    deadline: Deadline | None
    why_not: str = ""


def estimate_deadline(edition: Edition, at: datetime) -> Estimate:
    """The deadline of a dossier accepted at *at*, under the calendar of today."""
    if not edition.stages:
        return Estimate(at, None, _("Thời hạn của thủ tục này chưa công bố, nên chưa tính được ngày hẹn."))
    try:
        return Estimate(at, due(at, edition.term, current_calendar()))
    except Refused as refusal:
        return Estimate(at, None, refusal.message)
    except CalendarMissing as error:
        message = _("Lịch làm việc năm %(year)d chưa được công bố, nên chưa tính được ngày hẹn.")
        return Estimate(at, None, message % {"year": error.year})


def summary(edition: Edition) -> dict[str, Any]:
    """The facts of one search result."""
    return {
        "slug": edition.procedure.slug,
        "name": edition.procedure.name,
        "code": labels.code(edition),
        "field": edition.procedure.field.name,
        "who": ", ".join(labels.who(edition)),
        "term": labels.term_in_force(edition),
        "fee": labels.fee(edition),
        "online": labels.online_level(edition),
    }


def successor_of(edition: Edition) -> dict[str, str] | None:
    """The procedure that replaced this one: agency, code, name, and `slug` where it is in this catalogue."""
    successor = edition.content.get("successor")
    if not successor:
        return None
    slug = Procedure.objects.filter(code=successor["code"]).values_list("slug", flat=True).first()
    return {**successor, "slug": slug or ""}


def often_asked_again(typical: TypicalTime | None) -> list[tuple[str, str]]:
    """What supplements asked for most often of late: name and reason, in the language of the page."""
    rows = ((row["name"], reason_of(row["reason"])) for row in typical.asked_again) if typical else ()
    return [(name, reason.name) for name, reason in rows if reason]


def changes_in_words(before: Edition, after: Edition) -> list[str]:
    """The labels of the parts of the page that differ."""
    parts = dict.fromkeys(change.where.partition("/")[0] for change in changes(before.content, after.content))
    return [str(labels.PARTS[part]) for part in parts if part in labels.PARTS]


def fact_sheet(edition: Edition) -> dict[str, Any]:
    """Every part of the page; what is not known is marked as such, never guessed."""
    content = edition.content
    return {
        **summary(edition),
        "description": text_of(content, "description"),
        "who": labels.who(edition),
        "level": str(labels.LEVELS[content["level"]]),
        "code": edition.procedure.code or labels.code(edition),
        "code_as_checked": labels.code(edition),
        "minutes": minutes_to_fill_in(edition) if edition.online else 0,
        "papers": [_component(row, edition.forms_as_papers) for row in edition.components.all()],
        "time": _time(edition),
        "fees": _fees(edition),
        "reductions": _reductions(edition),
        "channels": _channels(edition),
        "bodies": _bodies(content),
        "confirmed": confirmed_parts(edition),
    }


def _component(row: Any, from_form: frozenset[str]) -> dict[str, Any]:
    return {
        "from_form": row.key in from_form,
        "name": marked({"name_vi": row.name_vi}, "name"),
        "type": str(labels.PAPER_TYPES[row.type]),
        "originals": row.original_qty,
        "copies": row.copy_qty,
        "form_no": row.form_no,
        "required": row.required,
        "note": marked({"note_vi": row.note_vi}, "note"),
    }


def _time(edition: Edition) -> dict[str, Any]:
    """The law's limit and the adopted one together, then the stages that make them up."""
    limit = edition.content["time_limit"]
    stages = limit.get("stages", [])
    elsewhere = edition.content.get("local_time_limit")
    return {
        "by_law": labels.term(stages),
        "adopted": labels.stage(limit["adopted"]) if limit.get("adopted") else "",
        "decision_no": limit.get("adopted", {}).get("decision_no", ""),
        "stages": [{"office": marked(row, "office"), "words": labels.stage(row)} for row in stages],
        "total": limit.get("total"),
        "note": marked(limit, "note"),
        "elsewhere": {"words": labels.stage(elsewhere), "place": elsewhere["place_vi"]} if elsewhere else None,
    }


def _fees(edition: Edition) -> list[dict[str, Any]]:
    if edition.content.get("fee_free"):
        return []
    return [
        {
            "kind": text_of(row, "label") or str(labels.FEE_KINDS[row["kind"]]),
            "amount": grouped(row["amount_vnd"]) if "amount_vnd" in row else "",
            "least": grouped(row["min_vnd"]) if "min_vnd" in row else "",
            "most": grouped(row["max_vnd"]) if "max_vnd" in row else "",
            "note": marked(row, "note"),
        }
        for row in edition.content.get("fees", [])
    ]


def _reductions(edition: Edition) -> list[dict[str, Any]]:
    """Who pays less, how many per cent, and by which text; a cut for everybody has no group."""
    return [
        {
            "who": str(labels.FEE_GROUPS[row["group"]]) if "group" in row else "",
            "percent": row["percent"],
            "ground": marked(row, "ground"),
            "since": row.get("valid_from"),
            "until": row.get("valid_to"),
        }
        for row in edition.content["fee"].get("reductions", [])
        if PERSONS & set(edition.content["applicants"]) or row.get("group") not in OF_PERSONS
    ]


def _channels(edition: Edition) -> list[dict[str, Any]]:
    """Each way to file, with its own limit and fee as the national portal lists them."""
    offered = set(edition.content["channels"])
    place, term, fee = (marked(edition.content, "receiving"), labels.term_in_force(edition), labels.fee(edition))
    ways = [
        (_("Trực tiếp"), "direct" in offered, place),
        (_("Bưu chính công ích"), "postal" in offered, place),
        (_("Trực tuyến"), edition.online, labels.online_level(edition)),
    ]
    return [
        {"name": name, "offered": is_offered, "place": where, "term": term, "fee": fee}
        for name, is_offered, where in ways
    ]


def _bodies(content: dict[str, Any]) -> dict[str, Any]:
    """Who receives, decides, decides by delegation and takes part: separate rows."""
    deciding = [marked(content, "receiving"), marked(content, "approver")]
    offices = [row.get("office_vi", "") for row in content["time_limit"].get("stages", [])]
    others = [office for office in dict.fromkeys(offices) if office and office not in deciding]
    levels = [str(labels.LEVELS[level]) for level in content.get("levels_involved", [])]
    return {
        "receiving": marked(content, "receiving"),
        "deciding": marked(content, "approver"),
        "delegation": content.get("delegation"),
        "others": others,
        "levels": ", ".join(levels),
    }


def confirmed_parts(edition: Edition) -> dict[str, str]:
    """The parts read in a source, known but not checked, and filled in for the demonstration only."""
    marks: dict[str, str] = edition.content["confirmed"]
    return {
        mark: ", ".join(
            str(labels.PARTS[part]) for part, value in marks.items() if value == mark and part in labels.PARTS
        )
        for mark in ("source", "knowledge", "unknown")
    }
