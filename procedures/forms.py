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


class SinceForm(forms.Form):
    """The day from which a draft is in force."""

    since = forms.DateField(
        label=_("Có hiệu lực từ ngày"),
        help_text=_("Ví dụ: 1/12/2026"),
        error_messages={
            "required": _("Nhập ngày có hiệu lực"),
            "invalid": _("Ngày có hiệu lực phải là một ngày có trong lịch, ví dụ 1/12/2026"),
        },
    )


class PublishForm(SinceForm):
    """The same, and the decision by which an edition is."""

    field_order = ("decision_no", "since")
    decision_no = forms.CharField(
        label=_("Quyết định công bố"),
        help_text=_("Số, ngày và cơ quan ban hành"),
        max_length=120,
        error_messages={"required": _("Nhập số và ngày của quyết định công bố")},
    )


class TemplateFileForm(forms.Form):
    """The file of a result template, or its words: what was wrong is mended where it stands, and sent again."""

    file = forms.FileField(
        label=_("Tệp mẫu kết quả (.toml)"),
        help_text=_("Tải bản đang áp dụng về máy, sửa tệp đó rồi tải lên. Chưa công bố gì ở bước này."),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
        error_messages={
            "empty": _("Tệp này trống (0 byte). Chọn lại tệp."),
            "invalid": _("Chọn tệp từ máy rồi tải lên."),
            "max_length": _("Tên tệp quá dài. Đổi tên ngắn hơn 200 ký tự rồi tải lại."),
        },
    )
    text = forms.CharField(
        label=_("Hoặc nội dung tệp"),
        help_text=_("Nội dung tệp vừa tải lên còn ở đây: sửa chỗ sai rồi gửi lại. Chọn tệp thì ô này không được dùng."),
        required=False,
        strip=False,
        max_length=FILE_MAX,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """The words and a name for them; refuses what is too long, no UTF-8 text, or nothing."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if file and file.size > FILE_MAX:
            raise ValidationError({"file": _("Tệp mẫu phải nhỏ hơn 512 KB.")})
        try:
            text = file.read().decode("utf-8-sig") if file else text
        except UnicodeDecodeError:
            raise ValidationError({"file": _("Tệp mẫu phải là văn bản ở bảng mã UTF-8.")}) from None
        if not text.strip() and not self.errors:
            raise ValidationError({"file": _("Chọn tệp mẫu kết quả để tải lên")})
        return {"text": text, "name": str(file.name) if file else "mau.toml"}

    def keep(self, text: str) -> None:
        """Have *text* stand in its field when the form comes back."""
        self.data = {**self.data, "text": text}


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
