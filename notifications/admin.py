"""The admin of notices, read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Notice


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What was sent, to whom, and its outcome; without its text, which is the reader's own."""

    list_display = ["created_at", "kind", "channel", "address", "state", "tries"]
    list_filter = ["channel", "state", "kind"]
    search_fields = ["address"]
    fields = [
        "kind",
        "channel",
        "address",
        "subject",
        "link",
        "state",
        "tries",
        "error",
        "created_at",
        "not_before",
        "sent_at",
        "read_at",
    ]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: only acts write notices."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a notice is as it was sent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it proves that a person was told."""
        return False
