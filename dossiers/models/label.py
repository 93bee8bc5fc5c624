"""Label: a word by which a unit sorts its work; DossierLabel: that it hangs on a dossier, who put it there and when."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import Agency, User
from people.models.reference import KeptForeignKey


class Label(models.Model):
    """One word of one unit. It is taken out of use rather than deleted, so that what hung on a dossier stays told."""

    class Colour(models.TextChoices):
        BLUE = "info", _("Xanh dương")
        GREEN = "success", _("Xanh lá")
        YELLOW = "warning", _("Vàng")
        PURPLE = "purple", _("Tím")

    unit = KeptForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("tên nhãn"), max_length=30)
    colour = models.CharField(_("màu"), max_length=8, choices=Colour, default=Colour.BLUE)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("nhãn")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], condition=Q(ended_at=None), name="label_name_of_unit")
        ]

    def __str__(self) -> str:
        return self.name


class DossierLabel(models.Model):
    """A label on a dossier, from when until when. No act of the procedure: it moves nothing and stands in no event."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="labels", db_index=False)
    label = models.ForeignKey(Label, models.PROTECT, related_name="uses", db_index=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("nhãn của hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "label"], condition=Q(ended_at=None), name="dossier_label_once")
        ]

    def __str__(self) -> str:
        return str(self.label)


def wears(label: int) -> Exists:
    """Of a dossier: the label with this key hangs on it."""
    return Exists(DossierLabel.objects.filter(dossier=OuterRef("pk"), label=label, ended_at=None))
