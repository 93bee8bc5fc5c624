"""Cite legal bases as a document does: kind, number, date, issuer, subject (Decree 30/2020, annex I)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from toolbox.formats import day_in_words

# These put their number right after the kind; laws and ordinances put it after their name.
NUMBERED_FIRST = ("Nghị định", "Thông tư liên tịch", "Thông tư", "Quyết định", "Nghị quyết")
ISSUERS = {
    "NĐ-CP": "Chính phủ",
    "QĐ-TTg": "Thủ tướng Chính phủ",
    "TT-BLĐTBXH": "Bộ trưởng Bộ Lao động - Thương binh và Xã hội",
    "TT-BTC": "Bộ trưởng Bộ Tài chính",
}


def lines(bases: Sequence[dict[str, Any]]) -> list[str]:
    """`Nghị định số 152/2020/NĐ-CP ngày 30 tháng 12 năm 2020 của Chính phủ về …`, one a basis."""
    return [_line(basis) for basis in bases]


def _line(basis: dict[str, Any]) -> str:
    title, mark = str(basis["title_vi"]), f"số {basis['number']}{_date_in_words(basis)}"
    kind = next((kind for kind in NUMBERED_FIRST if title.startswith(f"{kind} ")), "")
    if not kind:
        return f"{title} {mark}"
    issuer = ISSUERS.get(str(basis["number"]).rpartition("/")[2])
    by = f" của {issuer}" if issuer else ""
    return f"{kind} {mark}{by}{title.removeprefix(kind)}"


def _date_in_words(basis: dict[str, Any]) -> str:
    """The date, where somebody checked it; a wrong date would be worse than none."""
    if not basis.get("date") or not basis.get("date_verified"):
        return ""
    return f" {day_in_words(date.fromisoformat(basis['date']))}"
