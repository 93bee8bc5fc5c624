"""App configuration."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The law as data and as pure functions."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "procedures"
    verbose_name = "Thủ tục hành chính"

    def ready(self) -> None:
        """Have editions and calendars sealed: dossiers keep the ones they were accepted under."""
        from people.seals.collector import watch  # noqa: PLC0415 - reads the models
        from people.seals.registry import seal_model  # noqa: PLC0415
        from procedures.models import CalendarDay, CalendarVersion, Edition, ResultTemplate  # noqa: PLC0415

        watch(seal_model(Edition))
        watch(seal_model(ResultTemplate, "template"))
        watch(seal_model(CalendarVersion, "calendar"))
        watch(seal_model(CalendarDay, "day", kind="calendar", path="version_id"))
