"""The viewer of the officers' page: which of the applicant's files is shown beside the form, and how.

Choosing a file is a link to the page itself. Only the file that is shown is sent, and sending it records the read: the
list alone opens nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.completeness import components_with_files
from dossiers.models import Attachment, Dossier
from dossiers.sight import Part, Sight
from dossiers.versions import Version, versions_of
from dossiers.views.desk.neighbours import AFTER
from dossiers.views.desk.return_link import PARAMETER as LIST
from people.guards import current_user
from toolbox.formats import day

PARAMETER = "giay-to"
PLACE = "#xem-giay-to"
FIT = "#navpanes=0&view=FitH"  # how the browser's own viewer opens a PDF: without thumbnails, as wide as its frame


class Kind(StrEnum):
    """How a file is shown: in our page, in a frame by the browser, or not at all."""

    IMAGE = "image"
    PDF = "pdf"
    OTHER = "other"
    MISSING = "missing"


KINDS = {"image/jpeg": Kind.IMAGE, "image/png": Kind.IMAGE, "application/pdf": Kind.PDF}


@dataclass(frozen=True)
class Choice:
    """A file of the list: where it is shown in the page (`link`), and the file itself (`address`)."""

    component: dict[str, Any]
    version: Version
    link: str
    address: str

    @property
    def file(self) -> Attachment:
        """The file."""
        return self.version.file

    @property
    def mark(self) -> str:
        """Which version it is, by the day it was given."""
        words = _("Bản trước, nộp ngày %(day)s") if self.version.is_earlier else _("Nộp ngày %(day)s")
        return words % {"day": day(self.version.given_at)}

    @cached_property
    def kind(self) -> Kind:
        """How it is shown; whether it still holds what was recorded is asked when it is sent."""
        if not default_storage.exists(self.file.path):
            return Kind.MISSING
        return KINDS.get(self.file.content_type, Kind.OTHER)

    @property
    def source(self) -> str:
        """What the page loads to show it."""
        return self.address + FIT if self.kind == Kind.PDF else self.address


@dataclass(frozen=True)
class Viewer:
    """The components with their files, and the file that the address chooses."""

    components: list[dict[str, Any]]  # of the edition, each with `files`: its choices
    closed: str  # the page without the viewer
    pk: str = ""

    @cached_property
    def choices(self) -> dict[int, Choice]:
        """Every file by its key, in the order of the list."""
        return {choice.file.pk: choice for row in self.components for choice in row["files"]}

    @cached_property
    def chosen(self) -> Choice | None:
        """The file that is shown; none where the address names none of this dossier that the reader may see."""
        return next((choice for pk, choice in self.choices.items() if str(pk) == self.pk), None)

    @property
    def other(self) -> Choice | None:
        """What the chosen file is compared with."""
        row = self.chosen.version.other if self.chosen else None
        return self.choices[row.pk] if row else None

    @property
    def previous(self) -> Choice | None:
        """The file before the chosen one, of those in force."""
        return self._beside(-1) if self.chosen else None

    @property
    def next(self) -> Choice | None:
        """The file after it; the first while none is shown."""
        return self._beside(1) if self.chosen else next(iter(self.choices.values()), None)

    def _beside(self, step: int) -> Choice | None:
        rows = [choice for choice in self.choices.values() if not choice.version.is_earlier]
        shown = self.other if self.chosen and self.chosen.version.is_earlier else self.chosen
        place = rows.index(shown) + step if shown in rows else -1
        return rows[place] if 0 <= place < len(rows) else None


def viewer_of(request: HttpRequest, dossier: Dossier, sight: Sight) -> Viewer | None:
    """What the page shows of the files of *dossier*; nothing to a post that does not see attachments."""
    if Part.ATTACHMENTS not in sight.parts:
        return None
    page, filed_at = reverse("dossiers:at_work", args=[dossier.name]), dossier.submitted_at
    kept = {key: request.GET[key] for key in (LIST, AFTER) if key in request.GET}
    components = [
        {
            **row,
            "files": [_choice(dossier, row, version, page, kept) for version in versions_of(row["files"], filed_at)],
        }
        for row in components_with_files(dossier, current_user(request))
    ]
    return Viewer(components, f"{page}?{urlencode(kept)}" if kept else page, request.GET.get(PARAMETER, ""))


def _choice(dossier: Dossier, row: dict[str, Any], version: Version, page: str, kept: dict[str, str]) -> Choice:
    pk = version.file.pk
    link = f"{page}?{urlencode({**kept, PARAMETER: pk})}{PLACE}"
    return Choice(row, version, link, reverse("dossiers:attachment", args=[dossier.name, pk]))
