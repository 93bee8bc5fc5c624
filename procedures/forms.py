"""Forms of the administrator of the catalogue: parsing and field checks only; the acts validate."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from people.models import Post
from toolbox.text import fold

STEPS_MAX = 20  # as the schema of the catalogue's files
PHASES = [
    ("reception", _("Tiếp nhận")),
    ("appraisal", _("Thẩm định")),
    ("approval", _("Phê duyệt")),
    ("return", _("Trả kết quả")),
]
POSTS = [(role.value, role.label) for role in (Post.Role.DESK, Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER)]
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


class StepForm(forms.Form):
    """One row of an inner procedure; a row without a name is left out."""

    key = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    place = forms.IntegerField(
        label=_("Thứ tự"),
        required=False,
        min_value=0,
        max_value=999,
        error_messages={"invalid": _("Thứ tự phải là số, ví dụ 3")},
    )
    name = forms.CharField(
        label=_("Tên bước"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    phase = forms.ChoiceField(label=_("Giai đoạn"), choices=PHASES, initial="appraisal")
    post = forms.ChoiceField(label=_("Ai làm"), choices=POSTS, initial="officer")
    unit = forms.CharField(label=_("Đơn vị khác (mã)"), required=False, max_length=40)
    days = forms.IntegerField(
        label=_("Ngày làm việc"),
        required=False,
        min_value=0,
        max_value=999,
        error_messages={"invalid": _("Số ngày làm việc phải là số, ví dụ 3")},
    )
    needs = forms.CharField(
        label=_("Phải ghi lại điều gì"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    returns = forms.BooleanField(label=_("Được trả lại"), required=False, initial=True)

    @property
    def order(self) -> tuple[int, int]:
        """Its phase, then its place there; without one, after the others."""
        place = self.cleaned_data["place"]
        phases = [phase for phase, _name in PHASES]
        return phases.index(self.cleaned_data["phase"]), STEPS_MAX**2 if place is None else place

    def step(self, number: int) -> dict[str, Any]:
        """The row as a file has it; a new one gets its key from its name, or its *number*."""
        data = self.cleaned_data
        step = {
            "key": data["key"] or slugify(fold(data["name"]))[:40] or f"buoc-{number}",
            "phase": data["phase"],
            "name_vi": data["name"],
            "post": data["post"],
        }
        more = {"unit": data["unit"], "needs_vi": data["needs"], "working_days": data["days"]}
        step |= {name: value for name, value in more.items() if value not in ("", None)}
        return step if data["returns"] or data["phase"] != "approval" else {**step, "may_send_back": False}


StepFormSet = forms.formset_factory(StepForm, extra=3, max_num=STEPS_MAX, absolute_max=STEPS_MAX, validate_max=True)


class LevelsForm(forms.Form):
    """Whether a level may be passed over."""

    levels = forms.ChoiceField(
        label=_("Khi một cấp chưa có ý kiến"),
        widget=forms.RadioSelect,
        choices=[
            ("open", _("Người ký vẫn quyết định được; hồ sơ ghi lại cấp bị bỏ qua")),
            ("strict", _("Không ai được bỏ qua cấp nào")),
        ],
        error_messages={"required": _("Chọn một trong hai cách"), "invalid_choice": _("Chọn một trong hai cách")},
    )
