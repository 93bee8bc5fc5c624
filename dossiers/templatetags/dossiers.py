"""Template tags of dossiers: state tags, deadline chips, spans of time."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dossiers import chips
from dossiers.deadlines.time_spent import in_words, left_in_words
from dossiers.models import State
from procedures.supplement_reasons import reason_of
from toolbox.formats import in_english

register = template.Library()


@register.filter
def hours_minutes(time: timedelta) -> str:
    """`47 giờ 12 phút`."""
    return in_words(time)


@register.filter
def todo(item: Mapping[str, Any]) -> str:
    """What to do about one thing that is asked for: the reason in the language of the page, words as typed."""
    words, reason = item["todo"], reason_of(item.get("reason", ""))
    if not in_english():
        return str(words)
    if reason is None:
        return format_html('<span lang="vi">{}</span>', words)
    return format_html('{} <span lang="vi">{}</span>', reason.text, item["words"])


@register.filter
def office_time(time: timedelta) -> str:
    """`2 ngày 3 giờ`, eight hours a day."""
    return left_in_words(time)


@register.simple_tag
def state_tag(state: str, outcome: str = "") -> SafeString:
    """The public word for a dossier's state, with its colour and icon."""
    return _tag(**chips.of_state(State(state), outcome))


@register.simple_tag
def desk_state_tag(state: str, outcome: str = "") -> SafeString:
    """The same as officers read it."""
    return _tag(**chips.of_state(State(state), outcome, at_desk=True))


@register.simple_tag
def deadline_chip(standing: Any) -> SafeString:
    """How a dossier stands against its promise; *standing* has case, days and due_at. Nothing for none."""
    return _tag(**chips.of_standing(standing.case, standing.days, standing.due_at))


@lru_cache(maxsize=512)
def _tag(words: str = "", colour: str = "", icon: str = "") -> SafeString:
    """Drawn once: a long list shows a few tags over and over."""
    context = {"words": words, "colour": colour, "icon": icon}
    return render_to_string("components/tag.html", context)
