"""docker-compose.yml and Dockerfile: what a province's administrator gets, read as Compose and Docker read it."""

import hashlib
import json
import re
import shutil
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal.management.commands.backup import Command as BackupCommand
from tests.support.compose import FILE, VARIABLE, nginx_text, project, service

ROOT = Path(settings.BASE_DIR)
DOCKERFILE, IGNORED = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text().splitlines()
SERVICES = sorted(project()["services"])
OURS = [name for name in SERVICES if "build" in service(name)]
SECRET = re.compile(r"(PASSWORD|KEY|TOKEN)$")


def is_in_the_image(name: str) -> bool:
    """Whether `COPY . .` takes a file of that path: the last line of .dockerignore that fits decides."""
    is_taken = True
    for line in IGNORED:
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = name.split("/")
        places = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        anywhere = parts if "**/" in line else []
        if line and line[0] != "#" and any(fnmatch(place, pattern) for place in [*places, *anywhere]):
            is_taken = line[0] == "!"
    return is_taken


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_may_take_the_whole_host_or_fill_its_disk_with_lines(name: str) -> None:
    content = service(name)

    assert content["mem_limit"], "memory"
    assert content["pids_limit"], "processes"
    assert set(content["logging"]["options"]) == {"max-size", "max-file"}
    assert "no-new-privileges:true" in content["security_opt"]
    assert content["restart"] in ("unless-stopped", "no")


@pytest.mark.parametrize("name", OURS)
def test_what_stands_in_the_env_file_reaches_every_process_of_the_site(name: str) -> None:
    content = service(name)

    assert content["env_file"] == [{"path": ".env", "required": False}]
    assert content["read_only"]
    assert content["cap_drop"] == ["ALL"]
    assert {"postgres-password", "queue-password"} <= set(content["secrets"])


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_files_that_no_description_of_a_container_shows(name: str) -> None:
    environment: dict[str, Any] = service(name).get("environment", {})
    mounted = {f"/run/secrets/{secret}" for secret in service(name).get("secrets", [])}

    assert [variable for variable in environment if SECRET.search(variable)] == []
    assert {value for variable, value in environment.items() if variable.endswith("_FILE")} <= mounted
    assert "://motcua:" not in str(environment)


def test_the_queue_asks_for_a_password_that_no_list_of_processes_shows() -> None:
    command, check = service("redis")["command"][-1], service("redis")["healthcheck"]["test"][-1]

    assert "requirepass" in command.splitlines()[0]
    assert "password" not in command.splitlines()[1].replace("/tmp/password.conf", "")
    assert "REDISCLI_AUTH" in check


def test_the_network_of_the_database_and_the_queue_leads_nowhere_and_nginx_is_not_in_it() -> None:
    assert project()["networks"]["inner"] == {"internal": True}
    assert service("postgres")["networks"] == service("redis")["networks"] == ["inner"]
    assert service("nginx")["networks"] == ["front"]
    assert {"mail": service("mail")["networks"], "clamd": service("clamd")["networks"]} == {
        "mail": ["outer"],
        "clamd": ["outer"],
    }
    assert {"front", "inner", "outer"} == set(service("web")["networks"])
    assert all({"inner", "outer"} <= set(service(name)["networks"]) for name in OURS)


def test_the_programs_of_back_ups_are_of_the_version_of_the_server() -> None:
    server = service("postgres")["image"]

    assert f"FROM {server} AS postgres" in DOCKERFILE
    major = re.findall(r"\d+", server)[0]
    assert f"/usr/lib/postgresql/{major}/bin/pg_dump" in DOCKERFILE
    assert f"database-{major}:/var/lib/postgresql" in service("postgres")["volumes"]


def test_the_service_of_back_ups_says_a_command_that_there_is_and_folders_it_may_write() -> None:
    content = service("backup")
    words = [str(word).replace("${BACKUP_AT:-01:30}", "01:30") for word in content["command"][3:]]
    owned = re.search(r"install -d -o motcua -g motcua (.*)", DOCKERFILE)

    options = BackupCommand().create_parser("manage.py", "backup").parse_args(words)

    places = {volume.rpartition(":")[2] for volume in content["volumes"]}
    assert owned
    assert places == set(owned[1].split())
    assert str(options.folder) in places
    assert content["environment"]["TMPDIR"] in places  # a drill unpacks every file
    assert content["environment"]["BACKUP_COPY_TO"] == "${BACKUP_COPY_FOLDER:+/back-up-copy}"
    assert "backup-key" in content["secrets"]


def test_nginx_is_made_anew_when_one_of_its_texts_has_changed() -> None:
    texts = "".join(f"{name}{part['content']}" for name, part in sorted(project()["configs"].items()))

    wanted = hashlib.sha256(texts.encode()).hexdigest()[:12]

    assert service("nginx")["labels"]["mot-cua.configuration"] == wanted  # write this number there


def test_nginx_asks_again_for_the_address_of_web_and_starts_without_it() -> None:
    web = nginx_text("web")

    assert "resolver 127.0.0.11 valid=5s" in web
    assert "zone web 64k; server web:8000 resolve;" in web


def test_the_catcher_of_mail_listens_where_mail_is_sent_when_nothing_is_said() -> None:
    assert service("mail")["environment"]["MP_SMTP_BIND_ADDR"].endswith(":25")
    assert service("web")["environment"]["EMAIL_PORT"] == "${EMAIL_PORT:-25}"


def test_what_the_compose_file_reads_is_told_to_operators() -> None:
    names = {match[1] for match in VARIABLE.finditer(FILE.read_text()) if match[1]}
    told = (ROOT / "docs" / "operations.md").read_text() + (ROOT / ".env.example").read_text()

    assert names
    assert sorted(name for name in names - {"opened"} if name not in told) == []


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".env.bak",
        "secrets/record-key",
        "tls/key.pem",
        "back-up/20261101T000000Z/database.dump",
        "docker-compose.override.yml",
        "mot-cua.tar",
        "var/motcua.sqlite3",
        "portal/copy.sqlite3",
        "tests/conftest.py",
        ".git/config",
    ],
)
def test_nothing_that_lies_beside_the_site_goes_into_its_image(name: str) -> None:
    assert not is_in_the_image(name)


@pytest.mark.parametrize(
    "name", ["manage.py", "portal/settings.py", "locale/en/LC_MESSAGES/django.po", "static/build.mjs"]
)
def test_what_the_site_is_made_of_goes_into_its_image(name: str) -> None:
    assert is_in_the_image(name)


def test_every_room_of_the_site_goes_into_its_image() -> None:
    rooms = [path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in ("tests", "benchmarks")]

    assert [room for room in rooms if not is_in_the_image(f"{room}/__init__.py")] == []


COMPOSE = next((words for words in (["docker-compose"],) if shutil.which(words[0])), None)


@pytest.mark.skipif(not COMPOSE, reason="no docker-compose here: the file was read by these tests alone")
def test_compose_itself_can_read_the_file(tmp_path: Path) -> None:
    assert COMPOSE
    (tmp_path / FILE.name).write_text(FILE.read_text())
    (tmp_path / "secrets").mkdir()

    result = subprocess.run([*COMPOSE, "config", "--quiet"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


def test_ci_tries_what_the_image_and_the_compose_file_run() -> None:
    """Another version in CI than on the servers proves nothing about them."""
    workflow = (ROOT / ".github" / "workflows" / "check.yml").read_text()
    assert service("postgres")["image"] in workflow
    assert service("redis")["image"] in workflow
    for program, line in (("python", r'python: \[.*"([\d.]+)"\]'), ("node", r'node-version: "(\d+)"')):
        [version] = re.findall(line, workflow)
        assert f"FROM {program}:{version}-" in DOCKERFILE
    assert re.findall(r"uses: \S+@(?![0-9a-f]{40} )", workflow) == []


def test_the_version_of_the_front_end_is_the_sites_own() -> None:
    packages = json.loads((ROOT / "package.json").read_text())
    assert packages["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
