"""How spans of time are written on a dossier's pages."""

from datetime import timedelta

from django import template

from dossiers.holding import in_words, left_in_words

register = template.Library()


@register.filter
def hours_minutes(time: timedelta) -> str:
    """`47 giờ 12 phút`."""
    return in_words(time)


@register.filter
def office_time(time: timedelta) -> str:
    """`2 ngày 3 giờ`, eight hours a day."""
    return left_in_words(time)
