"""Dates, money and deadlines are written and read the Vietnamese way."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

from procedures.law.status import Standing
from toolbox.keyset import Page

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2026, 11, 30, 17, 0, tzinfo=VIETNAM)


def shown(source: str, **context: Any) -> str:
    """What the template prints."""
    return Template("{% load portal dossiers %}" + source).render(Context(context)).strip()


class Dated(forms.Form):
    """A form with a date and an amount."""

    day = forms.DateField()


@pytest.mark.parametrize("typed", ["03/04/1950", "3/4/1950", "03-04-1950", "03.04.1950", "03041950", "1950-04-03"])
def test_the_day_comes_before_the_month_however_it_is_typed(typed: str) -> None:
    form = Dated({"day": typed})

    assert form.is_valid()
    assert form.cleaned_data["day"] == date(1950, 4, 3)


def test_dates_and_numbers_print_as_in_vietnam() -> None:
    with translation.override("vi"):
        assert formats.date_format(date(1950, 4, 27), "SHORT_DATE_FORMAT") == "27/04/1950"
        assert formats.number_format(1234567.5, force_grouping=True) == "1.234.567,5"


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ x|viet_date }}", date(1950, 4, 27), "27/04/1950"),
        ("{{ x|viet_date }}", None, ""),
        ("{{ x|viet_datetime }}", DUE, "17:00 ngày 30/11/2026"),
        ("{{ x|deadline }}", DUE, "trước 17:00 thứ Hai, 30/11/2026"),
        ("{{ x|money }}", 1250000, "1.250.000 đồng"),
        ("{{ x|money }}", 0, "Không thu"),
        ("{{ x|filesize_vi }}", 2516582, "2,4 MB"),
        ("{{ x|filesize_vi }}", 1, "1 KB"),
        ("{{ x|filesize_vi }}", 0, "0 KB"),
    ],
)
def test_values_are_written_as_the_house_writes_them(source: str, value: Any, expected: str) -> None:
    assert shown(source, x=value) == expected


@pytest.mark.parametrize(
    ("case", "days", "words", "colour"),
    [
        ("overdue", 2, "Quá hạn 2 ngày", "danger"),
        ("due_today", 0, "Hạn hôm nay, 17:00", "danger"),
        ("due_soon", 1, "Còn 1 ngày", "warning"),
        ("on_track", 6, "Còn 6 ngày", "success"),
        ("waiting", 0, "Chờ bổ sung · tính lại khi nhận đủ", "purple"),
        ("done_early", 1, "Trả sớm 1 ngày", "plain"),
        ("done_on_time", 0, "Trả đúng hạn", "plain"),
        ("done_late", 3, "Trả trễ 3 ngày", "danger"),
    ],
)
def test_the_chip_says_the_deadline_in_words_and_colour(case: str, days: int, words: str, colour: str) -> None:
    html = shown("{% deadline_chip s %}", s=Standing(case, days, DUE))

    assert words in html
    assert f"mc-tag--{colour}" in html


def test_a_dossier_without_a_deadline_has_no_chip() -> None:
    assert shown("{% deadline_chip s %}", s=Standing("none")) == ""


def test_a_result_that_refuses_is_not_shown_as_a_success() -> None:
    assert "Từ chối giải quyết" in shown('{% state_tag "resolved" "refused" %}')
    assert "mc-tag--success" in shown('{% state_tag "resolved" "granted" %}')


def test_page_links_keep_the_other_parameters(rf: Any) -> None:
    request = rf.get("/can-bo/?state=appraisal&cursor=old")
    page = Page(rows=[], next="abc", previous="")

    html = shown("{% page_links page %}", page=page, request=request)

    assert "?state=appraisal&amp;cursor=abc" in html
    assert "Trang trước" not in html


def test_a_deadline_is_written_in_the_time_of_vietnam_whatever_the_zone_stored() -> None:
    utc = DUE.astimezone(ZoneInfo("UTC")) + timedelta(0)

    assert shown("{{ x|viet_datetime }}", x=utc) == "17:00 ngày 30/11/2026"
