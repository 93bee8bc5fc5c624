"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Payments of fees."""

    name = "payments"
    verbose_name = _("Thu phí, lệ phí")
