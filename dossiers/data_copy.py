"""The copy of one's own data that everybody may ask for (Decree 13/2023/NĐ-CP art. 9, 14): one archive, read anywhere.

It holds what the pages of this account show: who they are, their dossiers with what was declared, given and issued, and
who of the department read it. Nothing of other people, nothing that the office keeps to itself.
"""

import json
import logging
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.utils import timezone

from dossiers.models import Attachment, Dossier, Event, Paper
from dossiers.release import withheld
from people.models import Read, Representation, User
from people.privacy.reads import parties_of, readers_of

logger = logging.getLogger(__name__)
FILES_MOST = 200 * 1024 * 1024  # bytes of files in one archive; what is beyond is named with its address
READS_MOST, CHUNK = 1000, 200
FACTS = ("code", "ref", "state", "outcome", "channel", "language", "answers", "fee_due", "fee_ground", "fee_reference")
PERSON = (
    *("name", "kind", "citizen_id", "passport_no", "tax_code", "birth_date"),
    *("address", "postal_address", "phone", "email"),
)
NAMED = ("name", "kind")
MOMENTS = ("created_at", "submitted_at", "accepted_at", "due_at", "new_due_at", "resolved_at", "closed_at")


class _Archive:
    """The open archive, and how many bytes of files it may still take."""

    def __init__(self, target: IO[bytes]) -> None:
        self.zip, self.left = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED), FILES_MOST

    def add(self, row: Attachment | Paper, name: str, size: int) -> str:
        """Where in the archive the file lies; empty where it does not fit any more or cannot be read."""
        if size > self.left:
            return ""
        try:
            with default_storage.open(row.path) as source, self.zip.open(name, "w") as entry:
                for chunk in source.chunks():
                    entry.write(chunk)
        except OSError:
            logger.exception("A file of %s is missing in a copy of data.", row)
            return ""
        self.left -= size
        return name


def write_copy(user: User, target: IO[bytes], *, at: datetime) -> None:
    """Write the archive of *user* to *target*: `du-lieu.json`, and the files by dossier."""
    archive = _Archive(target)
    with archive.zip:
        facts = {
            "made_at": at.isoformat(),
            "account": _account(user),
            "persons": _persons(user, at),
            "dossiers": list(_dossiers(user, archive)),
            "read_by": _readers(user, at),
        }
        archive.zip.writestr("du-lieu.json", json.dumps(facts, ensure_ascii=False, indent=2, default=str))


def _account(user: User) -> dict[str, Any]:
    return {
        "username": user.username,
        "full_name": user.full_name,
        "email": user.email,
        "phone": user.phone,
        "joined_at": user.date_joined,
    }


def _persons(user: User, at: datetime) -> list[dict[str, Any]]:
    """Whom the account stands for today: their numbers and addresses where those are its own data, too.

    Of whom it is authorised by, and of a checked person whom it only claims, it knows the name.
    """
    rows = Representation.objects.in_force(timezone.localdate(at)).filter(user=user, only_code="")
    persons = []
    for row in rows.select_related("party"):
        is_own = row.is_checked and row.scope != Representation.Scope.AUTHORISED
        known = PERSON if is_own or not row.party.checked_at else NAMED
        facts = {name: getattr(row.party, name) for name in known}
        persons.append({"relation": row.scope, "is_checked": row.is_checked, **facts})
    return persons


def _dossiers(user: User, archive: _Archive) -> Iterable[dict[str, Any]]:
    rows = Dossier.objects.all_own_of(user).select_related("edition__procedure", "applicant").order_by("id")
    rows = rows.prefetch_related(  # a company has thousands: a chunk costs as many statements as one dossier
        Prefetch("events", Event.objects.order_by("seq"), to_attr="told"),
        Prefetch("attachments", Attachment.objects.visible_to(user), to_attr="given"),
        Prefetch("papers", Paper.objects.for_rows(), to_attr="issued"),
    )
    for dossier in rows.iterator(chunk_size=CHUNK):
        told, given, issued = (vars(dossier)[name] for name in ("told", "given", "issued"))
        yield {
            "procedure": dossier.edition.name_vi,
            "applicant": dossier.applicant_title,
            **{name: getattr(dossier, name) for name in FACTS},
            **{name: getattr(dossier, name) for name in MOMENTS},
            "events": [{"at": event.at, "act": event.verb, "unit": event.unit_name} for event in told],
            "attachments": [_attachment(row, archive) for row in given],
            "papers": [_paper(row, dossier, user, archive) for row in issued],
        }


def _attachment(row: Attachment, archive: _Archive) -> dict[str, Any]:
    ending = PurePosixPath(row.path).suffix or PurePosixPath(row.name).suffix
    name = f"tep/{row.dossier_id}/{row.pk}{ending}"
    facts = {"component": row.component, "name": row.name, "size": row.size, "sha256": row.sha256}
    return facts | {"added_at": row.added_at, "file": archive.add(row, name, row.size)}


def _paper(row: Paper, dossier: Dossier, user: User, archive: _Archive) -> dict[str, Any]:
    facts = {"kind": row.kind, "reference": row.reference, "issued_at": row.issued_at, "standing": row.standing}
    if not row.is_ready or withheld(row, dossier, user):
        return facts | {"file": ""}
    size = default_storage.size(row.path) if default_storage.exists(row.path) else FILES_MOST + 1
    return facts | {"file": archive.add(row, f"giay-to/{dossier.pk}/{row.pk}.pdf", size)}


def _readers(user: User, at: datetime) -> list[dict[str, Any]]:
    """The newest reads by staff of who showed their papers; the page of readers has all of them."""
    parties = parties_of(user, timezone.localdate(at))
    rows = list(Read.objects.of_parties(parties).with_names().order_by("-at")[:READS_MOST])
    return [asdict(reader) for reader in readers_of(rows)]
