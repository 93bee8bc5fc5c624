"""ApiKey: a named key of one account for the API; kept as a digest, ended by its owner, its day or new credentials."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from people.models.sealed import Sealed


class ApiKey(AbstractAuthToken, Sealed):
    """What `Authorization: Token …` carries is shown once and kept nowhere."""

    name = models.CharField(_("tên"), max_length=60, blank=True)
    mark = models.CharField(max_length=64)  # of the credentials it was given for (`User.credentials_mark`)

    class Meta:
        verbose_name = _("mã truy cập")
        ordering = ["-created"]
