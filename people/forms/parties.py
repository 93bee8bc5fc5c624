"""Forms of a person or an organisation, of an account that joins one, and of who may do what; field checks only."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from people import countries
from people.identity import citizen_id_fits, phone_number, tax_code_fits, without_grouping
from people.models import Party, Representation
from people.models.party import last_day_of_childhood
from toolbox.formats import in_english
from toolbox.pdf import undrawable
from toolbox.text import has_control_characters, nfc

# The slip's scope is given by the slip alone.
SCOPES = [choice for choice in Representation.Scope.choices if choice[0] != Representation.Scope.SLIP]


NOT_LISTED = {"invalid_choice": _lazy("Chọn một nước trong danh sách")}


def country_choices() -> list[tuple[str, str]]:
    """Every country in the language of the page, and none."""
    english = in_english()
    rows = [(code, en if english else vi) for code, (vi, en) in countries.names().items()]
    return [("", "—"), *rows]


class PartyForm(forms.Form):
    """A person or an organisation as printed on their papers."""

    kind = forms.ChoiceField(
        label=_lazy("Người nộp là"),
        choices=Party.Kind.choices,
        initial=Party.Kind.PERSON,
        widget=forms.RadioSelect,
        error_messages={"required": _lazy("Chọn cá nhân hoặc tổ chức")},
    )
    name = forms.CharField(
        label=_lazy("Họ, chữ đệm và tên, hoặc tên tổ chức"),
        help_text=_lazy("Như trên căn cước hoặc giấy đăng ký"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _lazy("Nhập họ, chữ đệm và tên như trên căn cước")},
    )
    citizen_id = forms.CharField(
        label=_lazy("Số định danh cá nhân (số căn cước)"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    tax_code = forms.CharField(
        label=_lazy("Mã số thuế"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    passport_no = forms.CharField(
        label=_lazy("Số hộ chiếu"), help_text=_lazy("Với người nước ngoài"), required=False, max_length=20
    )
    passport_country = forms.ChoiceField(
        label=_lazy("Nước cấp hộ chiếu"), choices=country_choices, required=False, error_messages=NOT_LISTED
    )
    birth_date = forms.DateField(
        label=_lazy("Ngày sinh"),
        help_text=_lazy("Ví dụ: 27/4/1990"),
        required=False,
        error_messages={"invalid": _lazy("Nhập ngày theo dạng 27/4/1990")},
    )
    phone = forms.CharField(
        label=_lazy("Số điện thoại"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_lazy("Thư điện tử (email)"),
        required=False,
        error_messages={"invalid": _lazy("Địa chỉ thư điện tử phải có dạng ten@tenmien.vn.")},
    )
    address = forms.CharField(
        label=_lazy("Địa chỉ như trên giấy tờ"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _lazy("Nhập địa chỉ như trên giấy tờ")},
    )

    def clean_name(self) -> str:
        """NFC text without invisible characters."""
        return printable(self.cleaned_data["name"])

    def clean_address(self) -> str:
        """NFC text without invisible characters."""
        return printable(self.cleaned_data["address"])

    def clean_citizen_id(self) -> str:
        """Twelve digits, however they are grouped; there is no check digit."""
        digits = without_grouping(self.cleaned_data["citizen_id"])
        if digits and not re.fullmatch(r"[0-9]{12}", digits):
            message = _("Số căn cước phải có 12 chữ số; ông/bà đã nhập %(n)d.")
            raise ValidationError(message % {"n": len(digits)})
        if digits and not citizen_id_fits(digits):
            raise ValidationError(_("Ba chữ số đầu của số căn cước phải là mã tỉnh hoặc mã nước. Xem lại từng chữ số."))
        return digits

    def clean_tax_code(self) -> str:
        """Ten digits, or ten and the three of a branch."""
        typed = without_grouping(self.cleaned_data["tax_code"])
        if typed and not re.fullmatch(r"[0-9]{10}([0-9]{3})?", typed):
            raise ValidationError(_("Mã số thuế phải có 10 chữ số, hoặc 10 chữ số, dấu gạch và 3 chữ số."))
        code = f"{typed[:10]}-{typed[10:]}" if len(typed) > 10 else typed
        if code and not tax_code_fits(code):
            raise ValidationError(_("Mã số thuế chưa khớp. Xem lại từng chữ số trên giấy đăng ký."))
        return code

    def clean_passport_no(self) -> str:
        """Six to twelve letters and digits."""
        typed = without_grouping(self.cleaned_data["passport_no"]).upper()
        if typed and not re.fullmatch(r"[A-Z0-9]{6,12}", typed):
            raise ValidationError(_("Số hộ chiếu chỉ gồm 6 đến 12 chữ cái không dấu và chữ số."))
        return typed

    def clean_phone(self) -> str:
        """A Vietnamese number, however it is grouped."""
        return phone_of(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Require one number at least: the receipt prints it, and it keeps two people apart."""
        data = super().clean() or self.cleaned_data
        numbers = ("citizen_id", "tax_code", "passport_no")
        if not any(data.get(name) for name in numbers) and not self.errors.keys() & set(numbers):
            self.add_error("citizen_id", _("Nhập một trong ba: số căn cước, mã số thuế hoặc số hộ chiếu."))
        return data


class ClaimForm(PartyForm):
    """Who an account says it is or acts for, and on which paper; nobody has seen it yet."""

    scope = forms.ChoiceField(
        label=_lazy("Quan hệ của ông/bà với người nộp"),
        help_text=_lazy("Để trống khi ông/bà tự nộp cho mình hoặc cho tổ chức của mình"),
        choices=[("", _lazy("Chính mình hoặc tổ chức của mình")), *SCOPES[1:]],
        required=False,
        error_messages={"invalid_choice": _lazy("Chọn quan hệ với người được nộp hồ sơ")},
    )
    proof = forms.CharField(
        label=_lazy("Giấy tờ chứng minh quan hệ"),
        help_text=_lazy("Ví dụ: giấy khai sinh, giấy ủy quyền số 01. Mang bản chính khi đến quầy"),
        max_length=150,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Whoever acts for another names the paper on which they do."""
        data = super().clean()
        if data.get("scope") and not (data.get("proof") or "").strip():
            self.add_error("proof", _("Nhập giấy tờ chứng minh quan hệ, ví dụ: giấy ủy quyền số 01"))
        return data


class CounterPartyForm(PartyForm):
    """Somebody who stands at the counter, and the papers the clerk saw."""

    id_issued_on = forms.DateField(
        label=_lazy("Ngày cấp căn cước"),
        help_text=_lazy("Quét căn cước thì tự điền; tờ khai sau không hỏi lại"),
        required=False,
        error_messages={"invalid": _lazy("Nhập ngày theo dạng 27/4/1990")},
    )
    proof = forms.CharField(
        label=_lazy("Giấy tờ đã đối chiếu"),
        help_text=_lazy("Chỉ lưu khi đã xem bản chính. Để trống: căn cước, hộ chiếu hoặc giấy đăng ký theo số đã nhập"),
        max_length=150,
        required=False,
    )

    field_order = [*PartyForm.base_fields][:7] + ["id_issued_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # the clerk's browser keeps nobody
            field.widget.attrs["autocomplete"] = "off"


class CheckForm(forms.Form):
    """What the clerk saw of somebody who claimed online who they are."""

    scope = forms.ChoiceField(
        label=_lazy("Chủ tài khoản là"),
        choices=SCOPES,
        error_messages={"required": _lazy("Chọn quan hệ với người được nộp hồ sơ")},
    )
    proof = forms.CharField(
        label=_lazy("Giấy tờ đã đối chiếu"),
        max_length=150,
        error_messages={"required": _lazy("Nhập giấy tờ đã đối chiếu, ví dụ: căn cước bản chính")},
    )
    until = forms.DateField(
        label=_lazy("Đại diện đến hết ngày"),
        help_text=_lazy(
            "Theo giấy ủy quyền, quyết định giám hộ. Để trống khi giấy tờ không ghi thời hạn; giám hộ luôn có ngày cuối"
        ),
        required=False,
        error_messages={"invalid": _lazy("Nhập ngày theo dạng 27/4/1990")},
    )

    def __init__(self, *args: Any, party: Party | None = None, **kwargs: Any) -> None:
        """Of a child the last day before they come of age is proposed."""
        super().__init__(*args, **kwargs)
        if party and (last := last_day_of_childhood(party, timezone.localdate())):
            self.fields["until"].initial = f"{last:%d/%m/%Y}"
            self.fields["until"].help_text = _(
                "Người này đủ 18 tuổi ngày %(day)s; quyết định của tòa án thì theo tòa án"
            ) % {"day": f"{last + timedelta(days=1):%d/%m/%Y}"}


class JoinForm(CheckForm):
    """The account that may act for a party, and the papers that were checked for it."""

    username = forms.CharField(
        label=_lazy("Tên đăng nhập của người nộp"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _lazy("Nhập tên đăng nhập của người nộp")},
    )
    field_order = ["username", "scope", "proof", "until"]


def phone_of(typed: str) -> str:
    """The number that was *typed*, empty for nothing. Raises ValidationError for what nobody can dial."""
    number = phone_number(typed)
    if typed.strip() and not number:
        raise ValidationError(_("Nhập số di động gồm 10 chữ số, ví dụ 0912 345 678, hoặc số máy bàn có mã vùng."))
    return number


def printable(typed: str) -> str:
    """NFC text. Raises ValidationError for invisible characters, for nothing, and for what no paper of ours prints."""
    text = nfc(typed)
    if has_control_characters(text) or not text:
        raise ValidationError(_("Nội dung này có ký tự không đọc được. Xóa và gõ lại."))
    if letters := undrawable(text):
        words = _("Có chữ không in được trên giấy tờ: %(letters)s. Viết bằng chữ Latinh, như trên hộ chiếu.")
        raise ValidationError(words % {"letters": " ".join(letters)})
    return text
