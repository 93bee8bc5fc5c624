"""Floor 7: settings, routes, public pages, the API root, operations and the demo world."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
