"""The schedule names tasks that exist, and a round comes as often as the settings say."""

from django.conf import settings

from portal.celery import app


def test_every_entry_of_the_schedule_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_what_a_killed_worker_left_is_looked_for_every_round() -> None:
    rounds = [
        entry["schedule"] for name, entry in app.conf.beat_schedule.items() if "waiting" in name
    ]

    assert rounds == [settings.ROUND_SECONDS] * 2
