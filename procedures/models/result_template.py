"""ResultTemplate: a dated version of a kind of result; published by a second person, frozen from then on."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.reference import Kept
from people.models.sealed import Sealed


class ResultTemplateQuerySet(models.QuerySet["ResultTemplate"]):
    """Queries of templates."""

    def in_force(self, day: date) -> "ResultTemplateQuerySet":
        """Templates that apply on *day*."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), state="published", valid_from__lte=day)


class ResultTemplate(Sealed):
    """One version of a kind of result; papers keep the one they were made by."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản thảo")
        PUBLISHED = "published", _("Đã công bố")

    kind = models.SlugField(_("loại kết quả"), max_length=60)
    number = models.PositiveSmallIntegerField(_("lần ban hành"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("đến"), null=True, blank=True)
    content: "models.JSONField[Any, Any]" = models.JSONField()  # the reviewed file, whole
    digest = models.CharField(max_length=64)
    is_from_page = models.BooleanField(default=False)
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ResultTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("mẫu kết quả")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="result_template_number_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state="published", valid_to__isnull=True), name="result_template_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="result_template_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content['name_vi']} ({self.number})"

    @staticmethod
    def kept(slug: str, day: date) -> "ResultTemplate | None":
        """The template by which results of the procedure *slug* are made on *day*; None: the general letter."""
        newest = {row.kind: row for row in _in_force(day)}  # on the day of a change both versions of a kind hold
        return next((row for row in newest.values() if slug in row.content["procedures"]), None)

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The declared fields, in order."""
        rows: list[dict[str, Any]] = self.content["fields"]
        return rows


_in_force: Kept[date, list[ResultTemplate]] = Kept(
    lambda day: list(ResultTemplate.objects.in_force(day).order_by("kind", "number"))
)
