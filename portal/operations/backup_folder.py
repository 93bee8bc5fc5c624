"""One back-up on a disk: files, encrypted where there is a key, and a manifest of the sums they must have.

Neither names nor sizes are trusted: what a file holds is told by its SHA-256, as it lies there and as it was.
"""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from toolbox.cipher import MAGIC, KeyRing, Source, Undecipherable, decrypt, encrypt, is_encrypted

DUMP, FILES, RECORD, MANIFEST = "database.dump", "files", "record", "manifest.json"
UNFINISHED, GONE = ".part", ".gone"  # of folders: no back-up yet, none any more
CHUNK = 1024 * 1024


class BackupFault(Exception):
    """The reason why there is no back-up, or why it is no good."""


@dataclass
class Backup:
    """The back-up in *folder*; *sums* by name: of what a file holds, and of the bytes that lie there."""

    folder: Path
    ring: KeyRing | None
    facts: dict[str, Any] = field(default_factory=dict)
    sums: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path, ring: KeyRing | None) -> "Backup":
        """The finished back-up in *folder*. Raises BackupFault where there is none, or none that can be read."""
        backup = cls(folder, ring)
        try:
            content = b"".join(backup._pieces(folder / MANIFEST))
            facts = json.loads(content)
            sums = {name: (plain, stored) for name, (plain, stored) in facts.pop("files", {}).items()}
        except Undecipherable as error:
            raise BackupFault(f"{folder} cannot be read: {error}") from error
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise BackupFault(f"{folder} is no back-up: it has no {MANIFEST} that can be read.") from error
        backup.facts, backup.sums = facts, sums
        for name in sums:
            backup.place(name)
        return backup

    @property
    def key(self) -> str:
        """The name of the key under which files are written; empty where they are not encrypted."""
        return self.ring.name if self.ring else ""

    def place(self, name: str) -> Path:
        """Where a file lies. Raises BackupFault for a name that leads elsewhere."""
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise BackupFault(f"{self.folder} names a file outside itself: {name}")
        return self.folder / path

    def store(self, name: str, source: Source) -> None:
        """Write what *source* gives as the file *name*."""
        target = self.place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        plain = _Sum(source)
        pieces = encrypt(plain, self.ring) if self.ring else iter(lambda: plain.read(CHUNK), b"")
        stored = hashlib.sha256()
        with target.open("xb") as file:
            for piece in pieces:
                stored.update(piece)
                file.write(piece)
        self.sums[name] = (plain.digest.hexdigest(), stored.hexdigest())

    def store_file(self, name: str, file: Path, last: "Backup | None") -> None:
        """The same of a *file*: by a link to *last*'s where that holds the very bytes. Raises FileNotFoundError."""
        if last is not None and last.facts.get("key") == self.key and name in last.sums:
            plain, _stored = last.sums[name]
            if sha256(file) == plain and self.link(name, last):
                return
        with file.open("rb") as source:
            self.store(name, source)

    def link(self, name: str, last: "Backup") -> bool:
        """Link a file to *last*'s, which is read for it; False where that is damaged, or this disk knows no links."""
        if not last.is_whole(name):
            return False
        target = self.place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(last.place(name))
        except OSError:
            return False
        self.sums[name] = last.sums[name]
        return True

    def finish(self, facts: dict[str, Any], name: str) -> "Backup":
        """Write the manifest, then give the folder its *name*: before it is no back-up, afterwards a whole one."""
        self.facts = facts
        content = json.dumps({**facts, "files": self.sums}, indent=1).encode()
        pieces = encrypt(io.BytesIO(content), self.ring) if self.ring else iter([content])
        (self.folder / MANIFEST).write_bytes(b"".join(pieces))
        os.sync()
        self.folder = self.folder.rename(self.folder.with_name(name))
        return self

    def is_whole(self, name: str) -> bool:
        """True when the bytes of *name* lie there as they were written; they are read for it."""
        try:
            return sha256(self.place(name)) == self.sums[name][1]
        except OSError:
            return False

    def read(self, name: str) -> Iterator[bytes]:
        """What a file holds. Raises Undecipherable or OSError; the sum of it is the caller's to compare."""
        return self._pieces(self.place(name))

    def fault_of(self, name: str, copy: BinaryIO | None = None) -> str:
        """What is wrong with a file, in words; empty when it holds what was backed up. *copy* gets what is read."""
        digest = hashlib.sha256()
        try:
            for piece in self.read(name):
                digest.update(piece)
                if copy:
                    copy.write(piece)
        except FileNotFoundError:
            return "is missing"
        except Undecipherable as error:
            return f"holds other bytes: {error}"
        return "" if digest.hexdigest() == self.sums[name][0] else "holds other bytes"

    def _pieces(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            encrypted = is_encrypted(file.read(len(MAGIC)))
            file.seek(0)
            if not encrypted:
                yield from iter(lambda: file.read(CHUNK), b"")
            elif self.ring is None:
                raise Undecipherable("It is encrypted: name the file of its key in BACKUP_KEY_FILE.")
            else:
                yield from decrypt(file, self.ring)


def finished_in(folder: Path) -> list[Path]:
    """The folders of finished back-ups, the oldest first."""
    return sorted(path for path in folder.glob("*Z") if (path / MANIFEST).is_file())


def newest_in(folder: Path, ring: KeyRing | None) -> Backup | None:
    """The last back-up whose manifest can be read and that lists its files."""
    for path in reversed(finished_in(folder)):
        try:
            if (backup := Backup.at(path, ring)).sums:
                return backup
        except BackupFault:
            continue
    return None


def delete(folder: Path) -> None:
    """Take a back-up away: first its name, so that half of one is never taken for a whole."""
    shutil.rmtree(folder if folder.suffix in (UNFINISHED, GONE) else folder.rename(f"{folder}{GONE}"))


def sha256(file: Path) -> str:
    """The SHA-256 of a file as it lies on the disk."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class _Sum:
    """A source that adds up what is read from it."""

    def __init__(self, source: Source) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece
