"""Format dates, instants, sums and sizes as Vietnamese offices write them; on English pages their English form."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def in_english() -> bool:
    """True while the active language is English."""
    return (get_language() or "vi").startswith("en")


def day(value: date | datetime | None) -> str:
    """`27/04/1950`, whatever the language of the page; nothing for nothing."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local:%d/%m/%Y}"


def day_in_words(value: date) -> str:
    """`ngày 05 tháng 3 năm 2026`: a zero before days under 10 and months 1 and 2 (Decree 30/2020, annex I)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def instant(at: datetime | None) -> str:
    """`14:05 ngày 22/11/2026`, in English `14:05 on 22/11/2026`; nothing for nothing."""
    on = "on" if in_english() else "ngày"
    return f"{timezone.localtime(at):%H:%M {on} %d/%m/%Y}" if at else ""


def long_instant(at: datetime | None) -> str:
    """`14 giờ 05 phút, ngày 22/11/2026`, as Form 01 prints it; nothing for nothing."""
    return f"{timezone.localtime(at):%H giờ %M phút, ngày %d/%m/%Y}" if at else ""


def deadline(at: datetime | None) -> str:
    """`trước 17:00 thứ Hai, 30/11/2026`; nothing for nothing."""
    if not at:
        return ""
    return f"{'before' if in_english() else 'trước'} {weekday_instant(at)}"


def weekday_instant(at: datetime) -> str:
    """`07:30 thứ Hai, 30/11/2026`."""
    local = timezone.localtime(at)
    if in_english():
        return f"{local:%H:%M %A, %d/%m/%Y}"
    return f"{local:%H:%M} {WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y}"


def masked(text: str) -> str:
    """The end of a number, enough to tell two people of one name apart: `•••345`; nothing for nothing."""
    return f"•••{text[-3:]}" if text else ""


def number(value: int | None) -> str:
    """`1.250.000`."""
    return "" if value is None else f"{value:,}".replace(",", ".")


def money(dong: int | None) -> str:
    """`1.250.000 đồng`; nothing to pay is `Không thu`, nothing at all is empty."""
    if dong is None:
        return ""
    return _("%(amount)s đồng") % {"amount": number(dong)} if dong else _("Không thu")


def file_size(size: int | None) -> str:
    """Bytes as `2,4 MB` or `340 KB`."""
    size = size or 0
    if size < 1024 * 1024:
        return f"{max(round(size / 1024), 1 if size else 0)} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
