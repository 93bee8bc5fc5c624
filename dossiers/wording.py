"""How instants and sums are written in messages and on papers, the Vietnamese way."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from dossiers.models import Dossier
from procedures.spoken import in_english
from procedures.working_time import VIETNAM


def instant(at: datetime | None) -> str:
    """`14:05 ngày 22/11/2026`, in an English message `14:05 on 22/11/2026`, or nothing."""
    on = "on" if in_english() else "ngày"
    return f"{timezone.localtime(at, VIETNAM):%H:%M {on} %d/%m/%Y}" if at else ""


def spoken_to(dossier: Dossier) -> str:
    """The language that who files *dossier* reads now: English only online, as the desk speaks Vietnamese."""
    online = dossier.channel == dossier.Channel.ONLINE
    return "en" if online and in_english() else settings.LANGUAGE_CODE


def long_instant(at: datetime | None) -> str:
    """`14 giờ 05 phút, ngày 22/11/2026`, as Form 01 prints it, or nothing."""
    return f"{timezone.localtime(at, VIETNAM):%H giờ %M phút, ngày %d/%m/%Y}" if at else ""


def day_in_words(day: date) -> str:
    """`ngày 05 tháng 3 năm 2026`: a zero before days under 10 and months 1 and 2 (Decree 30/2020, annex I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def money(dong: int) -> str:
    """`1.250.000 đồng`; nothing due is `Không thu`."""
    return f"{figures(dong)} đồng" if dong else "Không thu"


def figures(number: int) -> str:
    """`1.250.000`."""
    return f"{number:,}".replace(",", ".")
