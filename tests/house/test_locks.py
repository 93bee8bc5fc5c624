"""The locks say what pyproject.toml asks for; `bin/lock` writes them."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
RUN_TIME: list[str] = PROJECT["project"]["dependencies"]
LOCKS = {
    "requirements.txt": RUN_TIME,
    "requirements-dev.txt": RUN_TIME + GROUPS["dev"],
    "requirements-semgrep.txt": GROUPS["semgrep"],
    "requirements-uv.txt": GROUPS["uv"],
}
PIN = re.compile(r"^([\w.-]+)==(\S+?)(?: *; *(.+?))? \\$", re.MULTILINE)


def pins_of(lock: str) -> dict[str, tuple[Version, str]]:
    """Each package of a lock: its version, and the marker of the machines it is for."""
    pins = PIN.findall((ROOT / lock).read_text())
    return {canonicalize_name(name): (Version(version), marker) for name, version, marker in pins}


def needed_by(asked: list[str]) -> set[str]:
    """What is asked for and everything that needs in turn, as installed here."""
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in asked]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        for extra in {"", *one.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            waiting += needs_of(name, extra)
    return {name for name, _extra in seen}


def needs_of(name: str, extra: str) -> list[Requirement]:
    """What an installed package says that it needs, here and with this extra."""
    try:
        needs = [Requirement(text) for text in requires(name) or []]
    except PackageNotFoundError:
        return []
    return [need for need in needs if not need.marker or need.marker.evaluate({"extra": extra})]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_locked_at_a_version_that_it_allows(lock: str) -> None:
    pins = pins_of(lock)
    asked = [Requirement(text) for text in LOCKS[lock]]

    unlocked = [one.name for one in asked if canonicalize_name(one.name) not in pins]
    outside = [
        str(one)
        for one in asked
        if one.name not in unlocked and pins[canonicalize_name(one.name)][0] not in one.specifier
    ]

    assert not unlocked
    assert not outside


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_nothing_is_locked_that_nobody_needs(lock: str) -> None:
    everywhere = {name for name, (_version, marker) in pins_of(lock).items() if not marker}

    assert everywhere <= needed_by(LOCKS[lock])


def test_what_the_site_runs_on_is_what_is_tested() -> None:
    tested = pins_of("requirements-dev.txt")

    assert {name: pin for name, pin in pins_of("requirements.txt").items() if tested[name] != pin} == {}
