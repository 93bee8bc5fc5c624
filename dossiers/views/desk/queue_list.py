"""A list of the queue: one way to look, the filters of an address, or what words find; in the order it is shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dossiers.models import Dossier
from dossiers.models.queries import DossierQuerySet
from dossiers.sight import finds_by_number
from dossiers.views.desk.filters import Filters, read_filters
from dossiers.views.desk.queue_views import View, views_of
from people.cards import read_card
from people.models import Party, User
from toolbox import keyset
from toolbox.references import day_and_number

MATCHES = 50


@dataclass(frozen=True)
class Matches:
    """What words found: dossiers, the words by which people were searched for (empty: none was), and how many."""

    rows: DossierQuerySet
    words: str = ""
    people: int = 0

    @property
    def many(self) -> bool:
        """Whether more people than MATCHES are called so."""
        return self.people > MATCHES


@dataclass(frozen=True)
class QueueList:
    """What an address of the queue shows to *user*."""

    user: User
    view: View
    filters: Filters
    typed: str

    def rows(self, at: datetime) -> DossierQuerySet:
        """Every dossier of the list, in no order."""
        seen = Dossier.objects.at_work_of(self.user)
        return self.filters.narrow(self.matches().rows if self.typed else self.view.narrow(seen, self.user, at), at)

    def page(self, at: datetime, cursor: str, size: int) -> tuple[keyset.Page, Matches | None]:
        """One page, and what was searched for, newest first; without words the most urgent first. Raises BadCursor."""
        named = Dossier.objects.for_rows()
        if not self.typed:
            return keyset.page(self.rows(at), cursor, size, named=named), None
        matches = self.matches()
        return keyset.newest(self.filters.narrow(matches.rows, at), cursor, size, named=named), matches

    def matches(self) -> Matches:
        """Dossiers that the words name by a part of their code, else those of every person they name, open or not.

        By number only where the reader's role sees numbers. Few people are named by key, so that the index of
        applicants serves; many stay a condition of the statement, which stops at the end of the page.
        """
        rows = Dossier.objects.at_work_of(self.user)
        if day_and_number(self.typed) and (coded := rows.coded(self.typed)).exists():
            return Matches(coded)
        card = read_card(self.typed)
        words = card.citizen_id if card else self.typed
        people = Party.objects.matching(words) if finds_by_number(self.user) else Party.objects.called(words)
        first = list(people.order_by("pk").values_list("pk", flat=True)[: MATCHES + 1])
        named = rows.filter(applicant_id__in=people.values("pk") if len(first) > MATCHES else first)
        return Matches(named, words, len(first))


def list_of(user: User, query: Any, typed: str) -> QueueList:
    """The list that the parameters of an address ask for; the view it opens with where they name none of theirs."""
    views, filters = views_of(user), read_filters(query, user)
    view = next((view for view in views if view.key == query.get("view")), None)
    if view is None and query.get("view"):
        filters.notices.append(_("Cách xem này không có hoặc không dành cho vị trí của ông/bà."))
    return QueueList(user, view or views[0], filters, typed)
