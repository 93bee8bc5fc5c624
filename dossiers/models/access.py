"""DossierAccess: who may see a dossier, as rows written by the acts, so that an index answers it."""

from django.db import models

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
