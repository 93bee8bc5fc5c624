"""The reviewed files become procedures and editions; what an administrator published is never replaced."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from procedures.actions.descriptions import components_of, edition_of, fields, learn_words, procedure_columns
from procedures.actions.editions import catch_up, newest_editions, publish
from procedures.editions import files
from procedures.editions.diff import changes
from procedures.models import Component, Edition, Field, Procedure

PAGE = Edition.Origin.PAGE


@transaction.atomic
def load_catalogue(*, at: datetime, folder: Path = files.FOLDER) -> dict[str, list[str]]:
    """Bring the files in: new procedures, new editions for changed files. Running again changes nothing.

    Returns the slugs by what happened to them: new, changed, same, and kept where a page published the last edition.
    """
    known_fields, newest = fields(), newest_editions()
    contents = files.read_all(folder)
    known = set(Procedure.objects.values_list("slug", flat=True))
    new = [content for content in contents if content["slug"] not in known]
    _begin(new, known_fields, at)
    done: dict[str, list[str]] = {"new": [c["slug"] for c in new], "changed": [], "same": [], "kept": []}
    for content in contents:
        slug = content["slug"]
        if slug in known:
            done[_renew(content, known_fields[content["field"]], newest.get(slug), at)].append(slug)
    catch_up(day=timezone.localdate(at))
    return done


def differences(*, folder: Path = files.FOLDER) -> list[str]:
    """What `load_catalogue` would do, in lines a person reads; nothing is written.

    `+` a new procedure, `~` a change that makes a new edition, `!` one that would not be loaded.
    """
    lines, newest = [], newest_editions()
    for content in files.read_all(folder):
        slug, held = content["slug"], newest.get(content["slug"])
        if held is None:
            lines.append(f"+ {slug}: {content['name_vi']}")
        elif held.digest != files.digest(content):
            lines += _difference(slug, held, content)
    return lines


def _difference(slug: str, held: Edition, content: dict[str, Any]) -> list[str]:
    sign = "!" if held.origin == PAGE else "~"
    lines = [f"{sign} {slug}: {change.line}" for change in changes(held.content, content)]
    if held.origin == PAGE:
        return [*lines, f"! {slug}: edition {held.number} was published on the page and is kept"]
    if held.content["edition"] == content["edition"]:
        lines.append(f"~ {slug}: names the same date and deciding document as edition {held.number}")
    return lines


def _begin(contents: list[dict[str, Any]], known: dict[str, Field], at: datetime) -> None:
    """Procedures nobody knew, each with its first edition in force from its date; few statements for many."""
    procedures = Procedure.objects.bulk_create(
        Procedure(slug=content["slug"], **procedure_columns(content, known[content["field"]], 1))
        for content in contents
    )
    published = {"number": 1, "state": Edition.State.PUBLISHED, "made_at": at, "published_at": at}
    editions = Edition.objects.bulk_create(
        edition_of(procedure, content, **published) for procedure, content in zip(procedures, contents, strict=True)
    )
    Component.objects.bulk_create(row for edition in editions for row in components_of(edition))
    learn_words(procedure.search_text for procedure in procedures)


def _renew(content: dict[str, Any], field: Field, held: Edition | None, at: datetime) -> str:
    """A new edition when the file says something new. Returns what happened: changed, same or kept."""
    if held and held.digest == files.digest(content):
        _describe_again(content, field, held)
        return "same"
    if held and held.origin == PAGE:
        return "kept"
    procedure = Procedure.objects.get(slug=content["slug"])
    numbers = procedure.editions.aggregate(last=Max("number"))["last"] or 0
    edition = edition_of(procedure, content, number=numbers + 1, made_at=at)
    if held and edition.valid_from <= held.valid_from:
        edition.valid_from = max(timezone.localdate(at), held.valid_from + timedelta(days=1))
    edition.save()
    Component.objects.bulk_create(components_of(edition))
    publish(edition, since=edition.valid_from, by=None, at=at)
    return "changed"


def _describe_again(content: dict[str, Any], field: Field, held: Edition) -> None:
    """The rules of searching or the list of life events changed, though the file did not."""
    procedure = held.procedure
    if procedure.described_by != held.number:
        return
    columns = procedure_columns(content, field, held.number)
    if (procedure.search_text, procedure.events) != (columns["search_text"], columns["events"]):
        Procedure.objects.filter(pk=procedure.pk).update(**columns)
        learn_words([columns["search_text"]])
