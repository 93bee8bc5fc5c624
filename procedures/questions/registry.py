"""The registry of question types by name; a new type is a class and a line here."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from people import countries
from procedures.localized import text_of
from procedures.questions import addresses, base, choices, computed, dates, ethnic_groups, numbers, tables
from toolbox.collation import collation_key


class Country(choices.Choice):
    """A country by its ISO 3166 code, named by the Unicode locale data."""

    def options(self, question: base.Question) -> list[dict[str, str]]:
        """Every country, in Vietnamese order."""
        return _countries()


class EthnicGroup(choices.Choice):
    """One of the fifty-four, kept by its official name; foreigners and the unknown are told apart."""

    def options(self, question: base.Question) -> list[dict[str, str]]:
        """The official list, then the two that are not on it."""
        rows = [{"value": name, "label_vi": name} for name in ethnic_groups.NAMES]
        return [
            *rows,
            {"value": "nuoc_ngoai", "label_vi": "Người nước ngoài", "label_en": "Foreigner"},
            {"value": "khong_ro", "label_vi": "Không rõ", "label_en": "Not known"},
        ]


TYPES: dict[str, base.QuestionType] = {
    "text": base.Text(),
    "textarea": base.TextArea(),
    "tel": base.Tel(),
    "email": base.Email(),
    "url": base.Url(),
    "number": numbers.Number(),
    "money": numbers.Money(),
    "date": dates.Date(),
    "date_partial": dates.PartialDate(),
    "month": dates.Month(),
    "select": choices.Choice(),
    "select_country": Country(),
    "select_ethnic": EthnicGroup(),
    "radio": choices.Radio(),
    "checkbox": choices.Checkbox(),
    "checkbox_group": choices.CheckboxGroup(),
    "select_province": addresses.Province(),
    "address": addresses.Address(),
    "computed": computed.Computed(),
}
TYPES["table"] = tables.Table(TYPES)  # its cells are of any type that is one input


def type_of(question: Mapping[str, Any]) -> base.QuestionType:
    """The type of *question*."""
    return TYPES[question["type"]]


def localized(question: Mapping[str, Any]) -> dict[str, Any]:
    """*question* with `label` and `help` in the language of the page."""
    return {**question, "label": text_of(question, "label"), "help": text_of(question, "help")}


@lru_cache(maxsize=1)
def _countries() -> list[dict[str, str]]:
    rows = [{"value": code, "label_vi": vi, "label_en": en} for code, (vi, en) in countries.names().items()]
    return sorted(rows, key=lambda row: collation_key(row["label_vi"]))
