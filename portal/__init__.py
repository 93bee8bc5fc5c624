"""Floor 7, the front door: settings, routes, public pages, API root."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
