"""List the acts that a page offers to an officer now, each with its form."""

from dataclasses import dataclass
from datetime import datetime

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


def offers(dossier: Dossier, user: User, at: datetime, tried: ActForm | None = None) -> list[Offer]:
    """What *user* may do to *dossier* now; *tried* is the form that came back with faults."""
    edges = {edge.name for edge in dossier.get_available_state_transitions()}  # type: ignore[attr-defined]
    day = timezone.localdate(at)
    rows = []
    for act in ACTS:
        open_here = not act.edge or act.edge in edges
        if open_here and act.suits(dossier, at) and act.is_for(user, dossier, day):
            wrong = type(tried) is act
            rows.append(Offer(tried if tried is not None and wrong else act(dossier=dossier), wrong))
    return rows
