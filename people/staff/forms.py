"""Forms of the pages of staff; field checks that need the database are the acts'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.power import AppointmentForm, EndPostForm
from people.models import Agency, Post
from people.staff.directory import Standing
from people.staff.units import FACTS

NAME = {"required": _("Nhập họ, chữ đệm và tên")}
DAY = {"invalid": _("Nhập đủ ngày, tháng, năm. Ví dụ: 27/3/2026")}


def reason_field(help_text: Any = "") -> forms.CharField:
    """Why, in words that the person is told."""
    return forms.CharField(
        label=_("Lý do"),
        help_text=help_text,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nhập lý do để người được báo biết.")},
    )


def email_field(help_text: Any) -> forms.CharField:
    """An address; what is wrong with it says the act."""
    widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=_("Thư điện tử (email)"), help_text=help_text, required=False, max_length=254, widget=widget
    )


class StaffFilterForm(forms.Form):
    """Whom the list shows."""

    q = forms.CharField(label=_("Tên, tên đăng nhập hoặc thư điện tử"), required=False, max_length=100)
    unit = forms.ModelChoiceField(
        label=_("Đơn vị"), queryset=Agency.objects.order_by("path"), required=False, empty_label=_("Mọi đơn vị")
    )
    role = forms.ChoiceField(label=_("Vai trò"), required=False, choices=[("", _("Mọi vai trò")), *Post.Role.choices])
    standing = forms.ChoiceField(label=_("Hiện nay"), required=False, choices=[("", _("Tất cả")), *Standing.choices])


class AccountForm(forms.Form):
    """A new account; no password: its owner sets it."""

    full_name = forms.CharField(label=_("Họ, chữ đệm và tên"), max_length=150, error_messages=NAME)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối. Ví dụ: lvminh"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Nhập tên đăng nhập")},
    )
    email = email_field(_("Liên kết đặt mật khẩu gửi đến đây. Để trống thì in phiếu trao tận tay"))
    phone = forms.CharField(
        label=_("Số điện thoại"), required=False, max_length=24, widget=forms.TextInput(attrs={"type": "tel"})
    )


class AccountDetailsForm(forms.Form):
    """Another name or address of an account, and the ground."""

    full_name = forms.CharField(label=_("Họ, chữ đệm và tên"), max_length=150, error_messages=NAME)
    email = email_field(_("Địa chỉ cũ được báo; địa chỉ mới nhận một thư xác nhận"))
    reason = reason_field(_("Ví dụ: đổi tên theo quyết định số 12, chuyển hệ thống thư"))


class ReasonForm(forms.Form):
    """Why."""

    reason = reason_field()


class LastDayForm(EndPostForm):
    """When a post ends, and why."""

    last_day = forms.DateField(
        label=_("Ngày làm việc cuối"),
        help_text=_("Để trống để kết thúc ngay. Ví dụ: 31/12/2026"),
        required=False,
        error_messages=DAY,
    )
    field_order = ["last_day", "reason"]


class MoveForm(AppointmentForm):
    """Where somebody moves, as what, from when on."""

    user = None  # type: ignore[assignment]
    field_order = ["unit", "role", "is_deputy", "since", "until", "decision_no"]


class UnitForm(forms.Form):
    """How a unit is reached and printed."""

    name_en = forms.CharField(label=_("Tên tiếng Anh"), required=False, max_length=200)
    short_name = forms.CharField(label=_("Tên viết tắt"), required=False, max_length=60)
    national_code = forms.CharField(
        label=_("Mã định danh"), help_text=_("Mã hồ sơ bắt đầu bằng mã này"), required=False, max_length=20
    )
    symbol = forms.CharField(label=_("Ký hiệu văn bản"), required=False, max_length=20)
    place = forms.CharField(label=_("Nơi ban hành"), required=False, max_length=60)
    address = forms.CharField(label=_("Địa chỉ"), required=False, max_length=200)
    phone = forms.CharField(label=_("Số điện thoại"), required=False, max_length=20)

    def facts(self) -> dict[str, str]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in FACTS}


class NewUnitForm(UnitForm):
    """A new unit below another."""

    name = forms.CharField(label=_("Tên đơn vị"), max_length=200, error_messages={"required": _("Nhập tên đơn vị")})
    code = forms.CharField(
        label=_("Mã nội bộ"),
        help_text=_("Ví dụ: SLD-VL. Mã không đổi và không dùng lại"),
        max_length=20,
        error_messages={"required": _("Nhập mã nội bộ")},
    )
    kind = forms.ChoiceField(
        label=_("Loại"), choices=Agency.Kind.choices, error_messages={"required": _("Chọn loại đơn vị")}
    )
    parent = forms.ModelChoiceField(
        label=_("Đơn vị cấp trên"),
        queryset=Agency.objects.filter(valid_to=None).order_by("path"),
        empty_label="—",
        error_messages={"required": _("Chọn đơn vị cấp trên")},
    )
    since = forms.DateField(label=_("Hoạt động từ ngày"), error_messages={"required": _("Nhập ngày bắt đầu"), **DAY})
    field_order = ["name", "code", "kind", "parent", "since"]


class SheetForm(forms.Form):
    """The workbook."""

    file = forms.FileField(
        label=_("Bảng nhân sự (.xlsx)"),
        help_text=_("Điền vào tệp mẫu, nhỏ hơn 1 MB"),
        max_length=200,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Chọn tệp bảng nhân sự"), "max_length": _("Tên tệp quá dài. Đổi tên ngắn hơn.")},
    )


class SheetDecisionForm(forms.Form):
    """What is to become of a sheet; a refusal says why."""

    decision = forms.ChoiceField(
        choices=[("propose", "propose"), ("drop", "drop"), ("confirm", "confirm"), ("refuse", "refuse")],
        error_messages={
            "required": _("Chọn xác nhận hoặc không chấp nhận."),
            "invalid_choice": _("Chọn xác nhận hoặc không chấp nhận."),
        },
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(label=_("Lý do không chấp nhận"), required=False, max_length=300)


class PasswordForm(forms.Form):
    """A password of one's own, twice."""

    password1 = forms.CharField(
        label=_("Mật khẩu"),
        help_text=_("Ít nhất 10 ký tự"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Nhập mật khẩu")},
    )
    password2 = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Nhập lại mật khẩu")},
    )

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        data = super().clean() or self.cleaned_data
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("Hai mật khẩu không giống nhau. Nhập lại."))
        return data
