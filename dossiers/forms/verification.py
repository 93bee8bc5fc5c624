"""The form that takes the file of a paper to be checked."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FileForm(forms.Form):
    """One PDF, no larger than an attachment."""

    file = forms.FileField(
        label=gettext_lazy("Tệp PDF của giấy tờ"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Chọn tệp PDF cần kiểm tra"),
            "empty": gettext_lazy("Tệp này trống (0 byte). Chọn lại tệp."),
            "max_length": gettext_lazy("Tên tệp quá dài. Đổi tên ngắn hơn 200 ký tự rồi gửi lại."),
            "invalid": gettext_lazy("Chọn tệp từ máy rồi gửi."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """The file, unless it is too large."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
            most = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("Tệp quá lớn. Giấy tờ do cổng cấp nhỏ hơn %(n)d MB.") % {"n": most})
        return file
