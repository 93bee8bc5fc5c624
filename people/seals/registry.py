"""Which rows are sealed, under which subject, and by which of their columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from people.seals.chain import Head
from people.seals.digests import digest_of

Labels = dict[str, str | None]  # "paper/12" → its digest, or None where the row went
ALTERED = "altered/"  # before a label: how a row was found that had been changed past the site


@dataclass(frozen=True)
class SealedModel:
    """The rows of one table: what their seals call them, and whose chain they stand in."""

    name: str  # "paper": a row is called "paper/12"
    model: type[models.Model]
    kind: str  # of the subject
    path: str = "pk"  # lookup that leads from a row to the key of its subject
    without: frozenset[str] = frozenset()  # columns that other hands move on: a worker, a reminder, a sign-in

    @cached_property
    def fields(self) -> tuple[Any, ...]:
        """The columns that are sealed."""
        return tuple(field for field in self.model._meta.concrete_fields if field.name not in self.without)

    def digest(self, row: models.Model) -> str:
        """The digest of *row*."""
        return digest_of(row, self.fields)

    @property
    def is_derived(self) -> bool:
        """True when the digest is a value of another row, and no row of its own."""
        return False

    def label(self, row: models.Model) -> str:
        """What a seal calls *row*."""
        return f"{self.name}/{row.pk}"

    def subject(self, row: models.Model) -> int:
        """The key of the subject whose chain *row* stands in."""
        value: Any = row
        for part in self.path.split("__"):
            value = getattr(value, part)
        return int(value)

    def rows_of(self, keys: list[int]) -> Iterator[models.Model]:
        """The rows that stand in the chains of *keys*, as the database has them."""
        rows = self.model._base_manager.filter(**{f"{self.path}__in": keys})
        if "__" in self.path:
            rows = rows.select_related(self.path.split("__")[0])
        yield from rows.iterator(chunk_size=2000)

    def touches(self, columns: Any) -> bool:
        """True when one of the *columns* that are written is sealed; None writes them all."""
        return columns is None or not self.without.issuperset(columns)


@dataclass
class Kind:
    """A kind of subject: the models that stand in its chain, and where the chain's head is kept."""

    name: str
    members: list[SealedModel] = field(default_factory=list)
    # Locks the subject and gives its head; None while nothing of it is sealed (a draft). Default: from the seals.
    lock_head: Callable[[int], Head | None] | None = None
    keep_head: Callable[[int, Head], None] | None = None
    is_exempt: Callable[[models.Model], bool] | None = None  # True for a row that needs no seal yet, without a query
    may_lack_seals: Callable[[models.Model], bool] | None = None  # True for a subject that has none by right
    # Rows that are known by what seals say of them, not by a key of the subject: seals in, rows as they stand out.
    more_rows: Callable[[dict[int, Labels]], dict[int, Labels]] | None = None

    @property
    def own(self) -> SealedModel:
        """The model whose rows are the subjects themselves."""
        return self.members[0]

    def labels(self, keys: list[int]) -> dict[int, Labels]:
        """What every row in the chains of *keys* is called, with its digest, as the database has it now."""
        labels: dict[int, Labels] = {key: {} for key in keys}
        for sealed in self.members:
            for row in sealed.rows_of(keys):
                labels[sealed.subject(row)][sealed.label(row)] = sealed.digest(row)
        return labels


KINDS: dict[str, Kind] = {}
BY_MODEL: dict[type[models.Model], SealedModel] = {}


def seal_model(
    model: type[models.Model],
    name: str = "",
    *,
    kind: str = "",
    path: str = "pk",
    without: frozenset[str] | set[str] = frozenset(),
) -> SealedModel:
    """Have every row of *model* sealed at each save and deletion: in its own chain, or in that of *kind*."""
    name = name or model._meta.model_name or ""
    sealed = SealedModel(name, model, kind or name, path, frozenset(without))
    KINDS.setdefault(sealed.kind, Kind(sealed.kind)).members.append(sealed)
    BY_MODEL[model] = sealed
    return sealed
