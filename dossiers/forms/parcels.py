"""Forms of the parcels: parsing and field checks only; the acts judge."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from dossiers.actions.parcel_checks import MOST_POSTAGE
from dossiers.forms.base import day_field
from dossiers.models import Parcel
from procedures.questions.base import InvalidAnswer
from procedures.questions.numbers import Money

POSTAGE = {"label": _("Cước bưu điện"), "validation": {"min": 0, "max": MOST_POSTAGE}}
SCANNED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


def _text(label: Any, most: int, required: Any = "", hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=bool(required), max_length=most, error_messages={"required": required}
    )


def _number(hint: Any, required: Any = "") -> forms.CharField:
    field = _text(_("Số bưu gửi"), 400, required, hint)
    field.widget = forms.TextInput(attrs=SCANNED)
    return field


class PostageForm(forms.Form):
    """The number, and what the carriage costs whom."""

    as_printed = forms.BooleanField(
        label=_("Tôi đã so lại: số in trên nhãn đúng như vậy"), required=False, widget=forms.HiddenInput
    )
    postage = forms.CharField(
        label=_("Cước bưu điện (đồng)"),
        help_text=_("Để trống nếu bưu điện thu trực tiếp của người nhận."),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    payer = forms.ChoiceField(
        label=_("Người trả cước"),
        choices=Parcel.Payer.choices,
        initial=Parcel.Payer.APPLICANT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn người trả cước.")},
    )

    def clean_postage(self) -> int:
        """Whole đồng, however they are grouped; nothing is none."""
        if not (text := self.cleaned_data["postage"]):
            return 0
        try:
            amount: int = Money().tidy(text, POSTAGE)
        except InvalidAnswer as error:
            raise ValidationError(error.messages) from None
        return amount

    def offer_as_printed(self) -> None:
        """Let the number stand though its last digit does not check, by a tick."""
        self.fields["as_printed"].widget = forms.CheckboxInput()


class ParcelForm(PostageForm):
    """A parcel that goes out: its number, to whom, where, and who pays."""

    number = _number(_("Quét hoặc gõ số trên nhãn, ví dụ EA 123 456 785 VN."))
    party = _text(_("Người nhận"), 255, _("Nhập họ tên người nhận."))
    address = _text(_("Địa chỉ nhận"), 500, _("Nhập địa chỉ nhận của người nhận."))
    phone = _text(_("Điện thoại người nhận"), 20)
    ground = _text(
        _("Căn cứ gửi qua bưu chính"),
        300,
        hint=_("Khi người nộp chưa chọn nhận qua bưu chính, ví dụ: gọi điện đề nghị ngày 1/12/2026."),
    )
    field_order = ("number", "as_printed", "party", "address", "phone", "ground", "postage", "payer")

    def __init__(self, *args: Any, asks_company: bool = False, needs_ground: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if asks_company:
            self.fields["number"].help_text = _("Quét hoặc gõ số trên nhãn; để trống thì xin số của bưu điện.")
        else:
            self.fields["number"].required = True
            self.fields["number"].error_messages["required"] = _("Nhập hoặc quét số bưu gửi.")
        if needs_ground:
            ground = self.fields["ground"]
            ground.required = True
            ground.error_messages["required"] = _("Người nộp chưa chọn nhận qua bưu chính. Nhập căn cứ gửi.")
        else:
            del self.fields["ground"]


class HandToPostForm(forms.Form):
    """Who of the post takes the parcels that were chosen."""

    courier = _text(_("Nhân viên bưu điện nhận"), 150, _("Nhập họ tên nhân viên bưu điện nhận bưu gửi."))
    record_no = _text(_("Số biên bản giao nhận"), 40, hint=_("Để trống thì lấy số tiếp theo của bộ phận."))


class DeliveryForm(forms.Form):
    """Who took the parcel, when, and the paper that says so."""

    taken_by = _text(
        _("Người nhận"), 150, _("Nhập họ tên người nhận ghi trên giấy báo phát."), _("Như ghi trên giấy báo phát.")
    )
    proof = _text(_("Số giấy báo phát"), 60, _("Nhập số giấy báo phát của bưu điện."))
    day = day_field(_("Ngày phát"), _("Nhập ngày phát."))


class ReturnForm(forms.Form):
    """Why and when the parcel came back."""

    reason = _text(_("Lý do chuyển hoàn"), 500, _("Nhập lý do chuyển hoàn ghi trên bưu gửi."))
    day = day_field(_("Ngày nhận lại"), _("Nhập ngày nhận lại."))


class TakeOutForm(forms.Form):
    """Why what is taken out of a parcel."""

    dossier = forms.ChoiceField(label=_("Lấy ra"), required=False)
    reason = _text(_("Lý do"), 500, _("Nhập lý do lấy kết quả ra khỏi bưu gửi."))

    def __init__(self, *args: Any, parcel: Parcel, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(str(item.dossier_id), item.dossier.name) for item in parcel.contents]
        everything: tuple[str, Any] = ("", _("Tất cả, hủy bưu gửi"))
        self.fields["dossier"].choices = [everything, *names]  # type: ignore[attr-defined]
        if len(names) < 2:
            del self.fields["dossier"]


class ArrivalForm(PostageForm):
    """A parcel that the post brought: its number, from whom, and the record that both signed."""

    number = _number(_("Quét hoặc gõ số trên nhãn, ví dụ EA 123 456 785 VN."), _("Nhập hoặc quét số bưu gửi."))
    sender = _text(_("Người gửi"), 255, _("Nhập họ tên người gửi ghi trên bưu gửi."))
    address = _text(_("Địa chỉ người gửi"), 500)
    courier = _text(_("Nhân viên bưu điện giao"), 150, _("Nhập họ tên nhân viên bưu điện giao bưu gửi."))
    record_no = _text(_("Số biên bản giao nhận"), 40)
    day = day_field(_("Ngày giao nhận"), _("Nhập ngày giao nhận ghi trên biên bản."))
    time = forms.TimeField(
        label=_("Giờ giao nhận"),
        help_text=_("Ví dụ: 8:30. Đây là lúc hồ sơ được coi là đã nộp."),
        input_formats=["%H:%M", "%Hh%M", "%H.%M"],
        error_messages={"required": _("Nhập giờ giao nhận."), "invalid": _("Nhập giờ như 8:30.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = (
        "number",
        "as_printed",
        "sender",
        "address",
        "courier",
        "record_no",
        "day",
        "time",
        "postage",
        "payer",
    )

    def arguments(self) -> dict[str, Any]:
        """The arguments of the act: day and time are one instant here."""
        data = dict(self.cleaned_data)
        handed_at = datetime.combine(data.pop("day"), data.pop("time"), tzinfo=get_default_timezone())
        return {**data, "handed_at": handed_at}


class CloseArrivalForm(forms.Form):
    """Why nothing is entered from a parcel that came in."""

    reason = _text(_("Lý do"), 500, _("Nhập lý do không vào sổ hồ sơ nào từ bưu gửi này."))
