"""Forms about incidents of personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import IncidentEntry

EMPTY = {"required": _("Không để trống.")}
FORMATS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M"]
BAD_INSTANT = _("Nhập giờ và ngày theo dạng 14:05 22/11/2026")


def instant_field(label: Any) -> forms.DateTimeField:
    """A moment of the clock, as people write it."""
    return forms.DateTimeField(
        label=label,
        help_text=_("Giờ:phút ngày/tháng/năm, ví dụ 14:05 22/11/2026"),
        input_formats=FORMATS,
        widget=forms.DateTimeInput(format=FORMATS[0], attrs={"autocomplete": "off"}),
        error_messages={"required": BAD_INSTANT, "invalid": BAD_INSTANT},
    )


class IncidentForm(forms.Form):
    """What happened, whose data, when it was found, and what was done at once."""

    discovered_at = instant_field(_("Phát hiện lúc"))
    summary = forms.CharField(
        label=_("Sự việc"),
        help_text=_("Không ghi tên, số giấy tờ của người bị ảnh hưởng"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=EMPTY,
    )
    people = forms.CharField(
        label=_("Dữ liệu của ai, loại gì"),
        help_text=_("Ví dụ: 12 người nộp hồ sơ người có công; họ tên, số căn cước, bệnh án"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=EMPTY,
    )
    measures = forms.CharField(
        label=_("Biện pháp đã làm"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class IncidentEntryForm(forms.Form):
    """What was done since, and when."""

    kind = forms.ChoiceField(
        label=_("Việc đã làm"),
        choices=IncidentEntry.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn việc đã làm.")},
    )
    happened_at = instant_field(_("Lúc"))
    text = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Thông báo gửi sau 72 giờ phải nêu lý do chậm"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=EMPTY,
    )
