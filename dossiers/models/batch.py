"""Batch: one act on many dossiers, asked for at once by one person; BatchItem: what became of each of them."""

from collections import Counter
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User


class Batch(models.Model):
    """The row is the job. Who asked for which act is under seal, like every row that decides who does what."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    action = models.CharField(max_length=20)  # a key of `dossiers.bulk.ACTS`
    data: "models.JSONField[Any, Any]" = models.JSONField(default=dict)  # what is the same for all of them
    language = models.CharField(max_length=5, default="vi")  # of who asked: refusals are told in it
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("loạt việc")
        indexes = [models.Index(fields=["by", "-id"], name="batch_by")]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"

    @property
    def counts(self) -> dict[str, int]:
        """How many of its dossiers stand how: `waiting`, `done`, `refused`; those that are over, and `all`."""
        states = Counter(self.items.values_list("state", flat=True))
        waiting, whole = states[BatchItem.State.WAITING], states.total()
        return {state: states[state] for state in BatchItem.State.values} | {"all": whole, "ended": whole - waiting}


class BatchItem(models.Model):
    """One dossier of a batch, by its code; `seen` is the digest of what the person saw of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        DONE = "done", _("Đã xong")
        REFUSED = "refused", _("Không thực hiện được")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", db_index=False)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    seen = models.CharField(max_length=64, blank=True)
    # What the worker moves on: not sealed.
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    words = models.TextField(blank=True)  # why it was refused
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hồ sơ của loạt việc")
        constraints = [
            models.UniqueConstraint(fields=["batch", "order"], name="batch_item_order"),
            models.UniqueConstraint(fields=["batch", "name"], name="batch_item_once"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="batch_item_waiting")]

    def __str__(self) -> str:
        return self.name
