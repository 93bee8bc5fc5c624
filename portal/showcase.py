"""Samples for the page that shows every component."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from procedures.law.status import Standing

CASES = [
    ("overdue", 2),
    ("due_today", 0),
    ("due_soon", 1),
    ("on_track", 6),
    ("waiting", 0),
    ("paused", 4),
    ("done_early", 1),
    ("done_on_time", 0),
    ("done_late", 3),
    ("none", 0),
]
STATES = [
    "draft",
    "submitted",
    "not_accepted",
    "accepted",
    "appraisal",
    "approval",
    "awaiting_supplement",
    "awaiting_payment",
    "withdrawal_requested",
    "stopped",
    "resolved",
    "returned",
]


class SampleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="Họ, chữ đệm và tên", help_text="Như trên căn cước")
    born = forms.DateField(label="Ngày sinh", help_text="Ví dụ: 27/3/1950")
    reason = forms.CharField(label="Lý do", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Nơi nhận", choices=[("1", "Quầy"), ("2", "Bưu điện")])
    way = forms.ChoiceField(
        label="Cách báo tin", choices=[("sms", "Tin nhắn"), ("email", "Thư điện tử")], widget=forms.RadioSelect
    )
    papers = forms.MultipleChoiceField(
        label="Giấy tờ", choices=[("a", "Đơn"), ("b", "Bản sao căn cước")], widget=forms.CheckboxSelectMultiple
    )
    scan = forms.FileField(label="Tệp đính kèm", required=False)
    sworn = forms.BooleanField(label="Tôi cam đoan nội dung trên là đúng")


def samples() -> dict[str, Any]:
    """Context of the page: forms empty and with errors, chips of each case, tags of each state."""
    due = timezone.now() + timedelta(days=3)
    return {
        "empty_form": SampleForm(prefix="empty"),
        "form": SampleForm({"born": "31/02/1950"}),
        "standings": [Standing(case, days, due) for case, days in CASES],
        "states": STATES,
        "instants": [timezone.now(), timezone.now() - timedelta(hours=30)],
    }
