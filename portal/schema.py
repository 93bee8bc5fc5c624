"""Serve the schema of the API: made once for each language and format, since it is the same for everybody."""

import threading
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

FORMATS = {renderer.media_type: renderer for renderer in SpectacularAPIView.renderer_classes}
_lock = threading.Lock()  # a crowd at the start makes it once


class SchemaView(SpectacularAPIView):
    """The schema in YAML or JSON, in the language of the reader or of `?lang=`."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole document."""
        wished = request.GET.get("lang", "")
        language = wished if wished in dict(settings.LANGUAGES) else translation.get_language()
        renderer = request.accepted_renderer
        with _lock:
            document = _document(language, renderer.media_type)
        response = HttpResponse(document, content_type=renderer.media_type)
        name = f"{settings.SPECTACULAR_SETTINGS['TITLE']}.{renderer.format}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response


@cache
def _document(language: str, media_type: str) -> bytes:
    with translation.override(language):
        generator: Any = SchemaGenerator
        renderer: Any = FORMATS[media_type]
        return bytes(renderer().render(generator().get_schema(request=None, public=True), renderer_context={}))
