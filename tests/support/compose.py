"""What docker-compose.yml says, read as Compose reads it: merged, with the variables of an empty `.env`."""

import re
from functools import cache
from typing import Any

import yaml
from django.conf import settings

FILE = settings.BASE_DIR / "docker-compose.yml"
VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?:(:?[-+?])([^}]*))?\}")


def interpolate(text: str, values: dict[str, str] | None = None) -> str:
    """*text* with `${NAME:-default}` and `${NAME:+instead}` put in from *values*, and `$$` as `$`."""

    def put_in(match: re.Match[str]) -> str:
        name, how, other = match.groups()
        value = (values or {}).get(name or "", "")
        if name is None:
            return "$"
        if how == ":+":
            return str(other) if value else ""
        return value or str(other or "")

    return VARIABLE.sub(put_in, text)


@cache
def project() -> dict[str, Any]:
    """The whole file, nothing put in."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return content


def service(name: str) -> dict[str, Any]:
    """One of its services."""
    content: dict[str, Any] = project()["services"][name]
    return content


def nginx_text(name: str, values: dict[str, str] | None = None) -> str:
    """One of the texts that nginx reads."""
    return interpolate(project()["configs"][name]["content"], values)
