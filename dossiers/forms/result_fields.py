"""Fields of a result's template on an officer's form: filled with what the dossier knows, checked as the act checks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from dossiers.forms.base import day_field
from dossiers.models import Dossier, Result
from dossiers.papers import results
from procedures.localized import text_of
from procedures.models import ResultTemplate
from toolbox.refusal import InvalidInput

PREFIX = "result_"


class ResultFields:
    """The fields of one dossier's template; `template` is None for the general letter, which has none."""

    def __init__(self, dossier: Dossier, issued: Result | None = None) -> None:
        """*issued* is the result to be corrected: its template and its values, instead of those of a new one."""
        self.dossier, self.issued = dossier, issued
        of_today = None if issued else results.template_of(dossier, timezone.localdate())
        self.template: ResultTemplate | None = issued.template if issued else of_today

    @property
    def form_fields(self) -> dict[str, forms.Field]:
        """A field of a form for each, by its name on the form."""
        if self.template is None:
            return {}
        known = self.issued.fields if self.issued else self.dossier.result_fields
        known = known or results.prefilled(self.dossier, self.template)
        return {f"{PREFIX}{row['key']}": _form_field(row, known.get(row["key"])) for row in self.template.fields}

    def typed(self, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """The values among *data*, by key; None where the form came without any of them."""
        rows = {key.removeprefix(PREFIX): value for key, value in data.items() if key.startswith(PREFIX)}
        return {key: value for key, value in rows.items() if value not in ("", None)} if rows else None

    def errors(self, typed: dict[str, Any] | None) -> dict[str, list[str]]:
        """What is wrong with them, by the name on the form."""
        if self.template is None or typed is None:
            return {}
        try:
            results.checked(self.template, typed)
        except InvalidInput as error:
            return {f"{PREFIX}{key}": messages for key, messages in error.errors.items()}
        return {}


def _form_field(row: dict[str, Any], known: Any) -> forms.Field:
    """Never required of itself: a refusal has no values. What a grant needs says so by `is_needed`, for its label."""
    field = _field_of_type(row, text_of(row, "label"))
    field.initial = date.fromisoformat(known) if known and row["type"] == "date" else known
    field.is_needed = bool(row.get("required"))  # type: ignore[attr-defined]
    return field


def _field_of_type(row: dict[str, Any], label: str) -> forms.Field:
    if row["type"] == "date":
        return day_field(label)
    if row["type"] == "choice":
        choices = [("", "—"), *((option, option) for option in row["options"])]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    widget = forms.Textarea(attrs={"rows": 3}) if row["type"] == "long_text" else forms.TextInput()
    if row["type"] in ("money", "number"):
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.CharField(label=label, required=False, widget=widget, max_length=4000)
