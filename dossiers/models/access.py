"""DossierAccess: who may see a dossier, as rows written by the acts, so that an index answers it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from people.models import Agency


class DossierAccess(models.Model):
    """A unit that holds or held the dossier, or a role (cashier, seal clerk) from its step on."""

    # Both are the first column of an index below.
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="access", db_index=False)
    unit = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=14, blank=True)  # empty: everyone who works in the unit
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "unit", "role"], name="access_once")]
        indexes = [models.Index(fields=["unit", "role", "dossier"], name="access_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}{self.role} → {self.dossier_id}"

    @classmethod
    def let_in(cls, dossier_id: int, openings: Iterable[tuple[int, str]], since: datetime) -> "list[DossierAccess]":
        """Let each unit with its role in from *since*; returns the rows that are new, in one statement."""
        ways = list(dict.fromkeys(openings))
        instant = connection.ops.adapt_datetimefield_value(since)
        values = ", ".join(["(%s, %s, %s, %s)"] * len(ways))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO dossiers_dossieraccess (dossier_id, unit_id, role, since) VALUES {values}"  # noqa: S608
                " ON CONFLICT (dossier_id, unit_id, role) DO NOTHING RETURNING id, unit_id, role",
                [value for unit, role in ways for value in (dossier_id, unit, role, instant)],
            )
            new = cursor.fetchall()
        return [cls(pk=pk, dossier_id=dossier_id, unit_id=unit, role=role, since=since) for pk, unit, role in new]


class HasAccess(models.Func):
    """True for a *dossier* (an expression) that one of *openings*, units with a role, may see.

    With *each* a condition on the outer row keeps PostgreSQL from listing all that a unit ever saw for the few
    rows that are asked about: each is then looked up by the index on its own access.
    """

    output_field = models.BooleanField()

    def __init__(self, dossier: Any, openings: Sequence[tuple[Sequence[int], str]], *, each: bool = False) -> None:
        super().__init__(dossier)
        self.openings, self.each = openings, each

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """The condition with its parameters; never true without openings."""
        if not self.openings:
            return "1 = 0", []
        (dossier, own), params, ways = compiler.compile(self.source_expressions[0]), [], []
        for units, role in self.openings:
            ways.append(f"(a.unit_id IN ({', '.join(['%s'] * len(units))}) AND a.role = %s)")
            params += [*units, role]
        beside = f" AND {dossier} > 0" if self.each else ""
        rows = f"SELECT 1 FROM dossiers_dossieraccess a WHERE a.dossier_id = {dossier}{beside}"  # noqa: S608 - no input
        return f"EXISTS ({rows} AND ({' OR '.join(ways)}))", [*own, *(own if self.each else []), *params]
