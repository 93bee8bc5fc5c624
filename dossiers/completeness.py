"""Check what a draft still lacks before it may be filed, named so that each page can point to it."""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.file_warnings import with_warnings
from dossiers.models import Attachment, Dossier
from dossiers.prefill import known_of
from people.models import User
from procedures import questions
from procedures.models import Edition


class Lacking(IntEnum):
    """What a dossier may be filed without: only where the desk does not accept it as it is."""

    NOTHING = 0
    COMPONENTS = 1
    ANSWERS_TOO = 2


class Decision(StrEnum):
    """What the desk decides on taking a dossier in (Decree 61/2018 art. 17.1)."""

    ACCEPT = "accept"
    ASK_FOR_MORE = "supplement"
    REFUSE = "refuse"

    @property
    def may_lack(self) -> Lacking:
        """What it may be filed without."""
        return (Lacking.NOTHING, Lacking.COMPONENTS, Lacking.ANSWERS_TOO)[list(Decision).index(self)]


def missing_answers(dossier: Dossier, at: datetime) -> dict[str, list[str]]:
    """Errors of the form by field key; the same rules as the page and the API."""
    definition, day = dossier.edition.form_definition, timezone.localdate(at)
    faults = known_of(dossier, day).faults(definition, dossier.answers)
    return faults | questions.validate_answers(definition, dossier.answers, day)


def missing_components(dossier: Dossier) -> dict[str, list[str]]:
    """Errors by component key: what is required and has no file online, or was not counted at the desk."""
    online = dossier.channel == Dossier.Channel.ONLINE
    keys = {row.component for row in dossier.attachments.all()} if online else set(dossier.declared_papers)
    return {
        component["key"]: [_("Chọn hoặc chụp ảnh: %(name)s") % {"name": component["name_vi"]}]
        for component in dossier.components
        if component["required"] and not component.get("from_form") and component["key"] not in keys
    }


def components_with_files(dossier: Dossier, user: User) -> list[dict[str, Any]]:
    """Every component that is asked for, with `files` that *user* may see and `counted` (sheets at the desk).

    Each file has `sent_at`, when the supplement that it belongs to was sent, and `told`, its warnings.
    """
    files: dict[str, list[Attachment]] = {}
    rows = dossier.attachments.visible_to(user).annotate(sent_at=F("supplement__sent_at"))
    for row in with_warnings(dossier, rows):
        files.setdefault(row.component, []).append(row)
    return [
        {**row, "files": files.get(row["key"], []), "counted": dossier.declared_papers.get(row["key"])}
        for row in dossier.components
    ]


def edition_changed(dossier: Dossier, day: date) -> Edition | None:
    """The edition in force on *day* when it is not the draft's own; None when nothing changed."""
    if not dossier.is_draft or in_force(dossier.edition, day):
        return None
    rows = Edition.objects.in_force(day).filter(procedure_id=dossier.edition.procedure_id)
    return rows.first()


def in_force(edition: Edition, day: date) -> bool:
    """True when *edition* is the one that applies on *day*: there is never a second."""
    published = edition.state == Edition.State.PUBLISHED and edition.valid_from <= day
    return published and (edition.valid_to is None or edition.valid_to >= day)


def originals_of(dossier: Dossier) -> dict[str, int]:
    """Of which components originals were taken in at the counter, and how many, in the order of the edition."""
    counts = {row["key"]: dossier.declared_papers.get(row["key"], {}).get("original") for row in dossier.components}
    return {key: int(count) for key, count in counts.items() if count}
