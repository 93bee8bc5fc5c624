"""Build the English page behind a receipt, for information, for whoever filed in English."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation

from dossiers.journal import Act
from people.models import Agency
from procedures import labels
from procedures.localized import text
from procedures.questions import display
from toolbox.formats import instant, number

DELIVERY = "result_delivery"


def english_page(act: Act, context: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a receipt in English, frozen with it: labels and values, and the components handed in."""
    dossier = act.dossier
    with translation.override("en"):
        rows = [
            ("Application code", dossier.name),
            ("Applicant", f"{dossier.applicant_title} {dossier.number_title}".strip()),
            ("Procedure", dossier.edition.name),
            ("Received by", _english_name(dossier.desk_unit)),
            ("Accepted at", instant(dossier.accepted_at)),
            ("Time limit", labels.term_in_force(dossier.edition)),
            ("Result promised by", instant(dossier.due_at)),
            ("Result to be received", _delivery(act)),
            ("Fees and charges", f"{number(dossier.fee_due)} dong" if dossier.fee_due else "none"),
        ]
        if payer := context.get("payer"):
            rows += [("Paid by", payer), ("Paid at", instant(act.at))]
        return {
            "rows": [{"label": label, "value": value} for label, value in rows if value],
            "papers": [{"name": text(row["name"]), "count": row["count"]} for row in context.get("components", [])],
            "issued_on": f"{timezone.localtime(act.at):%d/%m/%Y}",
        }


def _english_name(agency: Agency | None) -> str:
    return (agency.name_en or agency.name) if agency else ""


def _delivery(act: Act) -> str:
    """The answer to how the result is wanted, as an English page shows it."""
    sections = display(act.dossier.edition.form_definition, act.dossier.answers)
    rows = [row for section in sections for row in section["rows"] if row["key"] == DELIVERY]
    return rows[0]["value"] if rows else ""
