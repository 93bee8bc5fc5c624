"""Filters of the queue, as its address carries them: what each takes, what it is called, and how it narrows a list.

Whatever an address says that means nothing, or no more, narrows nothing; the page says so in a sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.deadlines.status import soon_until
from dossiers.labels import labels_of
from dossiers.models import Dossier, Lateness, State
from dossiers.models.label import wears
from dossiers.models.lateness import NO_CAUSE, NOT_NAMED
from dossiers.models.queries import DossierQuerySet
from people.models import Agency, User
from procedures.models import Field, Procedure
from toolbox.formats import day as day_in_words
from toolbox.formats import in_english
from toolbox.text import has_control_characters

LONGEST = 200  # characters of one value
LATE, AT_RISK, NOBODY = "late", "risk", "none"
Choices = Mapping[str, Any]
Channel = Dossier.Channel
DUE: Choices = {LATE: gettext_lazy("Quá hạn"), AT_RISK: gettext_lazy("Sắp đến hạn")}
HOLDER: Choices = {NOBODY: gettext_lazy("Chưa giao cho ai")}
CAUSES: Choices = {NOT_NAMED: NO_CAUSE, **dict(Lateness.Cause.choices)}
CHANNELS: Choices = {str(one): one.label for one in (Channel.ONLINE, Channel.DIRECT, Channel.POSTAL)}
STATES: Choices = {str(state): state for state in State if state != State.DRAFT}


@dataclass(frozen=True)
class Value:
    """What the text of an address stands for: in words, and as a list is narrowed by it; `notice` where it changed."""

    words: str
    key: Any
    notice: str = ""


@dataclass(frozen=True)
class Filter:
    """One parameter of the address."""

    key: str
    title: Any
    find: Callable[[str, User], Value | None]
    narrow: Callable[[DossierQuerySet, Any, datetime], DossierQuerySet]
    choices: Callable[[User], list[tuple[str, str]]] | None = None  # of its input; none: a day, or no input


def _one_of(choices: Choices) -> Callable[[str, User], Value | None]:
    return lambda text, user: Value(_label(choices[text]), text) if text in choices else None


def _all_of(choices: Choices) -> Callable[[User], list[tuple[str, str]]]:
    return lambda user: [(key, _label(words)) for key, words in choices.items()]


def _label(words: Any) -> str:
    return str(words.desk_label if isinstance(words, State) else words)


def _unit(code: str, user: User) -> Value | None:
    """The unit called so, or who took its work over; none for one that ended without a successor."""
    today = timezone.localdate()
    unit = Agency.objects.in_charge_of(code, today)
    if unit is None or (unit.valid_to and unit.valid_to < today):
        return None
    notice = "" if unit.code == code else _("Đơn vị đã chọn nay là %(unit)s.") % {"unit": unit}
    return Value(unit.short_name or unit.name, unit.pk, notice)


def _units(user: User) -> list[tuple[str, str]]:
    kinds = (Agency.Kind.DESK, Agency.Kind.DIVISION)
    return [(unit.code, str(unit)) for unit in Agency.in_being(timezone.localdate()) if unit.kind in kinds]


def _procedure(slug: str, user: User) -> Value | None:
    row = Procedure.objects.filter(slug=slug).first()
    return Value(str(row), row.pk) if row else None


def _procedures(user: User) -> list[tuple[str, str]]:
    rows = Procedure.objects.order_by("order_en" if in_english() else "order_vi", "slug")
    return [(row.slug, str(row)) for row in rows.only("slug", "name_vi", "name_en")]


def _field(slug: str, user: User) -> Value | None:
    row = Field.objects.filter(slug=slug).first()
    return Value(str(row), row.pk) if row else None


def _fields(user: User) -> list[tuple[str, str]]:
    return [(row.slug, str(row)) for row in Field.objects.all()]


def _label_worn(text: str, user: User) -> Value | None:
    row = next((row for row in labels_of(user) if str(row.pk) == text), None)
    return Value(row.name, row.pk) if row else None


def _labels(user: User) -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in labels_of(user)]


def day_of(text: str) -> date | None:
    """The day that *text* writes; none where it writes none."""
    try:
        day: date = forms.DateField().clean(text)
    except ValidationError:
        return None
    return day if 1900 < day.year < 9000 else None


def _day(words: Any) -> Callable[[str, User], Value | None]:
    def find(text: str, user: User) -> Value | None:
        day = day_of(text)
        return Value(words % {"day": day_in_words(day)}, day) if day else None

    return find


def _instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def _by_due(rows: DossierQuerySet, due: str, at: datetime) -> DossierQuerySet:
    return rows.overdue(at) if due == LATE else rows.due_between(at, soon_until(at))


FILTERS = (
    Filter(
        "unit", gettext_lazy("Đơn vị đang giữ"), _unit, lambda rows, unit, at: rows.filter(holder_unit=unit), _units
    ),
    Filter(
        "procedure",
        gettext_lazy("Thủ tục"),
        _procedure,
        lambda rows, procedure, at: rows.filter(edition__procedure=procedure),
        _procedures,
    ),
    Filter(
        "field",
        gettext_lazy("Lĩnh vực"),
        _field,
        lambda rows, field, at: rows.filter(edition__procedure__field=field),
        _fields,
    ),
    Filter(
        "channel",
        gettext_lazy("Kênh nộp"),
        _one_of(CHANNELS),
        lambda rows, channel, at: rows.filter(channel=channel),
        _all_of(CHANNELS),
    ),
    Filter(
        "state",
        gettext_lazy("Trạng thái"),
        _one_of(STATES),
        lambda rows, state, at: rows.filter(state=state),
        _all_of(STATES),
    ),
    Filter("due", gettext_lazy("Hạn"), _one_of(DUE), _by_due, _all_of(DUE)),
    Filter(
        "holder",
        gettext_lazy("Người xử lý"),
        _one_of(HOLDER),
        lambda rows, _nobody, at: rows.filter(holder=None),
        _all_of(HOLDER),
    ),
    Filter("label", gettext_lazy("Nhãn"), _label_worn, lambda rows, label, at: rows.filter(wears(label)), _labels),
    Filter(
        "from",
        gettext_lazy("Nộp từ ngày"),
        _day(gettext_lazy("Nộp từ %(day)s")),
        lambda rows, day, at: rows.filter(submitted_at__gte=_instant(day, time.min)),
    ),
    Filter(
        "to",
        gettext_lazy("Đến hết ngày"),
        _day(gettext_lazy("Nộp đến %(day)s")),
        lambda rows, day, at: rows.filter(submitted_at__lte=_instant(day, time.max)),
    ),
    # Reports lead to it; it has no input, since a cause is known of late ones alone.
    Filter(
        "cause",
        gettext_lazy("Nguyên nhân chậm"),
        _one_of(CAUSES),
        lambda rows, cause, at: rows.late_because("" if cause == NOT_NAMED else cause),
    ),
)
KEYS = tuple(one.key for one in FILTERS)
DAYS = ("from", "to")


@dataclass(frozen=True)
class Filters:
    """The filters of one address: those in force, and what of it was left aside, a sentence each."""

    texts: dict[str, str]
    active: list[tuple[Filter, Value]]
    notices: list[str]

    def narrow(self, rows: DossierQuerySet, at: datetime) -> DossierQuerySet:
        """Those of *rows* that all filters in force let through."""
        for one, value in self.active:
            rows = one.narrow(rows, value.key, at)
        return rows

    def chips(self, query: Any) -> list[dict[str, str]]:
        """The filters in force, in words, each with the address that takes it alone away."""
        chips = []
        for one, value in self.active:
            rest = query.copy()
            rest.pop(one.key)
            rest.pop("cursor", None)
            chips.append({"words": value.words, "without": f"?{rest.urlencode()}"})
        return chips


class FilterForm(forms.Form):
    """The inputs: a choice each, and two days; as they stand in the address. None is marked as optional: all are."""

    def __init__(self, user: User, texts: Mapping[str, str]) -> None:
        super().__init__(initial=dict(texts))
        for one in FILTERS:
            if one.choices and (choices := one.choices(user)):
                options = [("", _("Tất cả")), *choices]
                self.fields[one.key] = forms.ChoiceField(label=one.title, choices=options, required=False)
            elif one.key in DAYS:
                hint = _("Ví dụ: 15/11/2026")
                self.fields[one.key] = forms.CharField(label=one.title, help_text=hint, max_length=20, required=False)
        for field in self.fields.values():
            vars(field)["is_needed"] = True


def read_filters(query: Any, user: User) -> Filters:
    """The filters that *query*, the parameters of an address, asks for; never an error, whatever it says."""
    texts = {key: query[key] for key in KEYS if query.get(key)}
    active, notices = [], []
    for one in FILTERS:
        if one.key not in texts:
            continue
        text = texts[one.key]
        value = None if len(text) > LONGEST or has_control_characters(text) else one.find(text, user)
        if value is None:
            notices.append(_unknown(one, text))
        else:
            active.append((one, value))
            notices += [value.notice] if value.notice else []
    days = {one.key: value.key for one, value in active if one.key in DAYS}
    if len(days) == len(DAYS) and days["to"] < days["from"]:
        active = [(one, value) for one, value in active if one.key != "to"]
        notices.append(_("Ngày cuối phải từ ngày đầu trở đi: danh sách không lọc theo ngày cuối."))
    return Filters(texts, active, notices)


def _unknown(one: Filter, text: str) -> str:
    """Why a filter is left aside."""
    shown = "".join(letter for letter in text[:40] if letter.isprintable())
    return _("%(filter)s: “%(text)s” không có hoặc không còn nữa, nên danh sách không lọc theo mục này.") % {
        "filter": one.title,
        "text": shown,
    }


def query_of(query: Any, *names: str) -> str:
    """The parameters of these names that have a value, as an address carries them; nothing for none."""
    chosen = urlencode({name: query[name][:LONGEST] for name in names if query.get(name)})
    return f"?{chosen}" if chosen else ""
