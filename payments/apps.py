"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Payments of fees."""

    name = "payments"
    verbose_name = _("Thu phí, lệ phí")

    def ready(self) -> None:
        """Have payments sealed with the dossier whose fee they settle."""
        from dossiers.journal.sealing import KIND  # noqa: PLC0415 - reads the models
        from payments.models import Payment  # noqa: PLC0415
        from people.seals.collector import watch  # noqa: PLC0415
        from people.seals.registry import seal_model  # noqa: PLC0415

        watch(seal_model(Payment, kind=KIND, path="dossier_id"))
