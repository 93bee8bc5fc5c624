"""EmailChange: a new address that an account gave for itself or for whom it stands, until its reader confirms it."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.party import Party
from people.models.sealed import Sealed
from people.models.user import User

LIFETIME = timedelta(days=7)


class EmailChangeQuerySet(models.QuerySet["EmailChange"]):
    """Queries of changes of addresses."""

    def waiting(self, at: datetime) -> "EmailChangeQuerySet":
        """Asked for, not confirmed, and not too old."""
        return self.filter(confirmed_at=None, replaced=False, asked_at__gt=at - LIFETIME)


class EmailChange(Sealed):
    """The old address stays until the reader of the new one presses the button that was mailed to them."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    for_account = models.BooleanField(default=False)  # the account's own address, too
    email = models.EmailField(_("thư điện tử"))
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    replaced = models.BooleanField(default=False)  # another one was given after it, or it was taken back

    objects = EmailChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("đổi thư điện tử")
        indexes = [models.Index(fields=["email", "asked_at"], name="email_change_of_address")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.email}"
