"""Build the plain values of the API's answers from procedures and deadlines."""

from typing import Any

from procedures import questions
from procedures.law.deadlines import Deadline
from procedures.models import Edition, TypicalTime

# Parts of the reviewed file that are public as they stand, and the value of one that is not there.
PARTS: dict[str, Any] = {
    "description_vi": "",
    "description_en": "",
    "time_limit": {},
    "local_time_limit": None,
    "supplement": {},
    "fees": [],
    "dossier_sets": 1,
    "components": [],
    "results": [],
    "channels": [],
    "postal_return": False,
    "steps": [],
    "conditions_vi": None,
    "legal_basis": [],
    "receiving_vi": "",
    "approver_vi": "",
    "delegation": None,
    "levels_involved": [],
    "successor": None,
    "notes_vi": None,
    "confirmed": {},
    "eligibility": [],
}


def summary(edition: Edition) -> dict[str, Any]:
    """A procedure in a list."""
    procedure, field = edition.procedure, edition.procedure.field
    return {
        "slug": procedure.slug,
        "code": procedure.code or None,
        "name_vi": procedure.name_vi,
        "name_en": procedure.name_en,
        "field": {"slug": field.slug, "name_vi": field.name_vi, "name_en": field.name_en},
        "applicants": edition.content["applicants"],
        "level": edition.content["level"],
        "online": edition.online,
        "service": edition.content["service"],
        "stages": [{"value": row["value"], "unit": row["unit"]} for row in edition.stages],
        "fee": _fee(edition),
        "demonstration": edition.is_demonstration,
    }


def detail(edition: Edition) -> dict[str, Any]:
    """A procedure whole."""
    return {
        **summary(edition),
        "edition": {
            "number": edition.number,
            "valid_from": edition.valid_from.isoformat(),
            "valid_to": edition.valid_to.isoformat() if edition.valid_to else None,
            "decision_no": edition.decision_no,
        },
        **{key: edition.content.get(key, default) for key, default in PARTS.items()},
        "typical_time": _typical_time(TypicalTime.kept(edition.procedure_id)),
        "form": questions.json_schema(edition.form_definition),
    }


def deadline(result: Deadline) -> dict[str, Any]:
    """The due instant at +07:00, and the ledger day by day."""
    return {
        "due_at": result.due_at.isoformat() if result.due_at else None,
        **({"provisional": True} if result.is_provisional else {}),
        "calendar_version": result.calendar_version,
        "days": [
            {"date": day.date.isoformat(), "n": day.n, "verdict": day.verdict, "reason": day.reason}
            for day in result.ledger
        ],
    }


def _typical_time(row: TypicalTime | None) -> dict[str, Any] | None:
    if row is None:
        return None
    facts = {"sample": row.sample, "half_days": row.half_days, "most_days": row.most_days}
    return facts | {"since": row.since.isoformat(), "until": row.until.isoformat()}


def _fee(edition: Edition) -> dict[str, Any]:
    free = bool(edition.content.get("fee_free"))
    return {"free": free, "amount_vnd": 0 if free else edition.fee_amount or None, "timing": edition.fee_timing}
