"""The WSGI entry point of the web processes."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - every page is loaded before the processes part, and so shared by them
gc.collect()
gc.set_threshold(50_000, 20, 50)  # a page makes thousands of short-lived values; looking each 700 costs a twentieth
gc.freeze()  # the collector would write into what they share, and so make it their own
