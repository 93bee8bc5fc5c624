"""Forms of an administrator who publishes a year of the calendar, and moves dates by it: parsing only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Agency
from procedures.calendar.lines import BadLines, read_lines, write_lines
from procedures.models import CalendarDay
from toolbox.refusal import first_faults

FILE_MAX = 128 * 1024  # bytes; a year has a few thousand


class YearForm(forms.Form):
    """The decision, and its days as lines or as a file."""

    decision = forms.CharField(
        label=_("Quyết định, thông báo nghỉ"),
        help_text=_("Số, ngày và cơ quan ban hành"),
        max_length=120,
        error_messages={"required": _("Nhập số và ngày của quyết định nghỉ.")},
    )
    lines = forms.CharField(
        label=_("Các ngày nghỉ, ngày làm bù, mỗi ngày một dòng"),
        help_text=_(
            "Ngày; loại; tên. Ví dụ: 30/4/2027; nghỉ lễ; Ngày Chiến thắng. Nghỉ nửa ngày thì thêm “; sáng” hoặc"
            " “; chiều”; ngày của riêng một đơn vị thì thêm mã đơn vị ở cột thứ năm. Loại: nghỉ lễ, nghỉ bù,"
            " nghỉ hoán đổi, làm bù, đóng cửa, chỉ tiếp nhận, làm việc như thường."
        ),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        error_messages={"required": _("Nhập ít nhất một ngày nghỉ.")},
    )
    file = forms.FileField(
        label=_("Hoặc tải lên tệp CSV có các cột như trên"),
        help_text=_("Tệp thay cho mọi dòng ở ô trên."),
        required=False,
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={
            "invalid": _("Chọn tệp từ máy rồi tải lên."),
            "max_length": _("Tên tệp quá dài. Đổi tên ngắn hơn 200 ký tự rồi tải lại."),
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year
        self.days: list[CalendarDay] = []
        self.fields["lines"].required = "file" not in self.files

    def clean(self) -> dict[str, Any]:
        """Read the days; what cannot be read is told line by line."""
        data = super().clean() or {}
        if "lines" in self.errors:
            return data
        try:
            text = self._text(data)
            codes = Agency.objects.values_list("code", flat=True)
            self.days = read_lines(self.year, text, codes)
        except BadLines as bad:
            for fault in first_faults(bad.faults):
                self.add_error("file" if data.get("file") else "lines", fault)
        return data

    def as_read(self) -> dict[str, str]:
        """What was read, to be shown and sent again: the file's lines stand in the box."""
        return {"decision": self.cleaned_data["decision"], "lines": write_lines(self.days)}

    @staticmethod
    def _text(data: dict[str, Any]) -> str:
        file: Any = data.get("file")
        if not file:
            return str(data.get("lines", ""))
        if file.size > FILE_MAX:
            raise BadLines([str(_("Tệp phải nhỏ hơn 128 KB."))])
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise BadLines([str(_("Tệp phải là văn bản ở bảng mã UTF-8. Lưu lại thành “CSV UTF-8”."))]) from None


class MoveForm(forms.Form):
    """By which decision dates are moved."""

    decision = forms.CharField(
        label=_("Quyết định, thông báo nghỉ"),
        help_text=_("Ghi vào diễn biến của từng hồ sơ và tin gửi người nộp."),
        max_length=200,
        error_messages={"required": _("Nhập số và ngày của quyết định nghỉ.")},
    )
