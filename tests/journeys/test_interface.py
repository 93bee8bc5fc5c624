"""The interface from outside: every answer is what the schema says, and the partner's guide works as it is written."""

import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from django.conf import settings

from portal.demo.accounts import DEMO_PASSWORD
from tests.support.site import Site, start

pytestmark = [pytest.mark.journey, pytest.mark.outside]
GUIDE = Path(settings.BASE_DIR) / "docs" / "partners.md"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
SECONDS = 150


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, started once for this file."""
    running = start(tmp_path_factory.mktemp("interface"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def tokens(site: Site) -> dict[str, str]:
    """A token for each; taken before random passwords close the door to this address for a while."""
    return {name: _token(site, name) for name in ("motcua", "doanhnghiep")}


def _token(site: Site, name: str) -> str:
    data = urllib.parse.urlencode({"username": name, "password": DEMO_PASSWORD}).encode()
    with urllib.request.urlopen(f"{site.address}/api/v1/token/", data) as answer:
        return str(json.load(answer)["token"])


@pytest.mark.skipif(not which("curl"), reason="no curl here")
@pytest.mark.usefixtures("tokens")
def test_the_partners_guide_works_as_it_is_written(site: Site, tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    script = "set -euo pipefail\n" + "\n".join(blocks)
    names = {"BASE": site.address, "USER_NAME": "doanhnghiep", "PASSWORD": DEMO_PASSWORD}

    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, env={**os.environ, **names}
    )

    assert len(blocks) >= 6
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["motcua", "doanhnghiep"])
def test_every_answer_is_what_the_schema_says(site: Site, tokens: dict[str, str], name: str, tmp_path: Path) -> None:
    command = [
        Path(sys.executable).with_name("schemathesis"),
        "run",
        f"{site.address}/api/schema/",
        "--seed",
        "7",
        "--max-examples",
        "4",
        "--phases",
        "coverage,fuzzing",
        "--checks",
        CHECKS,
        "-H",
        f"Authorization: Token {tokens[name]}",
    ]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS)

    assert done.returncode == 0, done.stdout[-6000:]
    assert re.search(r"Tested: [45]\d", done.stdout)
