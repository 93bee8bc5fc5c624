"""The app configuration of portal; registers its system check."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from portal.demo.accounts import refuse_outside_demo


class PortalConfig(AppConfig):
    """Floor 7."""

    name = "portal"
    verbose_name = "Cổng dịch vụ"

    def ready(self) -> None:
        """Register the check that `migrate` and `check --database` make."""
        register(Tags.database)(refuse_outside_demo)
