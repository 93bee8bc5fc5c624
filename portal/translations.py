"""The English message catalogue: extract, update, check and compile it (without the system's gettext)."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED_FOLDERS = {"migrations", "node_modules", "built", "__pycache__"}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")
# Lines that would change at every run and tell nobody anything.
CHURN = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|'
    r"Report-Msgid-Bugs-To|Project-Id-Version): .*\n",
    re.MULTILINE,
)

Plural = tuple[str, ...]


class Entry(NamedTuple):
    """One message of the source; *msgid* is a pair when it has a plural."""

    context: str | None
    msgid: str | Plural


def entries_of(root: Path, folders: list[str]) -> set[Entry]:
    """Every message that the Python files and templates under *folders* mark for translation."""
    entries: set[Entry] = set()
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if SKIPPED_FOLDERS.isdisjoint(path.parts):
                entries.update(_entries_in(path))
    return entries


def updated(entries: set[Entry], before: Catalog) -> Catalog:
    """A catalogue of exactly *entries*, with the translations that *before* has for them."""
    after = Catalog(locale="en", project="Mot Cua", charset="utf-8", fuzzy=False)
    after.header_comment = "# English texts of Mot Cua. Vietnamese is in the source."
    for context, msgid in entries:
        old = before.get(msgid, context)
        if old is not None and old.id == msgid:
            after.add(msgid, old.string, context=context, flags=old.flags)
        else:
            after.add(msgid, "", context=context)
    return after


def faults(entries: set[Entry], catalog: Catalog) -> list[str]:
    """One line for each message that is missing, untranslated, fuzzy, left over or has other placeholders."""
    lines = [f"missing: {_text_of(e)}" for e in entries if _is_missing(catalog, e)]
    for message in catalog:
        if message.id:
            msgid = message.id if isinstance(message.id, str) else tuple(message.id)
            entry = Entry(message.context, msgid)
            lines += _faults_of(message, entry, left_over=entry not in entries)
    return sorted(lines)


def read(path: Path) -> Catalog:
    """The catalogue in *path*, or an empty one."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def write(path: Path, catalog: Catalog) -> None:
    """Write the .po: sorted, one line per text, no line numbers and no dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, sort_output=True, omit_header=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CHURN.sub("", buffer.getvalue().decode()), encoding="utf-8")


def compile_to(path: Path, catalog: Catalog) -> None:
    """Write the .mo that Django reads; whole or not at all."""
    fresh = path.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalog)
    fresh.replace(path)


def _entries_in(path: Path) -> Iterator[Entry]:
    if path.suffix == ".py":
        source = path.read_text(encoding="utf-8")
    elif path.suffix in {".html", ".txt"}:
        flat = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # The tokenizer must not stumble over the indentation of what is left of the page.
        source = "\n".join(line.strip() for line in flat.splitlines())
    else:
        return
    file = io.BytesIO(b"# -*- coding: utf-8 -*-\n" + source.encode())
    for message in extract_python(file, KEYWORDS, [], {}):
        function, texts = str(message[1]), message[2]
        yield from _entry(function, [texts] if isinstance(texts, str) else list(texts))


def _entry(function: str, texts: Sequence[str | None]) -> Iterator[Entry]:
    context = texts[0] if "pgettext" in function else None
    count = 2 if "ngettext" in function or "npgettext" in function else 1
    start = 1 if "pgettext" in function else 0
    ids = tuple(text for text in texts[start : start + count] if text)
    if len(ids) == count:
        yield Entry(context, ids if count == 2 else ids[0])


def _is_missing(catalog: Catalog, entry: Entry) -> bool:
    message = catalog.get(entry.msgid, entry.context)
    return message is None or message.id != entry.msgid


def _faults_of(message: Message, entry: Entry, *, left_over: bool) -> Iterator[str]:
    string = message.string or ""
    texts = [string] if isinstance(string, str) else list(string)
    if left_over:
        yield f"left over: {_text_of(entry)}"
    elif not all(texts):
        yield f"untranslated: {_text_of(entry)}"
    elif message.fuzzy:
        yield f"fuzzy: {_text_of(entry)}"
    elif _placeholders(texts[-1]) != _placeholders(_last(entry.msgid)):
        yield f"other placeholders: {_text_of(entry)} → {texts[-1]}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _last(msgid: str | Plural) -> str:
    return msgid if isinstance(msgid, str) else msgid[-1]


def _text_of(entry: Entry) -> str:
    context = f"[{entry.context}] " if entry.context else ""
    return context + (entry.msgid if isinstance(entry.msgid, str) else " / ".join(entry.msgid))
