"""Forms of the administrator of the catalogue: parsing and field checks only; the acts validate."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FILE_MAX = 512 * 1024  # bytes; the longest file of the catalogue has 25 thousand


class EditionFileForm(forms.Form):
    """The file of a procedure, changed or new."""

    file = forms.FileField(
        label=_("Tệp thủ tục (.toml)"),
        help_text=_("Tải bản đang áp dụng về máy, sửa tệp đó rồi tải lên. Chưa công bố gì ở bước này."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
        error_messages={
            "required": _("Chọn tệp thủ tục để tải lên"),
            "empty": _("Tệp này trống (0 byte). Chọn lại tệp."),
            "invalid": _("Chọn tệp từ máy rồi tải lên."),
            "max_length": _("Tên tệp quá dài. Đổi tên ngắn hơn 200 ký tự rồi tải lại."),
        },
    )

    def clean_file(self) -> tuple[str, str]:
        """Its text and name; refuses what is too long or no UTF-8 text."""
        file: Any = self.cleaned_data["file"]
        if file.size > FILE_MAX:
            raise ValidationError(_("Tệp thủ tục phải nhỏ hơn 512 KB."))
        try:
            return file.read().decode("utf-8-sig"), str(file.name)
        except UnicodeDecodeError:
            raise ValidationError(_("Tệp thủ tục phải là văn bản ở bảng mã UTF-8.")) from None


class PublishForm(forms.Form):
    """The day from which, and the decision by which, a draft is in force."""

    decision_no = forms.CharField(
        label=_("Quyết định công bố"),
        help_text=_("Số, ngày và cơ quan ban hành"),
        max_length=120,
        error_messages={"required": _("Nhập số và ngày của quyết định công bố")},
    )
    since = forms.DateField(
        label=_("Có hiệu lực từ ngày"),
        help_text=_("Ví dụ: 1/12/2026"),
        error_messages={
            "required": _("Nhập ngày có hiệu lực"),
            "invalid": _("Ngày có hiệu lực phải là một ngày có trong lịch, ví dụ 1/12/2026"),
        },
    )


class WithdrawForm(forms.Form):
    """The last day of an edition, and the decision that ends it."""

    until = forms.DateField(
        label=_("Ngày áp dụng cuối cùng"),
        help_text=_("Hồ sơ đã nộp vẫn được giải quyết theo bản này."),
        error_messages={
            "required": _("Nhập ngày áp dụng cuối cùng"),
            "invalid": _("Ngày áp dụng cuối cùng phải là một ngày có trong lịch, ví dụ 1/12/2026"),
        },
    )
    ground = forms.CharField(
        label=_("Quyết định bãi bỏ"),
        help_text=_("Số, ngày và cơ quan ban hành"),
        max_length=200,
        error_messages={"required": _("Nhập số và ngày của quyết định bãi bỏ")},
    )
