"""EditionContent: the content of an edition, read from its frozen file in one place."""

from typing import Any

from django.conf import settings

from procedures.law.alert_times import ONE_STEP, WHOLE_TERM, Thresholds
from procedures.models.inner_procedure import InnerProcedure
from toolbox.formats import in_english


class EditionContent(InnerProcedure):
    """Properties of an edition's `content`; nobody else reads it raw."""

    content: Any
    procedure: Any

    @property
    def name_vi(self) -> str:
        """What the procedure was called in this edition; what is filed under it keeps the name."""
        return str(self.content.get("name_vi") or self.procedure.name_vi)

    @property
    def name(self) -> str:
        """The same in the language of the page."""
        return (in_english() and str(self.content.get("name_en") or self.procedure.name_en)) or self.name_vi

    @property
    def required_components(self) -> list[dict[str, Any]]:
        """What an applicant is asked to hand in (thành phần hồ sơ), in order; `required` tells what may not lack."""
        rows: list[dict[str, Any]] = self.content.get("components", [])
        return rows

    @property
    def forms_as_papers(self) -> frozenset[str]:
        """The keys of components that the electronic form is: nobody who files online uploads them."""
        return frozenset(row["key"] for row in self.required_components if row.get("from_form"))

    @property
    def upload_limit(self) -> int:
        """The most bytes a file may have: its own limit, never above the site's."""
        own = self.content.get("uploads", {}).get("max_mb")
        return min(own * 1024 * 1024, settings.ATTACHMENT_MAX_BYTES) if own else settings.ATTACHMENT_MAX_BYTES

    @property
    def upload_count(self) -> int:
        """The most files a dossier may have: its own limit, never above the site's."""
        own = self.content.get("uploads", {}).get("max_count")
        return min(own, settings.ATTACHMENT_MAX_COUNT) if own else settings.ATTACHMENT_MAX_COUNT

    @property
    def answer_within_days(self) -> int | None:
        """How many days an answer to a request for a supplement is waited for; None where it does not say."""
        days: int | None = self.content["supplement"].get("answer_within_days")
        return days

    @property
    def silence_ground(self) -> str:
        """The legal ground to close for silence; empty where none is named."""
        return str(self.content.get("supplement", {}).get("silence_ground_vi", ""))

    @property
    def tariff(self) -> dict[str, Any]:
        """What `procedures.law.fees` reads: whether it is free, the fees, their timing and reductions."""
        return {key: self.content[key] for key in ("fee_free", "fees", "fee") if key in self.content}

    @property
    def dossier_sets(self) -> int:
        """How many sets of the dossier are handed in (bộ hồ sơ)."""
        return int(self.content.get("dossier_sets") or 1)

    @property
    def legal_bases(self) -> list[dict[str, Any]]:
        """The legal documents it rests on."""
        rows: list[dict[str, Any]] = self.content.get("legal_basis", [])
        return rows

    @property
    def granted_results(self) -> list[str]:
        """What may be granted, by name; letters of refusal are none."""
        rows = self.content.get("results", [])
        return [row["name_vi"] for row in rows if row.get("document_kind") != "refusal_letter"]

    @property
    def form_definition(self) -> list[dict[str, Any]]:
        """The declared questions, in order."""
        fields: list[dict[str, Any]] = self.content["form"]
        return fields

    @property
    def appraisal_unit_code(self) -> str:
        """Code of the division that appraises."""
        code: str = self.content["units"]["appraisal"]
        return code

    @property
    def receiving_unit_code(self) -> str:
        """Code of the desk that receives."""
        code: str = self.content["units"]["reception"]
        return code

    @property
    def signer_role(self) -> str:
        """The role that signs the result."""
        role: str = self.content["units"]["signer_role"]
        return role

    @property
    def is_sealed_by_clerk(self) -> bool:
        """A seal clerk has the agency sign its results, by an act; else the agency's signature follows by itself."""
        return bool(self.content.get("seal") == "clerk")

    @property
    def is_demonstration(self) -> bool:
        """No department has confirmed this edition: it shows the law of before 2025, and binds nobody."""
        return not self.content["edition"].get("confirmed_by")

    @property
    def thresholds(self) -> Thresholds:
        """When people are warned that the term of a dossier runs out."""
        return _thresholds(self.content.get("alerts"), WHOLE_TERM)

    def step_thresholds(self, key: str) -> Thresholds:
        """The same for one internal step."""
        return _thresholds((self.internal_step(key) or {}).get("alerts"), ONE_STEP)


def _thresholds(alerts: dict[str, Any] | None, usual: Thresholds) -> Thresholds:
    if alerts is None:
        return usual
    shares, days = alerts.get("shares", usual.shares), alerts.get("days_before", usual.days_before)
    return Thresholds(tuple(shares), tuple(days), usual.last_day)
