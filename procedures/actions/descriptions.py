"""Map a file's content to rows: the columns of a procedure, an edition, its components, the words of search."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from procedures.editions import files
from procedures.models import Component, Edition, Field, Procedure, SearchWord
from procedures.search_text import procedure_text
from toolbox.collation import collation_key


def procedure_columns(content: dict[str, Any], field: Field, number: int) -> dict[str, Any]:
    """The columns of a procedure that come from the edition that describes it."""
    return {
        "code": content["code"],
        "field": field,
        "name_vi": content["name_vi"],
        "name_en": content.get("name_en", ""),
        "popular": content.get("popular", False),
        "applicants": content["applicants"],
        "events": files.events_of(content),
        "search_text": procedure_text(content, field.name_vi, files.keywords_of(content)),
        "order_vi": collation_key(content["name_vi"]),
        "order_en": collation_key(content.get("name_en") or content["name_vi"]),
        "described_by": number,
    }


def edition_of(procedure: Procedure, content: dict[str, Any], **more: Any) -> Edition:
    """An edition not saved yet; a draft unless *more* gives another state."""
    columns = {
        "valid_from": date.fromisoformat(content["edition"]["valid_from"]),
        **files.edition_columns(content),
        **more,
    }
    return Edition(procedure=procedure, content=content, digest=files.digest(content), **columns)


def components_of(edition: Edition) -> list[Component]:
    """The components (thành phần hồ sơ) of an edition, not saved yet."""
    return [
        Component(
            edition=edition,
            order=order,
            key=row["key"],
            name_vi=row["name_vi"],
            type=row["type"],
            original_qty=row.get("original_qty", 0),
            copy_qty=row.get("copy_qty", 0),
            required=row["required"],
            form_no=row.get("form_no", "")[:200],
            note_vi=row.get("note_vi", ""),
        )
        for order, row in enumerate(edition.content.get("components", []), 1)
    ]


def add_search_words(texts: Iterable[str]) -> None:
    """Add the words of *texts* to those that misspelt ones are corrected by; known ones stay."""
    words = sorted({word[:80] for text in texts for word in text.split() if word.isalpha()})
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in words], ignore_conflicts=True)


def sync_fields() -> dict[str, Field]:
    """Write every field of administration as its file has it; returns them by slug."""
    rows = [
        Field(
            slug=row["slug"], name_vi=row["name_vi"], name_en=row["name_en"], order=row["order"], unit_code=row["unit"]
        )
        for row in files.read_fields()
    ]
    columns = ["name_vi", "name_en", "order", "unit_code"]
    Field.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=columns)
    return {field.slug: field for field in Field.objects.all()}
