"""Who acts today for whom is away: messages and warnings go there, since nobody reads them where they would go."""

from dataclasses import dataclass
from datetime import date

from people.models import Agency, Delegation, Post, User
from people.models.delegation import delegations_on


@dataclass(frozen=True)
class Substitutes:
    """The delegations in force on a day."""

    rows: list[Delegation]

    @classmethod
    def on(cls, day: date) -> "Substitutes":
        """Those of *day*: one statement, however many are away."""
        return cls(delegations_on(day))

    def instead_of(self, user: User, unit: Agency | None) -> list[User]:
        """Who acts for *user* in *unit*, while they are away; else themselves."""
        away = [row for row in self.rows if row.is_absence and row.post.user_id == user.pk]
        return [row.to for row in away if unit is None or row.post.covers(unit)] or [user]

    def all_instead_of(self, users: list[User], unit: Agency | None) -> list[User]:
        """The same of several, each once."""
        people = {person.pk: person for user in users for person in self.instead_of(user, unit)}
        return list(people.values())

    def acting_by(self, post: Post, procedure: str, kind: str) -> list[User]:
        """Who acts by *post* in matters of this procedure and kind: its holder unless away, and whom it is given to."""
        rows = [row for row in self.rows if row.post_id == post.pk]
        given = [row.to for row in rows if row.is_for(procedure) and (not row.acts or kind in row.acts)]
        return given if any(row.is_absence for row in rows) else [post.user, *given]
