"""Template tags and filters: dates, money, icons, form fields, questions, page links, QR codes."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from django import forms, template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from toolbox import formats

register = template.Library()
register.filter("viet_date", formats.day)
register.filter("viet_datetime", formats.instant)
register.filter("deadline", formats.deadline)
register.filter("weekday_instant", formats.weekday_instant)
register.filter("number", formats.number)
register.filter("masked", formats.masked)
register.filter("money", formats.money)
register.filter("filesize_vi", formats.file_size)
ICONS = Path(settings.BASE_DIR) / "static" / "built" / "icons"
GROUPED = {"date", "address", "table", "radio", "checkboxes"}  # several inputs under one legend


@register.filter
def in_vietnamese(words: Any) -> Any:
    """What people or the law wrote in Vietnamese: marked so on a page in another language, which reads it out."""
    return format_html('<span lang="vi">{}</span>', words) if lang_mark(words) else words


@register.simple_tag
def lang_mark(words: Any) -> SafeString:
    """The attribute of an element that holds *words*: where an English page has them in Vietnamese; else nothing."""
    is_foreign = bool(words) and formats.in_english() and not str(words).isascii()
    return SafeString(' lang="vi"' if is_foreign else "")


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """The line drawing *name* in the colour of the text; hidden from screen readers."""
    file = ICONS / f"{name}.svg"
    if not file.is_file():
        return SafeString("")
    shapes = re.sub(r"<!--.*?-->|\s+(?=<)", "", file.read_text(), flags=re.S)
    inside = shapes.partition(">")[2]
    return mark_safe(  # noqa: S308 - our own drawing, from our own folder
        '<svg class="mc-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{inside}'
    )


@register.simple_tag
def error_mark(*faults: Any) -> str:
    """What a title begins with where any of *faults* is there: a screen reader hears it before the page."""
    return _("Lỗi:") + " " if any(faults) else ""


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm | None) -> dict[str, Any]:
    """The errors of a form, each a link to its field, those of no field to the first; nothing without a form."""
    if not form:
        return {"rows": []}
    first = next(iter(form.visible_fields()), None)
    rows = [(_target(first) if first else "", message) for message in form.non_field_errors()]
    rows += [(_target(field), message) for field in form for message in field.errors]
    return {"rows": rows}


@register.inclusion_tag("django/forms/field.html")
def field(bound: forms.BoundField, heading: bool = False) -> dict[str, Any]:
    """One field with label, hint and error; *heading* makes its label the page's h1."""
    return {"field": bound, "errors": bound.errors, "heading": heading}


@register.inclusion_tag("components/question.html")
def question(bound: Any) -> dict[str, Any]:
    """One question of an edition's form, with its value and its errors."""
    name = Path(bound.template).stem
    return {"q": bound, "grouped": name in GROUPED, "alone": name == "checkbox"}


@register.inclusion_tag("components/page_links.html", takes_context=True)
def page_links(context: dict[str, Any], page: Any, parameter: str = "cursor") -> dict[str, str]:
    """Previous and next of a keyset page (`.previous`, `.next` are cursors); other parameters are kept.

    Where a page holds several lists, each has a *parameter* of its own, which is also the id of its heading.
    """
    request: HttpRequest = context["request"]

    def link(cursor: str) -> str:
        query = request.GET.copy()
        query[parameter] = cursor
        return f"?{query.urlencode()}" + (f"#{parameter}" if parameter != "cursor" else "")

    return {"previous": link(page.previous) if page.previous else "", "next": link(page.next) if page.next else ""}


@register.simple_tag
def qr(text: str, css_class: str = "mc-qr") -> SafeString:
    """*text* as a QR code: an inline drawing that prints sharp at any size."""
    return format_html(
        '<img class="{}" alt="{}" src="{}">',
        css_class,
        _("Mã QR"),
        segno.make(str(text), error="m").svg_data_uri(border=4, light="#fff"),
    )


@register.simple_tag
def demo_site() -> bool:
    """True in demo mode: papers are marked so, and they are rendered without a request."""
    return bool(settings.DEMO)


@register.simple_tag(takes_context=True)
def other_language_url(context: dict[str, Any], language: str) -> str:
    """This page in *language*."""
    request: HttpRequest | None = context.get("request")
    return translate_url(request.get_full_path(), language) if request else "/"


def _target(field: forms.BoundField) -> str:
    """The id of the first input: groups of choices have none of their own."""
    base: str = field.auto_id
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{base}_0"
    return str(field.field.widget.id_for_label(base) or base)
