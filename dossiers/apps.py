"""App configuration."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The heart: the life of a case."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "dossiers"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        """Have every row of a filed dossier sealed, and heirs told of what is left behind."""
        from dossiers import departures  # noqa: PLC0415 - reads the models
        from dossiers.journal import sealing  # noqa: PLC0415 - the same
        from people.departures import KEEPERS  # noqa: PLC0415 - the same

        sealing.connect()
        KEEPERS.register(departures)
