"""Warn of what a file may lack, in words, before an officer has to send it back: it refuses nothing.

What the file shows is looked at once, when it is given, and kept with it. What hangs on other rows (the same file
elsewhere, a day typed in the form) is told from them: once the dossier is filed, they stand still as well.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Attachment, Dossier
from procedures.localized import text_of
from toolbox.files import Upload
from toolbox.formats import day as written_day
from toolbox.text import fold
from toolbox.traits import Signatures, Traits

PDF = "application/pdf"
LEGIBLE = 1000  # pixels of the longer side of a sheet: A4 at 85 dots an inch, where small print ends
PORTRAIT = 350  # of a photograph of a face, 4 x 6 cm
LONG_ENOUGH = 6  # letters of what is looked for: shorter ones stand in many a text by chance
NAMING = re.compile(r"name|number|passport|tax_code|citizen|_id\b")  # keys of questions that ask who it is about
# Which question asks until when a paper holds, where an edition was published before components could say so.
VALID_UNTIL = {"ho-chieu": "passport_expiry"}


class Kind(StrEnum):
    """What is warned of; the words that the API uses."""

    BLANK = "blank"
    SMALL = "small"
    FEW_PAGES = "few_pages"
    MANY_PAGES = "many_pages"
    UNSIGNED = "unsigned"
    BROKEN_SIGNATURE = "broken_signature"
    UNNAMED = "unnamed"
    SAME = "same"
    EXPIRED = "expired"


@dataclass(frozen=True)
class FileWarning:
    """One warning: its kind and its sentence."""

    kind: Kind
    words: str


def kept_warnings(dossier: Dossier, component: str, upload: Upload) -> list[dict[str, Any]]:
    """What is to be kept with a file as it is given for *component*: kinds with their numbers, no words of the file."""
    row, traits = _component(dossier, component), upload.traits
    rows: list[dict[str, Any]] = []
    if traits.blank:
        rows.append({"kind": Kind.BLANK, "pages": list(traits.blank), "all": len(traits.blank) == traits.pages})
    least = PORTRAIT if is_portrait(row) else LEGIBLE
    if small := [n for n, side in enumerate(traits.longest, 1) if 0 < side < least and n not in traits.blank]:
        rows.append({"kind": Kind.SMALL, "pages": small})
    if upload.content_type == PDF:
        rows += _of_pdf(dossier, row, upload.pages, traits)
    return [{**warning, "kind": str(warning["kind"])} for warning in rows]


def warnings_of(dossier: Dossier, files: Sequence[Attachment]) -> dict[int, list[FileWarning]]:
    """The warnings of each of *files*, by its key; those without any are not named.

    *files* are all that the reader sees of the dossier: only among them is the same one looked for.
    """
    expired, warnings = _expired(dossier), dict[int, list[FileWarning]]()
    for file in files:
        told = [FileWarning(Kind(row["kind"]), _words(row)) for row in file.warnings if row["kind"] in _SENTENCES]
        if others := [row for row in files if row.sha256 == file.sha256 and row.component != file.component]:
            name = text_of(_component(dossier, others[0].component), "name")
            told.append(FileWarning(Kind.SAME, _("Tệp này cũng đã nộp cho “%(name)s”.") % {"name": name}))
        if file.component in expired:
            words = _("Giấy này đã hết hạn ngày %(day)s, theo ngày khai trong tờ khai.")
            told.append(FileWarning(Kind.EXPIRED, words % {"day": written_day(expired[file.component])}))
        if told:
            warnings[file.pk] = told
    return warnings


def with_warnings(dossier: Dossier, files: Iterable[Attachment]) -> list[Attachment]:
    """*files*, each with `told`, its warnings."""
    rows = list(files)
    warnings = warnings_of(dossier, rows)
    for row in rows:
        row.told = warnings.get(row.pk, [])  # type: ignore[attr-defined]
    return rows


def is_portrait(component: Mapping[str, Any]) -> bool:
    """True for the photograph of a face, which is no sheet of A4."""
    return fold(str(component.get("name_vi", ""))).startswith("anh ")


def _of_pdf(dossier: Dossier, row: Mapping[str, Any], pages: int, traits: Traits) -> Iterable[dict[str, Any]]:
    least, most = _number(row, "pages_least"), _number(row, "pages_most")
    if pages < least:
        yield {"kind": Kind.FEW_PAGES, "pages": pages, "least": least}
    if most and pages > most:
        yield {"kind": Kind.MANY_PAGES, "pages": pages, "most": most}
    if row.get("signed") and traits.signatures == Signatures.NONE:
        yield {"kind": Kind.UNSIGNED}
    if traits.signatures == Signatures.BROKEN:
        yield {"kind": Kind.BROKEN_SIGNATURE}
    if traits.has_words and not _names_anybody(dossier, traits.text):
        yield {"kind": Kind.UNNAMED}


def _names_anybody(dossier: Dossier, text: str) -> bool:
    """True where *text* has a name or number of the applicant, or of whomever the form is about."""
    party = dossier.applicant
    wanted = [party.name, party.citizen_id, party.tax_code, party.passport_no]
    wanted += [value for key, value in dossier.answers.items() if isinstance(value, str) and NAMING.search(key)]
    letters = _letters(text)
    return any(len(name) >= LONG_ENOUGH and name in letters for name in map(_letters, wanted))


def _letters(text: str) -> str:
    """Letters and digits alone: where a PDF breaks a line or spaces a number out tells nothing."""
    return re.sub(r"[^0-9a-z]", "", fold(text))


def _expired(dossier: Dossier) -> dict[str, date]:
    """By component the last day of what had run out when it was sent, where a question asks for that day."""
    sent_on = timezone.localdate(dossier.submitted_at) if dossier.submitted_at else timezone.localdate()
    days = {row["key"]: _day(dossier.answers.get(_question_of_end(row))) for row in dossier.components}
    return {key: day for key, day in days.items() if day and day < sent_on}


def _question_of_end(row: Mapping[str, Any]) -> str:
    """The key of the question that asks until when this paper holds; empty where none does."""
    usual = (question for start, question in VALID_UNTIL.items() if str(row["key"]).startswith(start))
    return str(row.get("valid_until") or next(usual, ""))


def _number(row: Mapping[str, Any], key: str) -> int:
    value = row.get(key)
    return value if isinstance(value, int) else 0


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _component(dossier: Dossier, key: str) -> Mapping[str, Any]:
    return next((row for row in dossier.components if row["key"] == key), {})


def _words(row: Mapping[str, Any]) -> str:
    return _SENTENCES[row["kind"]](row)


def _blank(row: Mapping[str, Any]) -> str:
    if row["all"]:
        return _("Tệp này trông như trang trắng. Mở ra xem lại, chụp hoặc quét lại nếu chưa rõ chữ.")
    return _("Trang %(pages)s trông như trang trắng. Xem lại có thiếu nội dung không.") % {"pages": _listed(row)}


def _small(row: Mapping[str, Any]) -> str:
    return _("Ảnh nhỏ, in ra khổ giấy A4 có thể không đọc được. Chụp gần hơn, hoặc gửi ảnh gốc từ máy.")


def _few(row: Mapping[str, Any]) -> str:
    return _("Giấy này thường có từ %(least)d trang; tệp có %(pages)d trang. Xem lại có thiếu trang không.") % row


def _many(row: Mapping[str, Any]) -> str:
    return _("Giấy này thường không quá %(most)d trang; tệp có %(pages)d trang. Xem lại có nhầm tệp không.") % row


def _unsigned(row: Mapping[str, Any]) -> str:
    return _("Giấy này cần bản điện tử có chữ ký số; tệp không có chữ ký số nào.")


def _broken(row: Mapping[str, Any]) -> str:
    return _("Chữ ký số trong tệp không còn đúng: tệp đã bị sửa sau khi ký, hoặc ký lỗi. Lấy lại bản gốc đã ký.")


def _unnamed(row: Mapping[str, Any]) -> str:
    return _("Trong tệp không thấy tên hay số giấy tờ của người nộp hoặc người đã khai. Xem lại có nhầm tệp không.")


def _listed(row: Mapping[str, Any]) -> str:
    return ", ".join(map(str, row["pages"]))


_SENTENCES = {
    Kind.BLANK: _blank,
    Kind.SMALL: _small,
    Kind.FEW_PAGES: _few,
    Kind.MANY_PAGES: _many,
    Kind.UNSIGNED: _unsigned,
    Kind.BROKEN_SIGNATURE: _broken,
    Kind.UNNAMED: _unnamed,
}
