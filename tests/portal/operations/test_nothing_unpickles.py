"""Nothing that others may write is read as Python's own objects: neither cache, session, job nor schedule."""

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from kombu.serialization import registry

from portal.celery import app
from portal.operations.heartbeat import Scheduler
from tests.house.tree import modules

ASKED = """
import json, django
django.setup()
from django.conf import settings
from portal.celery import app
names = ("accept_content", "result_accept_content", "task_serializer", "result_serializer", "beat_scheduler")
caches = [cache["BACKEND"] for cache in settings.CACHES.values()]
sessions = [settings.SESSION_SERIALIZER]
print(json.dumps({"caches": caches, "sessions": sessions, **{name: app.conf[name] for name in names}}))
"""
SHAPES = {"embedded": {}, "with Redis": {"REDIS_URL": "redis://127.0.0.1:1/0", "MOTCUA_DEMO": "1"}}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_read_from_cache_sessions_and_queue_is_json(shape: str, tmp_path: Path) -> None:
    own = {"DJANGO_SETTINGS_MODULE": "portal.settings", "MOTCUA_VAR": str(tmp_path), "REDIS_URL": "", **SHAPES[shape]}
    answer = subprocess.check_output([sys.executable, "-c", ASKED], cwd=settings.BASE_DIR, env=os.environ | own)
    facts = json.loads(answer)

    for backend in facts["caches"]:
        assert "pickle" not in inspect.getsource(import_string(backend)).replace("without pickle", "")
    assert facts["sessions"] == ["django.contrib.sessions.serializers.JSONSerializer"]
    assert facts["accept_content"] == ["json"]
    assert facts["result_accept_content"] in (None, ["json"])
    assert (facts["task_serializer"], facts["result_serializer"]) == ("json", "json")
    assert import_string(facts["beat_scheduler"]) is Scheduler


def test_a_worker_refuses_a_job_that_is_pickled() -> None:
    assert "pickle" in registry.name_to_type  # kombu knows it, and reads it from who allows it
    with app.connection_for_read("memory://", transport_options={}) as link:
        consumer = app.amqp.TaskConsumer(link.channel())

    assert consumer.accept == {"application/json"}


def test_no_module_of_the_site_unpickles() -> None:
    words = ("import pickle", "import marshal", "import shelve", "from pickle", "PersistentScheduler")
    there = [module.name for module in modules() if any(word in module.text for word in words)]

    assert [name for name in there if not name.startswith("tests/")] == []
