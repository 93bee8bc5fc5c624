"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages out, and their delivery."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "notifications"
    verbose_name = "Thông báo"
