"""The floor's settings: our tables, and nothing between a request and its view."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.floor"
MIDDLEWARE: list[str] = []  # type: ignore[no-redef]
