"""An upgrade from the release before the house was sorted: its database and its queue, the code of today."""

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal.demo.accounts import DEMO_PASSWORD
from tests.support import site

pytestmark = [pytest.mark.journey, pytest.mark.outside]
BEFORE = "47c5dca"  # the last commit of 0.5
WAIT_SECONDS = 90
# Run by the old code: an act whose paper and messages no worker has taken yet, a session, and an API token.
LEAVE_WORK = """
import json
from django.conf import settings
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token
from dossiers import actions
from dossiers.models import Dossier, Event, Paper
from people.models import User

settings.ALLOWED_HOSTS = ["*"]
clerk = User.objects.get(username="motcua")
done = None
for dossier in Dossier.objects.filter(state="submitted", channel="online"):
    try:
        done = actions.accept(dossier, by=clerk, at=timezone.now())
        break
    except actions.Refused:
        continue
client = Client()
client.force_login(clerk)
token, _new = Token.objects.get_or_create(user=clerk)
print(json.dumps({
    "code": done.code, "session": client.cookies["sessionid"].value, "token": token.key,
    "dossiers": Dossier.objects.count(), "events": Event.objects.count(),
    "heads": sorted(Dossier.objects.exclude(code=None).values_list("code", "head_hash")),
}))
"""
# Run by the code of today.
LOOK = """
import json
from dossiers.models import Dossier, Event, Paper
from notifications.models import Notice

print(json.dumps({
    "pending": Paper.objects.filter(state="pending").count() + Notice.objects.filter(state="pending").count(),
    "failed": Paper.objects.filter(state="failed").count(),
    "dossiers": Dossier.objects.count(), "events": Event.objects.count(),
    "heads": sorted(Dossier.objects.exclude(code=None).values_list("code", "head_hash")),
}))
"""


def run(tree: Path, environment: dict[str, str], *words: str) -> str:
    """What `manage.py` of *tree* prints."""
    command = [sys.executable, "manage.py", *words]
    answer = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def old_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old release, unpacked from the history, with the built files that no history holds."""
    history = ["git", "-C", str(settings.BASE_DIR)]
    if subprocess.run([*history, "cat-file", "-e", BEFORE], capture_output=True, check=False).returncode:
        pytest.skip("this clone has no history to upgrade from")
    tree = tmp_path_factory.mktemp("old")
    archive = subprocess.run([*history, "archive", BEFORE], capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(tree)], input=archive, check=True)
    shutil.copytree(settings.BASE_DIR / "static" / "built", tree / "static" / "built")
    return tree


@pytest.fixture(scope="module")
def left(old_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The old release's database and queue, and what it says stands in them; then the new site over both."""
    data = tmp_path_factory.mktemp("upgrade")
    environment = site.environment_for(data)
    run(old_tree, environment, "portal", "--prepare-only")
    facts = json.loads(run(old_tree, environment, "shell", "-c", LEAVE_WORK).splitlines()[-1])
    running = site.start_in(environment)
    yield facts | {"site": running}
    running.stop()


def test_every_paper_and_message_left_in_the_queue_is_made_and_nothing_is_lost_or_doubled(left: Any) -> None:
    running, deadline = left["site"], time.monotonic() + WAIT_SECONDS
    while (now := _look(running))["pending"] and time.monotonic() < deadline:
        time.sleep(1)

    assert (now["pending"], now["failed"]) == (0, 0)
    assert {key: now[key] for key in ("dossiers", "events", "heads")} == {
        key: left[key] for key in ("dossiers", "events", "heads")
    }


def test_the_old_record_verifies_and_goes_on(left: Any) -> None:
    running = left["site"]
    run(settings.BASE_DIR, running.environment, "verify_journal")

    with pytest.raises(urllib.error.HTTPError, match="401"):  # keys of the old kind end at the upgrade
        _ask(running, "/api/v1/dossiers/", {"Authorization": f"Token {left['token']}"})
    detail = _ask(running, f"/api/v1/dossiers/{left['code']}/", {"Authorization": f"Token {_new_token(running)}"})

    assert detail[0] == 200
    assert json.loads(detail[1])["papers"]


def test_who_was_signed_in_stays_signed_in(left: Any) -> None:
    status, page = _ask(left["site"], f"/can-bo/ho-so/{left['code']}/", {"Cookie": f"sessionid={left['session']}"})

    assert status == 200
    assert left["code"] in page


def _look(running: site.Site) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(
        run(settings.BASE_DIR, running.environment, "shell", "-c", LOOK).splitlines()[-1]
    )
    return facts


def _new_token(running: site.Site) -> str:
    data = json.dumps({"username": "motcua", "password": DEMO_PASSWORD}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{running.address}/api/v1/token/", data, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["token"])


def _ask(running: site.Site, path: str, headers: dict[str, str]) -> tuple[int, str]:
    request = urllib.request.Request(running.address + path, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, answer.read().decode()
