"""Attachments and papers on disk: stored under their content hash, outside the web root."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dossiers.models import Attachment, Paper
from toolbox.files import EXTENSIONS, Recognised


def keep(content: bytes, found: Recognised) -> str:
    """Store *content* and return its path; the same content is stored once."""
    name = f"{found.sha256[:2]}/{found.sha256}.{EXTENSIONS[found.content_type]}"
    if default_storage.exists(name):
        if default_storage.size(name) == found.size:
            return name
        default_storage.delete(name)  # a process was killed while writing it
    return default_storage.save(name, ContentFile(content))


def forget_unshared(paths: Iterable[str]) -> None:
    """Delete files that no attachment and no paper points to any more."""
    asked = set(paths)
    wanted: set[str] = set()
    for rows in (Attachment.objects, Paper.objects):  # who files our own receipt shares its file
        wanted.update(rows.filter(path__in=asked).values_list("path", flat=True))
    for path in asked - wanted:
        default_storage.delete(path)
