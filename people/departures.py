"""Departures: what somebody leaves behind when a post ends or an account is closed, as the rooms above tell of it.

People know no dossier; whoever keeps work of accounts registers here, so that no way of leaving forgets it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from people.models import Agency, User


class Keeper(Protocol):
    """A room that keeps work of accounts."""

    def left_by(self, user: User, unit: Agency | None, at: datetime) -> list[str]:
        """What *user* would leave behind in *unit*, or everywhere, in words: how much, and where it goes."""

    def tell_heirs(self, user: User, unit: Agency | None, *, by: User, at: datetime) -> None:
        """*user* left: tell who answers for the work now."""


@dataclass
class Keepers:
    """Those who registered."""

    rows: list[Keeper]

    def register(self, keeper: Keeper) -> None:
        """Have *keeper* asked and told from now on; once, however often an application begins."""
        if keeper not in self.rows:
            self.rows.append(keeper)

    def left_by(self, user: User, unit: Agency | None, at: datetime) -> list[str]:
        """Everything that *user* would leave behind."""
        return [words for keeper in self.rows for words in keeper.left_by(user, unit, at)]

    def tell_heirs(self, user: User, unit: Agency | None, *, by: User, at: datetime) -> None:
        """Tell everybody who answers for it now."""
        for keeper in self.rows:
            keeper.tell_heirs(user, unit, by=by, at=at)


KEEPERS = Keepers([])
