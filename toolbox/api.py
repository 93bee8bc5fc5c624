"""Shared pieces of the API: text fields, the header of idempotent requests, and how refusals are documented."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from toolbox.text import has_control_characters

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="Any string up to 100 characters, new for each act; the same key gives the same answer for 48 hours.",
)


class ErrorOut(serializers.Serializer[Any]):
    """A sentence a person can read."""

    detail = serializers.CharField()


FIELD_ERRORS: dict[str, Any] = {"type": "object", "additionalProperties": {}}  # field → messages
REFUSALS: dict[int, Any] = {400: FIELD_ERRORS, **dict.fromkeys((401, 403, 404, 409, 411, 413, 422), ErrorOut)}


def refuse_control_characters(text: str) -> None:
    """Raise ValidationError for a text with characters that no keyboard has."""
    if has_control_characters(text):
        raise ValidationError(_("Nội dung này có ký tự không đọc được. Xóa và gõ lại."))


class Words(serializers.CharField):
    """Text as a person types it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(refuse_control_characters)
