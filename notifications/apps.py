"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages out, and what became of them."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "notifications"
    verbose_name = "Thông báo"
