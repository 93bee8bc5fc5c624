"""Store attachments and papers on disk under their content hash, outside the web root; delete what nobody shares."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from dossiers.models import Attachment, Paper
from toolbox.files import EXTENSIONS

CHUNK = 1024 * 1024


def store(content: bytes, sha256: str, content_type: str) -> str:
    """Store *content* under its digest and return its path; the same content is stored once.

    Call it in the transaction that writes the row pointing to the path: until that ends nobody
    else stores or deletes the same content, so the row never points to a file somebody took away.
    """
    name = f"{sha256[:2]}/{sha256}.{EXTENSIONS[content_type]}"
    with transaction.atomic():
        _lock_names(name)
        if default_storage.exists(name):
            if not fault_of_file(name, sha256):
                return name
            default_storage.delete(name)  # a process was killed while writing it, or somebody put other bytes there
        return default_storage.save(name, ContentFile(content))


def fault_of_file(path: str, sha256: str) -> str:
    """Why the stored file is not the one whose digest was recorded; empty when it is."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(path) as content:
            for chunk in iter(lambda: content.read(CHUNK), b""):
                digest.update(chunk)
    except OSError:
        return "is missing"
    return "" if digest.hexdigest() == sha256 else "holds other bytes"


def delete_unshared(paths: Iterable[str]) -> None:
    """Delete files that no attachment and no paper points to any more."""
    names = sorted(set(paths))  # in one order, so that two who delete never wait in a circle
    with transaction.atomic():
        _lock_names(*names)
        in_use: set[str] = set()
        # Both: who files our own receipt shares its file.
        for rows in (Attachment.objects, Paper.objects):
            in_use.update(rows.filter(path__in=names).values_list("path", flat=True))
        for path in names:
            if path not in in_use:
                default_storage.delete(path)


def _lock_names(*names: str) -> None:
    """Hold these names until the transaction ends; on SQLite a transaction is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
