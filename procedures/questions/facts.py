"""Which fact that is known already a question asks for: `fact = "person.citizen_id"` in its definition. Pure.

Whose fact it is decides where it is true. `applicant`: whoever applies; `organisation`, `person`: the applicant, where
it is one; `beneficiary`: whom the matter is about, who may be another than the applicant; `account`: who files;
`representative`: who files for another person. Only the first three say that a number must be the applicant's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from procedures.questions.base import CITIZEN_ID, TAX_CODE, Question

APPLICANTS = ("applicant", "organisation", "person")
WHOSE = (*APPLICANTS, "beneficiary", "account", "representative")
NUMBERS = {"citizen_id": CITIZEN_ID, "tax_code": TAX_CODE}  # with the pattern by which a question asks for each
SEXES = {"nam", "nu"}
KINDS = {
    "name": ("text",),
    "citizen_id": ("text",),
    "tax_code": ("text",),
    "birth_date": ("date", "date_partial"),
    "sex": ("radio", "select"),
    "id_issued_on": ("date",),
    "phone": ("tel",),
    "email": ("email",),
    "address": ("address",),
    "postal_address": ("address",),
}
NAMES = tuple(f"{whose}.{what}" for whose in WHOSE for what in KINDS)
# What only a human being has, and what only an organisation is known by.
OF_PEOPLE, OF_ORGANISATIONS = ("citizen_id", "birth_date", "sex", "id_issued_on"), ("tax_code",)


@dataclass(frozen=True)
class Fact:
    """A fact and the question that asks for it."""

    whose: str
    what: str
    question: Question

    @property
    def is_own_number(self) -> bool:
        """True for an identity number that must be the applicant's own."""
        return self.whose in APPLICANTS and self.what in NUMBERS


def facts_of(definition: Sequence[Question]) -> Iterator[Fact]:
    """The questions of a form that ask for a known fact, in order."""
    for question in definition:
        if name := question.get("fact", ""):
            whose, _dot, what = name.partition(".")
            yield Fact(whose, what, question)


def fact_fault(question: Question) -> str:
    """Why the `fact` of *question* does not fit it; empty when it does, or when there is none."""
    name: str = question.get("fact", "")
    if not name:
        return ""
    if name not in NAMES:
        return _("fact %(name)s không có") % {"name": name}
    whose, _dot, what = name.partition(".")
    if what in (OF_PEOPLE if whose == "organisation" else OF_ORGANISATIONS if whose not in APPLICANTS[:2] else ()):
        return _("fact %(name)s không có") % {"name": name}
    if question["type"] not in KINDS[what] or not _fits(what, question):
        return _("fact %(name)s không hợp với kiểu của câu hỏi") % {"name": name}
    return ""


def _fits(what: str, question: Question) -> bool:
    """Whether the rules of *question* take a value of that fact: its pattern, its options."""
    rules: Any = question.get("validation", {})
    if what in NUMBERS:
        return bool(rules.get("pattern") == NUMBERS[what])
    options: list[dict[str, str]] = question.get("options", [])
    return what != "sex" or {option["value"] for option in options} >= SEXES
