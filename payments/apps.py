"""The fees that are paid."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Floor 5."""

    name = "payments"
    verbose_name = _("Thu phí, lệ phí")
