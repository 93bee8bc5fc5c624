"""Tell the versions of files and answers apart: what was given first, and what a supplement put in its place.

No file names another that it replaces. A supplement is sent whole, so of one component the files of the last sending
are the version in force, and those of each sending before it an earlier one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dossiers.models import Attachment, Dossier, Interruption
from procedures import questions


@dataclass(frozen=True)
class Version:
    """One file, when it was given, and what it is compared with."""

    file: Attachment
    given_at: datetime
    is_earlier: bool = False
    # In the same place of the sending before; of an earlier version, in the one in force.
    other: Attachment | None = None


def versions_of(files: Sequence[Attachment], filed_at: datetime | None) -> list[Version]:
    """The *files* of one component, each with its `sent_at`: the version in force first, then the newest before it."""
    sendings = _sendings(files)
    if not sendings:
        return []
    *earlier, current = sendings
    before = earlier[-1] if earlier else []
    rows = [Version(file, _given_at(file, filed_at), other=_at(before, n)) for n, file in enumerate(current)]
    for sending in reversed(earlier):
        rows += [Version(file, _given_at(file, filed_at), True, _at(current, n)) for n, file in enumerate(sending)]
    return rows


def sections_with_versions(dossier: Dossier) -> list[dict[str, Any]]:
    """The answers by section as they stand, each row with `earlier`: what was declared before, newest first.

    One statement where a supplement was ever asked for.
    """
    definition, answers = dossier.edition.form_definition, dossier.answers
    sections = questions.display(definition, answers)
    earlier: dict[str, list[tuple[str, datetime | None]]] = {}
    for row in _sent_with_answers(dossier):
        answers = {**answers, **{key: before for key, (before, _after) in row.changed_answers.items()}}
        then = {
            shown["key"]: shown["value"] for part in questions.display(definition, answers) for shown in part["rows"]
        }
        for key in row.changed_answers:
            earlier.setdefault(key, []).append((then.get(key, ""), row.sent_at))
    for section in sections:
        for shown in section["rows"]:
            shown["earlier"] = earlier.get(shown["key"], [])
        section["is_changed"] = any(shown["earlier"] for shown in section["rows"])
    return sections


def _sent_with_answers(dossier: Dossier) -> list[Interruption]:
    """The supplements that replaced answers, the newest first."""
    rows = dossier.interruptions.all() if dossier.interrupted else []
    return sorted((row for row in rows if row.changed_answers), key=lambda row: row.pk, reverse=True)


def _sendings(files: Sequence[Attachment]) -> list[list[Attachment]]:
    """The files as they came together, the oldest first; a scan taken in after the last supplement goes with it."""
    last = max((file.supplement_id or 0 for file in files if _is_sent(file)), default=0)
    began = min((file.added_at for file in files if (file.supplement_id or 0) == last), default=None)
    sendings: dict[int, list[Attachment]] = {}
    for file in files:
        is_of_last = began is not None and file.added_at >= began
        sendings.setdefault(last if is_of_last else file.supplement_id or 0, []).append(file)
    return [sendings[number] for number in sorted(sendings)]


def _is_sent(file: Attachment) -> bool:
    return file.supplement_id is None or vars(file)["sent_at"] is not None


def _given_at(file: Attachment, filed_at: datetime | None) -> datetime:
    """When the agency had it: with its supplement, over the counter, or with the dossier."""
    if file.supplement_id is not None:
        sent_at: datetime | None = vars(file)["sent_at"]
        return sent_at or file.added_at
    return file.added_at if file.taken_in or filed_at is None else filed_at


def _at(files: Sequence[Attachment], place: int) -> Attachment | None:
    return files[min(place, len(files) - 1)] if files else None
