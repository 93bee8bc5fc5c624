"""App configuration."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The heart: the life of a case."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "dossiers"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        """Have every row of a filed dossier sealed."""
        from dossiers.journal import sealing  # noqa: PLC0415 - reads the models

        sealing.connect()
