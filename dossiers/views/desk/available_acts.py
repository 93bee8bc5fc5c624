"""List the acts that a page offers to an officer now, each with its form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from dossiers.forms.acts import ACTS
from dossiers.forms.base import ActForm
from dossiers.models import Dossier
from people.models import User


@dataclass(frozen=True)
class Offer:
    """An act offered on a page, with its form as it stands."""

    form: ActForm
    wrong: bool = False

    @property
    def asks(self) -> bool:
        """There is something to fill in."""
        return bool(self.form.fields)


@dataclass(frozen=True)
class Hindrance:
    """An act that is theirs, but not now, and why: said instead of a form that would only be refused."""

    title: Any
    words: str


def acts_of(
    dossier: Dossier, user: User, at: datetime, tried: ActForm | None = None
) -> tuple[list[Offer], list[Hindrance]]:
    """What *user* may do to *dossier* now, and what of theirs is hindered.

    *tried* is the form that came back: it stays with what was typed, whatever came in between.
    """
    edges = {edge.name for edge in dossier.get_available_state_transitions()}  # type: ignore[attr-defined]
    day = timezone.localdate(at)
    offers, hindrances = [], []
    for act in ACTS:
        open_here = not act.edge or act.edge in edges
        if tried is not None and type(tried) is act and tried.fields:
            offers.append(Offer(tried, wrong=True))
        elif open_here and act.is_for(user, dossier, day) and act.suits(dossier, at):
            if refusal := act.refusal(dossier, user, at):
                hindrances.append(Hindrance(act.title, refusal.message))
            else:
                offers.append(Offer(act(dossier=dossier)))
    return offers, hindrances
