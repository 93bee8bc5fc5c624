"""The Celery application and the whole schedule, each entry in words."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("motcua")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # Every minute: send what a killed worker or an emptied queue left waiting.
    "deliver waiting notices": {
        "task": "notifications.tasks.deliver_waiting",
        "schedule": float(settings.ROUND_SECONDS),
    },
    # Every minute: make the files of papers that were issued and have none yet.
    "render waiting papers": {
        "task": "dossiers.tasks.render_papers",
        "schedule": float(settings.ROUND_SECONDS),
    },
    # Every five minutes: tell holder and head what is due soon and what is late.
    "announce deadlines": {"task": "dossiers.tasks.announce_deadlines", "schedule": 300.0},
    # At night: tell their authors of drafts nobody has touched for a month.
    "remind of stale drafts": {
        "task": "dossiers.tasks.remind_of_stale_drafts",
        "schedule": crontab(hour=2, minute=20),
    },
    # Just after midnight: editions that begin today give their procedures name, code and words to be found by.
    "describe procedures": {
        "task": "procedures.tasks.describe_procedures",
        "schedule": crontab(hour=0, minute=1),
    },
    # At night: forget the answers kept for retries once they are 48 hours old.
    "forget old answers": {
        "task": "people.tasks.forget_old_answers",
        "schedule": crontab(hour=2, minute=10),
    },
}
