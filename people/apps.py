"""App configuration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Parties, accounts, agencies and posts."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "people"
    verbose_name = "Con người và tổ chức"

    def ready(self) -> None:
        """Have accounts, posts, parties and representations sealed."""
        from people.seals import subjects  # noqa: PLC0415 - reads the models

        subjects.connect()
