"""How much room a disk has."""

import shutil
from pathlib import Path

MEGABYTE = 1024 * 1024


def has_room(folder: str | Path, megabytes: int) -> bool:
    """True while the disk of *folder* has that much left; also for a folder that the first file will make."""
    try:
        free = shutil.disk_usage(folder).free
    except FileNotFoundError:
        return True
    return free >= megabytes * MEGABYTE
