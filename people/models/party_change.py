"""PartyChange: what a party was called, lived at or could be reached by before; who changed it, on which ground."""

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.sealed import Sealed
from people.models.user import User

# In the order in which a page names them.
FACTS = (
    "kind",
    "name",
    "citizen_id",
    "tax_code",
    "passport_no",
    "passport_country",
    "birth_date",
    "address",
    "postal_address",
    "phone",
    "email",
)
NUMBERS = ("citizen_id", "tax_code", "passport_no", "phone")


class PartyChangeQuerySet(models.QuerySet["PartyChange"]):
    """Queries of what parties were before."""

    def numbered(self, *numbers: str) -> "PartyChangeQuerySet":
        """Those by which one of these numbers was given up."""
        had = (Q(numbers__contains=f" {number} ") for number in numbers if number)
        return self.filter(reduce(or_, had, Q(pk__in=[])))


class PartyChange(Sealed):
    """One change of a party's facts; the row says how they stood before it, and is never changed itself."""

    party = models.ForeignKey("people.Party", models.PROTECT, related_name="changes")
    before: "models.JSONField[Any, Any]" = models.JSONField()  # the facts that changed, as they stood
    after: "models.JSONField[Any, Any]" = models.JSONField()  # and as they stand since
    ground = models.CharField(_("căn cứ"), max_length=300)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # By what was given up one still finds the person.
    name_folded = models.CharField(max_length=255, blank=True)
    numbers = models.CharField(max_length=80, blank=True)  # " 001150012345 B1234567 "

    objects = PartyChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thay đổi của người, tổ chức")
        ordering = ["-id"]
        indexes = [models.Index(fields=["name_folded"], name="party_former_name", condition=~Q(name_folded=""))]

    def __str__(self) -> str:
        return f"{self.party_id} {self.at:%d/%m/%Y}"
