"""App configuration."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The heart: the life of a case."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "dossiers"
    verbose_name = "Hồ sơ"
