"""Find and delete stored files that nothing points to: what a full disk or a killed process left behind."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings

from dossiers.models.stored_files import delete_unshared

STORED = re.compile(r"[0-9a-f]{64}\w{0,20}\.(?:pdf|jpg|png)")  # as `store` names them; nothing else is touched
GRACE = timedelta(hours=24)  # an upload points to its file once its transaction ends
BATCH = 200


def delete_stray(at: datetime) -> int:
    """Delete the files older than GRACE at *at* that no attachment and no paper points to; returns how many."""
    before = (at - GRACE).timestamp()
    count, old = 0, _old_names(Path(settings.MEDIA_ROOT), before)
    while names := list(islice(old, BATCH)):
        delete_unshared(names)
        count += sum(not (Path(settings.MEDIA_ROOT) / name).exists() for name in names)
    return count


def _old_names(root: Path, before: float) -> Iterator[str]:
    for path in root.glob("[0-9a-f][0-9a-f]/*"):
        try:
            if STORED.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < before:
                yield str(path.relative_to(root))
        except FileNotFoundError:  # another worker took it
            continue
