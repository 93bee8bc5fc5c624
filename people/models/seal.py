"""Seal: the digests of the rows that one change touched, chained to the seal before it; append-only."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.append_only import AppendOnly

SEALS = AppendOnly("people_seal", "kind = NEW.kind AND key = NEW.key AND seq = NEW.seq")


class Seal(models.Model):
    """One link in the chain of one subject: a dossier, or a row that decides who may do what.

    `rows` names each row that the change touched ("paper/12") with its digest, or with null where it went. `hash`
    follows from all of it and from the hash before; `mac` is that hash under a key which no database holds.
    """

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()  # the primary key of the subject
    seq = models.PositiveIntegerField()
    form = models.PositiveSmallIntegerField()  # the version of the canonical form
    rows: "models.JSONField[Any, Any]" = models.JSONField()
    as_found = models.BooleanField(default=False)  # taken from rows that no seal had held: proves nothing earlier
    recorded_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    key_name = models.CharField(max_length=8)  # which key it is under, so that keys can change
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("niêm phong")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "seq"], name="seal_sequence"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="seal_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}#{self.seq}"
