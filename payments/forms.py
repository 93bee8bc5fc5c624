"""Forms of the cash desk: parsing and field checks only; the acts judge."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedures.questions.base import InvalidAnswer
from procedures.questions.numbers import Money

MOST = 10**12
DECISIONS = [("confirm", _("Xác nhận hủy biên lai")), ("refuse", _("Không chấp nhận, giữ biên lai"))]
RECEIVED = {"label": _("Số tiền khách đưa"), "validation": {"min": 0, "max": MOST}}


class CashForm(forms.Form):
    """Who pays, and what was handed over; the sum that is due is on the page."""

    payer = forms.CharField(
        label=_("Người nộp tiền"), max_length=255, error_messages={"required": _("Nhập họ tên người nộp tiền.")}
    )
    received = forms.CharField(
        label=_("Khách đưa (đồng)"),
        help_text=_("Để tính tiền trả lại; để trống nếu đưa đúng số tiền."),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    amount = forms.IntegerField(min_value=1, max_value=MOST, widget=forms.HiddenInput)
    token = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def clean_received(self) -> int | None:
        """Whole đồng, however they are grouped: `600.000`, `600 000`, `600000 đồng`; nothing for nothing."""
        text = self.cleaned_data["received"]
        if not text:
            return None
        try:
            amount: int = Money().tidy(text, RECEIVED)
        except InvalidAnswer as error:
            raise ValidationError(error.messages) from None
        return amount

    def clean(self) -> dict[str, Any]:
        """What was handed over is enough."""
        data = super().clean() or {}
        received, amount = data.get("received"), data.get("amount")
        if received is not None and amount and received < amount:
            self.add_error("received", _("Số tiền khách đưa nhỏ hơn số phải thu."))
        return data


class VoidForm(forms.Form):
    """Why a receipt is void."""

    reason = forms.CharField(
        label=_("Lý do hủy biên lai"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nhập lý do hủy biên lai.")},
    )


class VoidDecisionForm(forms.Form):
    """Whether a receipt is voided as proposed; letting it stand needs a reason."""

    def __init__(self, *args: Any, may_confirm: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_confirm:
            decision = self.fields["decision"]
            assert isinstance(decision, forms.ChoiceField)
            decision.choices = [row for row in DECISIONS if row[0] == "refuse"]

    decision = forms.ChoiceField(
        label=_("Quyết định"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn xác nhận hoặc không chấp nhận.")},
    )
    reason = forms.CharField(
        label=_("Lý do không chấp nhận"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        data = super().clean() or {}
        if data.get("decision") == "refuse" and not data.get("reason", "").strip():
            self.add_error("reason", _("Nhập lý do không chấp nhận hủy biên lai."))
        return data


class DayForm(forms.Form):
    """Which day of the cash book."""

    day = forms.DateField(
        label=_("Ngày"),
        error_messages={
            "required": _("Nhập ngày của sổ thu"),
            "invalid": _("Ngày phải có trong lịch, ví dụ 1/12/2026"),
        },
    )
