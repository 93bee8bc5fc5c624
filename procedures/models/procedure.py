"""Models of the catalogue: fields of administration, procedures, and the words they are found by."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from procedures.search_text import typed_words
from toolbox.collation import KEY_MAX
from toolbox.formats import in_english


class Field(models.Model):
    """A field of administration (lĩnh vực) and the division that appraises its dossiers."""

    slug = models.SlugField(unique=True)
    name_vi = models.CharField(_("lĩnh vực"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    unit_code = models.CharField(_("phòng thẩm định"), max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = _("lĩnh vực")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return (in_english() and self.name_en) or self.name_vi


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Queries of procedures."""

    def search(self, typed: str) -> "ProcedureQuerySet":
        """Every word of *typed*, without accents, anywhere in names, aliases or code."""
        words, rows = typed_words(typed), self
        if typed.strip() and not words:  # only signs: nothing is called that
            return self.none()
        for word in words:
            rows = rows.filter(search_text__contains=word)
        return rows

    def for_applicant(self, kind: str) -> "ProcedureQuerySet":
        """Procedures that a citizen, an enterprise, an organisation or a foreigner may file."""
        # As text: SQLite has no look-up inside a JSON list.
        rows = self.annotate(who=Cast("applicants", models.TextField()))
        return rows.filter(who__contains=f'"{kind}"')

    def by_name(self) -> "ProcedureQuerySet":
        """Each with `place`, by which lists are ordered: its name in the language of the page, as in a dictionary."""
        return self.annotate(place=F("order_en" if in_english() else "order_vi"))

    def at_event(self, event: str) -> "ProcedureQuerySet":
        """Procedures that people look for at an event of their lives."""
        return self.annotate(occasions=Cast("events", models.TextField())).filter(occasions__contains=f'"{event}"')


class Procedure(models.Model):
    """What the law offers, whatever its editions say."""

    slug = models.SlugField(max_length=120, unique=True)
    code = models.CharField(_("mã thủ tục"), max_length=20, blank=True, db_index=True)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures")
    name_vi = models.CharField(_("tên thủ tục"), max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    popular = models.BooleanField(default=False)
    applicants = models.JSONField(default=list)
    events = models.JSONField(_("việc trong đời"), default=list)
    described_by = models.PositiveSmallIntegerField(default=0)  # number of the edition all this comes from
    search_text = models.TextField(editable=False)
    # By which lists are ordered, in each language: toolbox/collation.py.
    order_vi = models.CharField(max_length=KEY_MAX, default="", db_default="", editable=False)
    order_en = models.CharField(max_length=KEY_MAX, default="", db_default="", editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("thủ tục hành chính")
        ordering = ["field__order", "order_vi", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return (in_english() and self.name_en) or self.name_vi


class SearchWord(models.Model):
    """One word of the catalogue, folded: what a misspelt word is set right by."""

    word = models.CharField(max_length=80, primary_key=True)

    def __str__(self) -> str:
        return self.word
