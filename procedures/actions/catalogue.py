"""Load the reviewed files as procedures and editions.

An edition that an administrator published on the page is never replaced by a file.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from people.seals.backlog import seal_new
from procedures.actions.descriptions import add_search_words, components_of, edition_of, procedure_columns, sync_fields
from procedures.actions.editions import newest_editions, publish, refresh_descriptions
from procedures.actions.result_templates import load_result_templates
from procedures.editions import files
from procedures.editions.diff import changes
from procedures.models import Component, Edition, Field, Procedure

PAGE = Edition.Origin.PAGE


@transaction.atomic
def load_catalogue(*, at: datetime, folder: Path = files.FOLDER) -> dict[str, list[str]]:
    """Load the files: new procedures, new editions for changed files. Running again changes nothing.

    Returns the slugs by what happened to them: new, changed, same, and kept where a page published the last edition.
    """
    fields, newest = sync_fields(), newest_editions()
    contents = files.read_all(folder)
    slugs = set(Procedure.objects.values_list("slug", flat=True))
    new = [content for content in contents if content["slug"] not in slugs]
    _create_procedures(new, fields, at)
    done: dict[str, list[str]] = {"new": [c["slug"] for c in new], "changed": [], "same": [], "kept": []}
    for content in contents:
        slug = content["slug"]
        if slug in slugs:
            done[_update_procedure(content, fields[content["field"]], newest.get(slug), at)].append(slug)
    refresh_descriptions(day=timezone.localdate(at))
    if folder == files.FOLDER:
        load_result_templates(at=at)
    return done


def differences(*, folder: Path = files.FOLDER) -> list[str]:
    """What `load_catalogue` would do, as lines for a console; nothing is written.

    `+` a new procedure, `~` a change that makes a new edition, `!` one that would not be loaded.
    """
    lines, newest = [], newest_editions()
    for content in files.read_all(folder):
        slug, edition = content["slug"], newest.get(content["slug"])
        if edition is None:
            lines.append(f"+ {slug}: {content['name_vi']}")
        elif edition.digest != files.digest(content):
            lines += _difference_lines(slug, edition, content)
    return lines


def _difference_lines(slug: str, edition: Edition, content: dict[str, Any]) -> list[str]:
    sign = "!" if edition.origin == PAGE else "~"
    lines = [f"{sign} {slug}: {change.line}" for change in changes(edition.content, content)]
    if edition.origin == PAGE:
        return [*lines, f"! {slug}: edition {edition.number} was published on the page and is kept"]
    if edition.content["edition"] == content["edition"]:
        lines.append(f"~ {slug}: names the same date and deciding document as edition {edition.number}")
    return lines


def _create_procedures(contents: list[dict[str, Any]], fields: dict[str, Field], at: datetime) -> None:
    """Create procedures, each with its first edition in force from its date; few statements for many."""
    procedures = Procedure.objects.bulk_create(
        Procedure(slug=content["slug"], **procedure_columns(content, fields[content["field"]], 1))
        for content in contents
    )
    published = {"number": 1, "state": Edition.State.PUBLISHED, "made_at": at, "published_at": at}
    editions = Edition.objects.bulk_create(
        edition_of(procedure, content, **published) for procedure, content in zip(procedures, contents, strict=True)
    )
    seal_new(editions)
    Component.objects.bulk_create(row for edition in editions for row in components_of(edition))
    add_search_words(procedure.search_text for procedure in procedures)


def _update_procedure(content: dict[str, Any], field: Field, newest: Edition | None, at: datetime) -> str:
    """Publish a new edition when the file differs from *newest*. Returns what happened: changed, same or kept."""
    if newest and newest.digest == files.digest(content):
        _refresh_description(content, field, newest)
        return "same"
    if newest and newest.origin == PAGE:
        return "kept"
    procedure = Procedure.objects.get(slug=content["slug"])
    numbers = procedure.editions.aggregate(last=Max("number"))["last"] or 0
    edition = edition_of(procedure, content, number=numbers + 1, made_at=at)
    if newest and edition.valid_from <= newest.valid_from:
        edition.valid_from = max(timezone.localdate(at), newest.valid_from + timedelta(days=1))
    edition.save()
    Component.objects.bulk_create(components_of(edition))
    publish(edition, since=edition.valid_from, by=None, at=at)
    return "changed"


def _refresh_description(content: dict[str, Any], field: Field, edition: Edition) -> None:
    """Describe the procedure again: the rules of search or of order or the life events changed, the file did not."""
    procedure = edition.procedure
    if procedure.described_by != edition.number:
        return
    columns = procedure_columns(content, field, edition.number)
    if any(getattr(procedure, name) != value for name, value in columns.items()):
        Procedure.objects.filter(pk=procedure.pk).update(**columns)
        add_search_words([columns["search_text"]])
