"""Template filters for deadline ledgers, dates, fees and localized texts of the catalogue."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import Post
from procedures import labels
from procedures.calendar.hours import DAYS
from procedures.labels import FEE_GROUPS, FEE_KINDS, VERDICTS
from procedures.law.ledger import LedgerDay
from procedures.localized import marked, text_of
from procedures.models import TypicalTime

register = template.Library()


@register.simple_tag
def ledger(days: Iterable[LedgerDay], version: int) -> SafeString:
    """The days of a term as a strip and as a table, counted by this version of the official calendar."""
    return _ledger(tuple(days), version, get_language())


@lru_cache(maxsize=256)
def _ledger(days: tuple[LedgerDay, ...], version: int, language: str | None) -> SafeString:
    """Rendered once for equal days, a fifth of a dossier's page: what is accepted on one day shares them."""
    return render_to_string("procedures/ledger.html", {"days": days, "version": version})


@register.inclusion_tag("procedures/typical_time.html")
def typical_time(procedure_id: int) -> dict[str, Any]:
    """How long dossiers of the procedure really took of late; nothing where too few ended."""
    return {"typical": TypicalTime.kept(procedure_id)}


@register.filter
def typical_words(row: TypicalTime) -> str:
    """`Một nửa số hồ sơ xong trong …`."""
    return labels.typical_time(row)


@register.filter
def verdict(value: str) -> str:
    """The label of a ledger's verdict."""
    return str(VERDICTS[value])


@register.filter
def post_name(role: str) -> str:
    """`Trưởng phòng`: who does an internal step."""
    return str(Post.Role(role).label)


@register.filter
def weekday(day: date) -> str:
    """`thứ Hai`."""
    return str(DAYS[day.weekday()])


@register.filter
def iso_date(value: str | None) -> str:
    """`20/11/2019` from `2019-11-20`; nothing for nothing."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""


@register.filter
def localized(row: Any, key: str) -> str:
    """A text of the catalogue in the language of the page; marked where an English page has it in Vietnamese only."""
    values = row if isinstance(row, Mapping) else {f"{key}_vi": getattr(row, f"{key}_vi", "")}
    return marked(values, key)


@register.filter
def wording(row: Any, key: str) -> str:
    """The same as plain words, where nothing can be marked: in a title, in a label that is heard."""
    return text_of(row, key)


@register.filter
def fee_group(value: str) -> str:
    """The label of the ground by which less is paid."""
    return str(FEE_GROUPS.get(value, value))


@register.filter
def fee_line(line: dict[str, str]) -> str:
    """One line of a fee in words: its own, or what kind it is."""
    return line["label"] or str(FEE_KINDS.get(line["kind"], _("Phí, lệ phí theo yêu cầu")))
