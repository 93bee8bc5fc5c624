"""docs/deployment: rules ask for figures that there are, units start commands of the site, programs read the rest."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

FOLDER = Path(settings.BASE_DIR) / "docs" / "deployment"
UNITS = sorted((FOLDER / "systemd").iterdir())
METRICS = (Path(settings.BASE_DIR) / "portal" / "operations" / "metrics.py").read_text()
MADE_BY_PROMETHEUS = re.compile(r"_(total|bucket)$")


def rules() -> list[dict[str, Any]]:
    """The rules of every group."""
    groups = yaml.safe_load((FOLDER / "prometheus" / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_rules_of_alerts_ask_for_figures_that_the_site_tells() -> None:
    asked = {name for rule in rules() for name in re.findall(r"motcua_\w+", rule["expr"])}

    assert len(asked) > 5
    assert [name for name in sorted(asked) if f'"{MADE_BY_PROMETHEUS.sub("", name)}"' not in METRICS] == []


def test_every_rule_says_how_urgent_it_is_and_what_is_the_matter() -> None:
    assert [rule["alert"] for rule in rules() if rule["labels"]["severity"] not in ("page", "ticket")] == []
    assert all(rule["annotations"]["summary"].endswith(".") for rule in rules())
    assert len({rule["alert"] for rule in rules()}) == len(rules())


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_of_the_site(unit: Path) -> None:
    command = re.search(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)

    assert command
    name = re.search(r"manage\.py (\w+)", command[1])
    assert name is None or name[1] in get_commands()
    assert name or "docker restart" in command[1]


@pytest.mark.parametrize("timer", [unit for unit in UNITS if unit.suffix == ".timer"], ids=lambda unit: unit.name)
def test_a_timer_has_its_service(timer: Path) -> None:
    assert timer.with_suffix(".service") in UNITS
    assert "WantedBy=timers.target" in timer.read_text()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here: its units were read as text")
def test_systemd_can_read_the_times_of_the_timers() -> None:
    times = [line for unit in UNITS for line in re.findall(r"^OnCalendar=(.*)$", unit.read_text(), re.MULTILINE)]

    assert times
    for when in times:
        subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("logrotate"), reason="no logrotate here")
def test_logrotate_can_read_its_file(tmp_path: Path) -> None:
    text = (FOLDER / "logrotate").read_text().replace("create 0640 motcua motcua", "create 0640")
    (tmp_path / "motcua").write_text(text.replace("/var/lib/motcua", str(tmp_path)))
    (tmp_path / "motcua").chmod(0o644)

    words = ["logrotate", "--debug", "--state", str(tmp_path / "state"), str(tmp_path / "motcua")]
    result = subprocess.run(words, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr
    assert "error" not in result.stderr
