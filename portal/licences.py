"""The works of others that pages carry to browsers, with the licence that lets us pass each on.

Python packages stay on the server, and their texts beside them in the environment; naming those here would tell the
whole world what to attack.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BUILT = Path(settings.BASE_DIR) / "static" / "built" / "licences"


@dataclass(frozen=True)
class Work:
    """A part of the built files: *licence* by its SPDX name, *file* its whole text under `licences/`."""

    name: str
    licence: str
    homepage: str
    file: str


def works() -> list[Work]:
    """What `static/build.mjs` put into style sheets, scripts, fonts and drawings; empty before the first build."""
    index = BUILT / "index.json"
    return [Work(**row) for row in json.loads(index.read_text("utf-8"))] if index.is_file() else []
