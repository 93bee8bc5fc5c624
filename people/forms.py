"""Forms of a person or an organisation, of an account that joins one, and of who may do what; field checks only."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from people.identity import citizen_id_fits, phone_number, tax_code_fits
from people.models import Agency, Party, Post, PostGrant, Representation, User
from toolbox.text import has_control_characters, nfc


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
        return _printable(self.cleaned_data["name"])

    def clean_address(self) -> str:
        """NFC text without invisible characters."""
        return _printable(self.cleaned_data["address"])

    def clean_citizen_id(self) -> str:
        """Twelve digits, however they are grouped; there is no check digit."""
        digits = _without_grouping(self.cleaned_data["citizen_id"])
        if digits and not re.fullmatch(r"[0-9]{12}", digits):
            message = _("Số căn cước phải có 12 chữ số; ông/bà đã nhập %(n)d.")
            raise ValidationError(message % {"n": len(digits)})
        if digits and not citizen_id_fits(digits):
            raise ValidationError(_("Ba chữ số đầu của số căn cước phải là mã tỉnh hoặc mã nước. Xem lại từng chữ số."))
        return digits

    def clean_tax_code(self) -> str:
        """Ten digits, or ten and the three of a branch."""
        typed = _without_grouping(self.cleaned_data["tax_code"])
        if typed and not re.fullmatch(r"[0-9]{10}([0-9]{3})?", typed):
            raise ValidationError(_("Mã số thuế phải có 10 chữ số, hoặc 10 chữ số, dấu gạch và 3 chữ số."))
        code = f"{typed[:10]}-{typed[10:]}" if len(typed) > 10 else typed
        if code and not tax_code_fits(code):
            raise ValidationError(_("Mã số thuế chưa khớp. Xem lại từng chữ số trên giấy đăng ký."))
        return code

    def clean_passport_no(self) -> str:
        """Six to twelve letters and digits."""
        typed = _without_grouping(self.cleaned_data["passport_no"]).upper()
        if typed and not re.fullmatch(r"[A-Z0-9]{6,12}", typed):
            raise ValidationError(_("Số hộ chiếu chỉ gồm 6 đến 12 chữ cái không dấu và chữ số."))
        return typed

    def clean_phone(self) -> str:
        """A Vietnamese number, however it is grouped."""
        typed = self.cleaned_data["phone"].strip()
        number = phone_number(typed)
        if typed and not number:
            raise ValidationError(_("Nhập số di động gồm 10 chữ số, ví dụ 0912 345 678, hoặc số máy bàn có mã vùng."))
        return number

    def clean(self) -> dict[str, Any]:
        """Require one number at least: the receipt prints it, and it keeps two people apart."""
        data = super().clean() or self.cleaned_data
        numbers = ("citizen_id", "tax_code", "passport_no")
        if not any(data.get(name) for name in numbers) and not self.errors.keys() & set(numbers):
            self.add_error("citizen_id", _("Nhập một trong ba: số căn cước, mã số thuế hoặc số hộ chiếu."))
        return data


class JoinForm(forms.Form):
    """The account that may act for a party, and the papers that were checked for it."""

    username = forms.CharField(
        label=_lazy("Tên đăng nhập của người nộp"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _lazy("Nhập tên đăng nhập của người nộp")},
    )
    scope = forms.ChoiceField(
        label=_lazy("Người này là"),
        choices=Representation.Scope.choices,
        initial=Representation.Scope.OWN,
        error_messages={"required": _lazy("Chọn quan hệ với người được nộp hồ sơ")},
    )
    proof = forms.CharField(
        label=_lazy("Giấy tờ đã đối chiếu"),
        max_length=150,
        error_messages={"required": _lazy("Nhập giấy tờ đã đối chiếu, ví dụ: căn cước bản chính")},
    )


def _without_grouping(typed: str) -> str:
    return re.sub(r"[\s.\-()]", "", typed)


def _printable(typed: str) -> str:
    text = nfc(typed)
    if has_control_characters(text) or not text:
        raise ValidationError(_("Nội dung này có ký tự không đọc được. Xóa và gõ lại."))
    return text


class AccountField(forms.CharField):
    """An account by its user name."""

    def clean(self, value: Any) -> User:
        """The account; an error where there is none."""
        user = User.objects.filter(username=str(super().clean(value)).strip()).first()
        if user is None:
            raise ValidationError(_("Không có tài khoản với tên đăng nhập này."))
        return user


class AppointmentForm(forms.Form):
    """Who is to hold which post, from when to when."""

    user = AccountField(
        label=_lazy("Tên đăng nhập"), max_length=150, error_messages={"required": _lazy("Nhập tên đăng nhập")}
    )
    role = forms.ChoiceField(
        label=_lazy("Vai trò"),
        choices=[("", "—"), *Post.Role.choices],
        error_messages={"required": _lazy("Chọn vai trò")},
    )
    unit = forms.ModelChoiceField(
        label=_lazy("Đơn vị"),
        queryset=Agency.objects.filter(valid_to=None).order_by("path"),
        empty_label="—",
        error_messages={"required": _lazy("Chọn đơn vị")},
    )
    since = forms.DateField(
        label=_lazy("Từ ngày"),
        error_messages={
            "required": _lazy("Nhập ngày bắt đầu"),
            "invalid": _lazy("Nhập đủ ngày, tháng, năm. Ví dụ: 27/3/2026"),
        },
    )
    until = forms.DateField(
        label=_lazy("Đến ngày"),
        help_text=_lazy("Để trống nếu không có thời hạn"),
        required=False,
        error_messages={"invalid": _lazy("Nhập đủ ngày, tháng, năm. Ví dụ: 27/3/2026")},
    )
    decision_no = forms.CharField(label=_lazy("Số quyết định"), required=False, max_length=60)

    def arguments(self) -> dict[str, Any]:
        """The arguments of the act."""
        return self.cleaned_data


class AccountChangeForm(forms.Form):
    """Which account is to be closed or opened again, and why."""

    user = AccountField(
        label=_lazy("Tên đăng nhập"), max_length=150, error_messages={"required": _lazy("Nhập tên đăng nhập")}
    )
    what = forms.ChoiceField(
        label=_lazy("Việc đề nghị"),
        choices=[(what.value, what.label) for what in (PostGrant.What.CLOSE, PostGrant.What.OPEN)],
        widget=forms.RadioSelect,
        error_messages={"required": _lazy("Chọn khóa hoặc mở lại tài khoản.")},
    )
    reason = forms.CharField(
        label=_lazy("Lý do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _lazy("Nhập lý do để người được báo biết.")},
    )

    def arguments(self) -> dict[str, Any]:
        """The arguments of the act."""
        return self.cleaned_data


class EndPostForm(forms.Form):
    """Why a post ends today."""

    reason = forms.CharField(
        label=_lazy("Lý do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _lazy("Nhập lý do để người được báo biết.")},
    )


class GrantDecisionForm(forms.Form):
    """Whether a proposal takes effect; a refusal says why."""

    decision = forms.ChoiceField(
        label=_lazy("Quyết định"),
        choices=[("confirm", _lazy("Xác nhận")), ("refuse", _lazy("Không chấp nhận"))],
        widget=forms.RadioSelect,
        error_messages={"required": _lazy("Chọn xác nhận hoặc không chấp nhận.")},
    )
    reason = forms.CharField(
        label=_lazy("Lý do không chấp nhận"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
