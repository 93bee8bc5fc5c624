"""Lists of what waits for somebody's word: who decides, and the units that were asked for their opinion."""

from typing import Self

from django.db.models import Exists, F, OuterRef, Q

from dossiers.models.opinion import Opinion
from dossiers.models.state import OPEN_ROWS, State
from dossiers.models.visibility import VisibleQuerySet


class WaitingQuerySet(VisibleQuerySet):
    """What waits, and for whom."""

    def awaiting_decision(self) -> Self:
        """Proposed, or drafted in three steps, to be endorsed or signed."""
        drafted = Q(state=State.APPRAISAL.value, holder=None) & ~Q(proposed_outcome="")
        return self.filter(Q(state=State.APPROVAL.value) | drafted)

    def awaiting_opinion_of(self, units: list[int]) -> Self:
        """One of *units* was asked for its opinion, and owes it."""
        owed = Opinion.objects.waiting().filter(dossier=OuterRef("pk"), unit__in=units)
        return self.filter(OPEN_ROWS, Exists(owed))

    def awaiting_opinions(self, units: list[int]) -> Self:
        """With one of *units*, and other units owe it an opinion."""
        return self.filter(OPEN_ROWS, holder_unit_id__in=units, opinions_asked__gt=F("opinions_given"))
