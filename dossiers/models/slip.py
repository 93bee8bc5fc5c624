"""FailedSlip: a code tried with characters that are not on its slip; too many close the code for a while."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from people.models import User

TRIES, LOCKED = 5, timedelta(minutes=15)


class FailedSlipQuerySet(models.QuerySet["FailedSlip"]):
    """Queries of failed tries."""

    def close(self, code: str, user: User, at: datetime) -> bool:
        """True while too many tries of late, at this code or by this account, have failed."""
        since = Q(at__gt=at - LOCKED)
        return any(self.filter(since & one).count() >= TRIES for one in (Q(code=code), Q(user=user)))


class FailedSlip(models.Model):
    """One failed try; kept for a day, in the database, so that every process counts the same."""

    code = models.CharField(max_length=40)  # as typed: there may be no such dossier
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    objects = FailedSlipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["code", "at"], name="failed_slip_of_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%d/%m %H:%M}"
