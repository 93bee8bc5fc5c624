"""The admin of the catalogue and the calendar, read-only: their source is the reviewed files."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from procedures.models import CalendarDay, CalendarVersion, Component, Edition, Field, Procedure


class ReadOnly:
    """An admin without permission to add, change or delete."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: files add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: files change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: nothing published is deleted."""
        return False


class Components(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """The components of an edition."""

    model = Component


class Days(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """The exceptions of a calendar version."""

    model = CalendarDay


@admin.register(Field)
class FieldAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Fields of administration."""

    list_display = ("name_vi", "unit_code", "order")


@admin.register(Procedure)
class ProcedureAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Procedures; search needs no accents."""

    list_display = ("name_vi", "code", "field", "popular")
    list_filter = ("field", "popular")
    list_select_related = ("field",)
    search_fields = ("search_text", "code", "slug")


@admin.register(Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Editions, with their components."""

    list_display = ("procedure", "number", "state", "valid_from", "valid_to", "online", "fee_amount")
    list_filter = ("state", "online", "procedure__field")
    list_select_related = ("procedure",)
    search_fields = ("procedure__search_text", "procedure__code")
    inlines = (Components,)


@admin.register(CalendarVersion)
class CalendarVersionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Calendar versions, with their days."""

    list_display = ("number", "published_at", "years")
    inlines = (Days,)
