"""The schedule names tasks that exist, and a round comes as often as the settings say."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from portal.celery import app


def test_every_entry_of_the_schedule_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_what_a_killed_worker_left_is_looked_for_every_round() -> None:
    rounds = [entry["schedule"] for name, entry in app.conf.beat_schedule.items() if "waiting" in name]

    assert rounds == [settings.ROUND_SECONDS] * 3


def test_making_papers_has_a_queue_of_its_own_and_one_worker_of_ours_serves_both() -> None:
    def queue(task: str) -> str:
        return str(app.amqp.router.route({}, task)["queue"].name)

    assert queue("dossiers.papers.render.render_waiting") == "papers"
    assert queue("dossiers.tasks.render_papers") == "papers"
    assert queue("notifications.tasks.deliver_waiting") == "celery"
    assert set(settings.JOB_QUEUES.split(",")) == {"celery", "papers"}


def test_a_module_of_settings_may_build_on_ours(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("from portal.settings import *\nROUND_SECONDS = 7\n")
    asked = (
        "import django; django.setup()\nfrom portal.celery import app\n"
        "print(app.conf.beat_schedule['render waiting papers']['schedule'])"
    )
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "own",
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{settings.BASE_DIR}",
        "MOTCUA_VAR": str(tmp_path),
    }

    result = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=False)

    assert (result.stderr, result.stdout) == ("", "7.0\n")
