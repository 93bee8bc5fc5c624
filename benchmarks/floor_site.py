"""The floor as a site: our settings and tables, bare views, and nothing between a request and its view."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup(set_prefix=False)
settings.ROOT_URLCONF, settings.MIDDLEWARE = "benchmarks.floor", []

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - reads the middleware named above

application = WSGIHandler()
