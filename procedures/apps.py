"""App configuration."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The law as data and as pure functions."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "procedures"
    verbose_name = "Thủ tục hành chính"
