"""Prefill: answers known of the applicant, of who files, of an earlier dossier; and numbers that are somebody else's.

The catalogue says which fact a question asks for (`procedures/questions/facts.py`); here stands whose fact it is.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from dossiers.models import Dossier
from dossiers.models.queries import DossierQuerySet
from people.actions import known_party
from people.cards import Card
from people.identity import sex_of, without_grouping
from people.models import Party, User
from procedures import questions
from procedures.localized import text_of
from procedures.models import Edition
from procedures.questions.base import OLD_ID_LENGTH, Question
from procedures.questions.facts import APPLICANTS, Fact
from toolbox.formats import masked
from toolbox.refusal import Refused

BASE = 10  # digits of a tax code before those of a branch


@dataclass(frozen=True)
class Known:
    """Of whom something is known: the applicant and, online, the account that files (none at the counter)."""

    applicant: Party
    filer: User | None
    day: date

    def answers(self, definition: Sequence[Question]) -> dict[str, Any]:
        """The answers that are known, by key; what would not fit its question is left out."""
        values = {fact.question["key"]: self._fitting(fact) for fact in questions.facts_of(definition)}
        return {key: value for key, value in values.items() if value is not None}

    def faults(self, definition: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, list[str]]:
        """A message at each identity number that is asked of the applicant and is another's.

        Who declares for another person may give their own. The nine digits of an old card cannot be compared.
        """
        faults = {}
        for fact in questions.facts_of(questions.asked_now(definition, answers)):
            typed = str(answers.get(fact.question["key"]) or "") if fact.is_own_number else ""
            if typed and (own := self.value(fact)) and self._differs(fact.what, typed, own):
                faults[fact.question["key"]] = [_differing(fact.question, typed, own, self.applicant)]
        return faults

    def value(self, fact: Fact) -> Any:
        """The value of a fact; nothing where it is not true of those who are known, or not known."""
        party = self._party(fact.whose)
        return _value(party, fact.what) if party else None

    def _party(self, whose: str) -> Party | None:
        is_person = self.applicant.is_person
        if whose == "account":
            return self._account if self.filer else self.applicant if is_person else None
        if whose == "representative":
            return self._account if self.filer and is_person and not self._files_for_self else None
        is_theirs = {"applicant": True, "organisation": not is_person}.get(whose, is_person)
        return self.applicant if is_theirs else None

    @cached_property
    def _own(self) -> Party | None:
        own = known_party(self.filer, self.day) if self.filer else None
        return own if own and own.is_person else None

    @property
    def _files_for_self(self) -> bool:
        own = self._own
        same = {self.applicant.pk, self.applicant.same_as_id}
        return own is None or own.pk in same or own.citizen_id == self.applicant.citizen_id != ""

    @cached_property
    def _account(self) -> Party:
        """Who files, as a person: by their papers where the account is somebody's, else as the account says."""
        user, own = self.filer, self._own or Party()
        assert user is not None
        contact = {"phone": user.phone or own.phone, "email": user.email or own.email}
        return Party(name=own.name or str(user), citizen_id=own.citizen_id, **contact)

    def _fitting(self, fact: Fact) -> Any:
        return questions.fitting_answer(fact.question, self.value(fact))

    def _differs(self, what: str, typed: str, own: str) -> bool:
        typed, own = without_grouping(typed), without_grouping(own)
        if what == "tax_code":  # a branch files under the code of its enterprise
            return typed[:BASE] != own[:BASE]
        is_filers = self.filer is not None and typed not in (own, "") and typed == self._account.citizen_id
        return len(typed) != OLD_ID_LENGTH and typed != own and not is_filers


def with_card(party: Party, card: Card | None) -> Party:
    """*party* as it is known while its card lies on the counter: what it lacks, the card says. Nothing is saved."""
    if card is None or card.citizen_id != party.citizen_id:
        return party
    whole = copy(party)
    for name, value in (("birth_date", card.birth_date), ("id_issued_on", card.issued_on), ("address", card.address)):
        setattr(whole, name, getattr(party, name) or value)
    return whole


def known_of(dossier: Dossier, day: date) -> Known:
    """What is known for a draft, or a dossier that is being filed."""
    online = dossier.channel == Dossier.Channel.ONLINE
    return Known(dossier.applicant, dossier.submitted_by if online else None, day)


def first_answers(edition: Edition, known: Known, earlier: Dossier | None = None) -> dict[str, Any]:
    """The answers with which a form begins: what is known, and what was declared in an *earlier* dossier.

    What is known of the applicant today goes before what was declared then; what is declared on oath is declared anew.
    """
    definition = edition.form_definition
    facts = known.answers(definition)
    if earlier is None:
        return facts
    anew = {row["key"] for row in definition if row.get("validation", {}).get("must_be")}
    asked = {row["key"] for row in definition} - anew
    given = {key: value for key, value in earlier.answers.items() if key in asked and value not in (None, "", [], {})}
    given = {key: value for key, value in given.items() if key not in questions.refused_answers(definition, given)}
    own = {fact.question["key"] for fact in questions.facts_of(definition) if fact.whose in APPLICANTS}
    return {**facts, **given, **{key: value for key, value in facts.items() if key in own}}


def filed_before(rows: DossierQuerySet, parties: Sequence[Party], edition: Edition) -> DossierQuerySet:
    """Of *rows*, which the reader may see, what *parties* filed of the same procedure; the newest first."""
    theirs = Q(applicant__in=parties) | Q(applicant__same_as__in=parties)
    filed = rows.filter(theirs, edition__procedure_id=edition.procedure_id, submitted_at__isnull=False)
    newest: DossierQuerySet = filed.order_by("-submitted_at", "-id")
    return newest


def begin_with(edition: Edition, known: Known, by: User, earlier: Dossier | None) -> dict[str, Any]:
    """The columns of a draft that begins with what is known. Raises Refused for the answers of somebody else."""
    if earlier:
        _require_reusable(earlier, known.applicant, edition, by)
    code = (earlier.code or "") if earlier else ""
    return {"answers": first_answers(edition, known, earlier), "answers_from": code}


def answers_before(draft: Dossier) -> dict[str, Any]:
    """The answers of the earlier dossier with which *draft* was begun."""
    same = Q(applicant=draft.applicant_id) | Q(applicant__same_as=draft.applicant_id)
    rows = Dossier.objects.filter(same, code=draft.answers_from)
    return rows.values_list("answers", flat=True).first() or {}


def notes_of(answers: Mapping[str, Any], known: Mapping[str, Any], note: str) -> dict[str, str]:
    """*note* at each answer that stands as it is *known*."""
    return {key: note for key, value in known.items() if value not in (None, "", [], {}) and answers.get(key) == value}


def _require_reusable(earlier: Dossier, applicant: Party, edition: Edition, by: User) -> None:
    """Raise Refused for a dossier of somebody else, of another procedure, or that *by* may not see."""
    rows = filed_before(Dossier.objects.all_own_of(by), [applicant], edition)
    if not rows.filter(pk=earlier.pk).exists():
        raise Refused(_("Chỉ lấy lại được lời khai của hồ sơ cùng thủ tục, cùng người nộp mà ông/bà xem được."))


def _value(party: Party, what: str) -> Any:
    if what in ("birth_date", "id_issued_on"):
        day = getattr(party, what)
        return day.isoformat() if day else None
    if what == "sex":
        return sex_of(party.citizen_id) if party.citizen_id else None
    if what == "address":
        return questions.parts_of(party.address)
    if what == "postal_address":
        return questions.parts_of(party.postal_address or party.address)
    return getattr(party, what)


def _differing(question: Question, typed: str, own: str, applicant: Party) -> str:
    message = _(
        "%(label)s %(typed)s khác số giấy tờ của người nộp %(name)s (%(own)s): sửa lại, hoặc nộp cho đúng người."
    )
    return message % {"label": text_of(question, "label"), "typed": typed, "name": applicant, "own": masked(own)}
