"""Find the same matter filed twice: by one applicant, of one procedure, with the same or nearly the same answers.

It is shown and blocks nothing: a company files the same procedure for many workers, and a second filing may be meant.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from dossiers.models import Dossier
from dossiers.models.queries import DossierQuerySet
from people.models import Party
from procedures.models import Edition
from toolbox.text import fold

RECENT = timedelta(days=30)
COMPARED = 50  # of the newest
ALIKE = 0.8  # of the answers that either gives
# Answers that say whom or what it is about: where one of these differs it is another matter.
WHOSE = ("full_name", "_name", "passport", "citizen_id", "identity", "birth", "number", "_no", "tax_code")
NOT_WHOSE = ("contact", "phone", "bank", "house")


def earlier_of(rows: DossierQuerySet, party: Party, edition: Edition, at: datetime) -> DossierQuerySet:
    """Of *rows*, which the reader may see, what *party* filed of the same procedure: still open, or lately."""
    filed = rows.filter(_of_person(party), edition__procedure_id=edition.procedure_id, submitted_at__isnull=False)
    open_keys = Dossier.objects.open().filter(applicant=party).values("pk")
    recent: DossierQuerySet = filed.filter(Q(submitted_at__gt=at - RECENT) | Q(pk__in=open_keys))
    return recent.order_by("-submitted_at", "-id")


def filed_by(rows: DossierQuerySet, party: Party) -> DossierQuerySet:
    """Of *rows*, which the reader may see, all that *party* filed, whatever the procedure; the newest first."""
    filed: DossierQuerySet = rows.filter(_of_person(party), submitted_at__isnull=False).for_rows()
    return filed.order_by("-submitted_at", "-id")


def _of_person(party: Party) -> Q:
    """What is in the name of *party*, or of a row that is known to be the same person."""
    same = Q(applicant=party) | Q(applicant__same_as=party)
    return same | Q(applicant=party.same_as_id) if party.same_as_id else same


def doubles_of(rows: DossierQuerySet, dossier: Dossier, at: datetime) -> list[Dossier]:
    """Of *rows* those that ask for what *dossier*, or a draft, asks for; the newest first, those after it too."""
    earlier = earlier_of(rows, dossier.applicant, dossier.edition, at).exclude(pk=dossier.pk)
    columns = ("ref", "code", "state", "answers", "submitted_at")
    return [row for row in earlier.only(*columns)[:COMPARED] if are_alike(row.answers, dossier.answers)]


def has_earlier() -> Exists:
    """The condition on a dossier's row that the applicant filed another of the procedure: else nobody looks for it."""
    same = Dossier.objects.filter(applicant=OuterRef("applicant"), submitted_at__isnull=False)
    return Exists(same.filter(edition__procedure=OuterRef("edition__procedure")).exclude(pk=OuterRef("pk")))


def are_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True for the same answers, or nearly: everything by which a matter is known, and most of the rest."""
    first, second = _plain(one), _plain(other)
    keys = first.keys() | second.keys()
    differing = {key for key in keys if first.get(key) != second.get(key)}
    if any(_tells_whose(key) for key in differing):
        return False
    return not keys or 1 - len(differing) / len(keys) >= ALIKE


def _plain(answers: Mapping[str, Any]) -> dict[str, str]:
    """What was answered, without case, accents and spaces; nothing for what was left empty."""
    return {
        key: text for key, value in answers.items() if value not in (None, "", [], {}) and (text := fold(str(value)))
    }


def _tells_whose(key: str) -> bool:
    return any(part in key for part in WHOSE) and not any(part in key for part in NOT_WHOSE)
