"""App configuration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Parties, accounts, agencies and posts."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "people"
    verbose_name = "Con người và tổ chức"

    def ready(self) -> None:
        """Have accounts, posts and people sealed; and told of whoever stood in for somebody and leaves."""
        from people import delegations  # noqa: PLC0415 - reads the models
        from people.departures import KEEPERS  # noqa: PLC0415 - the same
        from people.seals import subjects  # noqa: PLC0415 - the same

        subjects.connect()
        KEEPERS.register(delegations)
