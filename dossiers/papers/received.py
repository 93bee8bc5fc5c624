"""List the components received, as Form 01 prints them: name, kind, and how many of each."""

from collections import Counter
from typing import Any

from dossiers.models import Dossier

CERTIFIED = ("certified_copy", "original_or_certified_copy")


def lines_of(dossier: Dossier) -> list[dict[str, Any]]:
    """One line for each component that was handed in, in the order of the published list."""
    online = dossier.channel == Dossier.Channel.ONLINE
    counts = {**_forms(dossier), **_files(dossier)} if online else _sheets(dossier)
    # From the edition's own frozen file: no statement, and nothing anybody could edit since.
    published = dossier.components
    return [
        {"name": row["name_vi"], **_amount(row.get("type", ""), counts[row["key"]])}
        for row in published
        if row["key"] in counts
    ]


def _forms(dossier: Dossier) -> dict[str, dict[str, int]]:
    """The electronic form is the paper."""
    return {row["key"]: {"files": 1} for row in dossier.components if row.get("from_form")}


def _files(dossier: Dossier) -> dict[str, dict[str, int]]:
    keys = dossier.attachments.sent().values_list("component", flat=True)
    return {key: {"files": count} for key, count in Counter(keys).items()}


def _sheets(dossier: Dossier) -> dict[str, dict[str, int]]:
    return {
        key: {name: int(count or 0) for name, count in counts.items()}
        for key, counts in dossier.declared_papers.items()
    }


def _amount(published: str, counts: dict[str, int]) -> dict[str, Any]:
    copy = "Bản sao chứng thực" if published in CERTIFIED else "Bản sao"
    labels = {"files": "Bản điện tử", "original": "Bản chính", "copy": copy}
    parts = [(labels[key], counts[key]) for key in labels if counts.get(key)]
    return {
        "kind": ", ".join(words for words, _count in parts).capitalize(),
        "count": " + ".join(f"{count:02d}" for _words, count in parts),
    }
