"""The form that takes files for one component of a dossier: what arrived, not whether it is right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MultipleFileInput(forms.ClearableFileInput):
    """Several pages of one document at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Every file chosen, in order."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The list of uploads; at least one."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in chosen or [None]]


class UploadForm(forms.Form):
    """Files for one component."""

    pages = FilesField(
        label=_("Ảnh chụp hoặc tệp PDF"),
        widget=MultipleFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        max_length=200,
        error_messages={
            "required": _("Chọn hoặc chụp ảnh giấy tờ này"),
            "empty": _("Tệp này trống (0 byte). Chọn lại tệp."),
            "max_length": _("Tên tệp quá dài. Đổi tên ngắn hơn 200 ký tự rồi tải lại."),
            "invalid": _("Chọn tệp từ máy rồi tải lên."),
        },
    )
