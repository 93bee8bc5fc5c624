"""Forms about accounts and posts: who holds what, who is let in, whose second factor is lost."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from people.models import Agency, Post, PostGrant, User


class FactorResetForm(forms.Form):
    """Whose second factor is lost, and why it is taken away."""

    username = forms.CharField(
        label=_lazy("Tên đăng nhập"), max_length=150, error_messages={"required": _lazy("Nhập tên đăng nhập")}
    )
    reason = forms.CharField(
        label=_lazy("Lý do"), max_length=300, error_messages={"required": _lazy("Nhập lý do gỡ bảo mật hai lớp")}
    )


class ApiKeyForm(forms.Form):
    """What a new key for the API is called."""

    name = forms.CharField(
        label=_lazy("Tên của mã"),
        max_length=60,
        help_text=_lazy("Để nhận ra sau này, ví dụ: máy quét ở quầy"),
        error_messages={"required": _lazy("Nhập tên của mã")},
    )


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
    is_deputy = forms.BooleanField(
        label=_lazy("Cấp phó"),
        help_text=_lazy("Phó Giám đốc, Phó Trưởng phòng: ký thay (KT.) người đứng đầu"),
        required=False,
    )

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
    """Why a post ends."""

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
