"""What people type when they act on a dossier: parsing and field checks only; the acts judge."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier, Lateness
from procedures.labels import FEE_GROUPS

LONG = 4000


def _reason(label: Any, required: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required},
    )


class StartForm(forms.Form):
    """For whom a draft is begun; the token makes a double click one draft."""

    applicant = forms.ChoiceField(
        label=_("Nộp hồ sơ cho ai"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn người được nộp hồ sơ")},
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        applicant = self.fields["applicant"]
        assert isinstance(applicant, forms.ChoiceField)
        applicant.choices = [(str(party.pk), str(party)) for party in parties]
        if len(parties) == 1:
            applicant.initial = str(parties[0].pk)


class NothingForm(forms.Form):
    """An act that asks nothing."""


class AcceptForm(forms.Form):
    """Reception of a procedure whose term is published."""


class AcceptWithDayForm(forms.Form):
    """Reception where no term is published: a typed day and its ground."""

    due_day = forms.DateField(
        label=_("Ngày hẹn trả"),
        help_text=_("Ví dụ: 27/3/2026"),
        error_messages={
            "required": _("Nhập ngày hẹn trả"),
            "invalid": _("Ngày hẹn trả phải có đủ ngày, tháng, năm. Ví dụ: 27/3/2026"),
        },
    )
    due_ground = forms.CharField(
        label=_("Căn cứ của ngày hẹn"), max_length=300, error_messages={"required": _("Nhập căn cứ của ngày hẹn trả")}
    )


def _day(label: Any, required: Any = "", hint: Any = "") -> forms.DateField:
    """A day; needed where there are words for its lack."""
    return forms.DateField(
        label=label,
        help_text=hint or _("Ví dụ: 27/3/2026"),
        required=bool(required),
        error_messages={"required": required, "invalid": _("Nhập đủ ngày, tháng, năm. Ví dụ: 27/3/2026")},
    )


class DelayForm(forms.Form):
    """Why the answer will be late, to whose account it goes, and the new day that is asked for."""

    cause = forms.ChoiceField(
        label=_("Nguyên nhân chậm"),
        choices=[("", "—"), *Lateness.Cause.choices],
        error_messages={"required": _("Chọn nguyên nhân chậm.")},
    )
    owner = forms.ChoiceField(
        label=_("Trách nhiệm thuộc về"),
        choices=[("", "—"), *Lateness.Owner.choices],
        error_messages={"required": _("Chọn trách nhiệm thuộc về ai.")},
    )
    reason = _reason(_("Lý do, như sẽ viết cho người nộp"), _("Nhập lý do chậm, như sẽ viết cho người nộp."))
    new_day = _day(_("Ngày xin hẹn lại"), hint=_("Để trống khi đã quá hạn gửi văn bản xin lỗi. Ví dụ: 27/3/2026"))


class ApologyForm(forms.Form):
    """The letter as it will be signed: the new day, and the reason in the words of the letter."""

    new_day = _day(_("Hẹn lại ngày"), _("Nhập ngày hẹn lại"))
    reason = _reason(_("Lý do, như viết trong văn bản"), _("Nhập lý do chậm, như sẽ viết cho người nộp."))
    cause = forms.ChoiceField(
        label=_("Nguyên nhân chậm"),
        choices=[("", "—"), *Lateness.Cause.choices],
        error_messages={"required": _("Chọn nguyên nhân chậm.")},
    )
    owner = forms.ChoiceField(
        label=_("Trách nhiệm thuộc về"),
        choices=[("", "—"), *Lateness.Owner.choices],
        error_messages={"required": _("Chọn trách nhiệm thuộc về ai.")},
    )


class RefuseReceptionForm(forms.Form):
    """Why the dossier is not taken."""

    reason = _reason(_("Lý do không tiếp nhận"), _("Nhập lý do không tiếp nhận để người nộp biết"))


class SupplementForm(forms.Form):
    """What is missing, paper by paper, and why; once and fully."""

    reason = _reason(_("Lý do yêu cầu bổ sung"), _("Nhập lý do yêu cầu bổ sung"))

    def __init__(self, *args: Any, components: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, row in enumerate(components):
            self.fields[f"todo_{number}"] = forms.CharField(
                label=row["name_vi"],
                required=False,
                max_length=500,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.keys = [row["key"] for row in components]

    def items(self) -> list[dict[str, str]]:
        """The components for which something was typed."""
        said = [self.cleaned_data.get(f"todo_{n}", "") for n in range(len(self.keys))]
        return [{"component": key, "todo": todo} for key, todo in zip(self.keys, said, strict=True) if todo]

    def clean(self) -> dict[str, Any]:
        """At least one paper is named."""
        super().clean()
        if not self.items():
            self.add_error(None, _("Ghi cần bổ sung gì ở ít nhất một giấy tờ"))
        return self.cleaned_data


class OutcomeForm(forms.Form):
    """Granted or refused, and the words of the result."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=Dossier.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kết quả: đồng ý hoặc từ chối giải quyết")},
    )
    text = forms.CharField(
        label=_("Nội dung kết quả, hoặc lý do và căn cứ từ chối"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        said = super().clean() or self.cleaned_data
        if (
            said.get("outcome") == Dossier.Outcome.REFUSED
            and not (said.get("text") or "").strip()
            and "text" not in self.errors
        ):
            self.add_error("text", _("Nhập lý do và căn cứ từ chối để người nộp biết"))
        return said


class SendBackForm(forms.Form):
    """What the signer still wants."""

    reason = _reason(_("Cần thẩm định thêm điều gì"), _("Nhập điều cần thẩm định thêm"))


class AssignForm(forms.Form):
    """Who is to handle it."""

    to = forms.ChoiceField(label=_("Người xử lý"), error_messages={"required": _("Chọn người xử lý")})

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", "—"), *((str(user.pk), str(user)) for user in people)]


class PaymentForm(forms.Form):
    """A fee demanded during appraisal."""

    amount = forms.CharField(
        label=_("Số tiền (đồng)"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Nhập số tiền")},
    )
    reason = _reason(_("Thu khoản gì, theo căn cứ nào"), _("Nhập lý do thu phí, lệ phí"))

    def clean_amount(self) -> int:
        """Whole đồng; dots and spaces may group thousands."""
        digits = "".join(self.cleaned_data["amount"].replace(".", "").replace(",", "").split())
        if not digits.isascii() or not digits.isdecimal() or not 0 < int(digits[:14]) <= 10**12:
            raise forms.ValidationError(_("Số tiền phải là số nguyên lớn hơn 0, ví dụ: 600.000"))
        return int(digits)


def _ground_field(grounds: Sequence[str], label: Any) -> forms.ChoiceField:
    """One ground of the tariff, or none; never chosen beforehand."""
    none = _("Không thuộc diện nào")
    choices = [(key, FEE_GROUPS[key] if key else none) for key in grounds]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Chọn một diện trong danh sách.")},
    )


class GroundClaimForm(forms.Form):
    """By which ground less is to be paid."""

    def __init__(self, *args: Any, grounds: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ground"] = _ground_field(grounds, _("Ông/bà thuộc diện được miễn, giảm nào?"))
        self.fields["ground"].help_text = _("Mang giấy tờ chứng minh khi được yêu cầu.")


class GroundCorrectionForm(forms.Form):
    """The ground as its papers prove it, and why it changes."""

    def __init__(self, *args: Any, grounds: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ground"] = _ground_field(grounds, _("Diện miễn, giảm phí"))
        self.fields["reason"] = _reason(_("Lý do sửa"), _("Nhập lý do sửa diện miễn, giảm phí để người nộp biết."))


class ReturnForm(forms.Form):
    """Who took the result."""

    received_by = forms.CharField(
        label=_("Người nhận kết quả"),
        help_text=_("Họ tên và số giấy tờ; người nhận thay mang giấy ủy quyền"),
        required=False,
        max_length=150,
    )


class OptionalReasonForm(forms.Form):
    """A reason, if the person wants to give one."""

    reason = forms.CharField(
        label=_("Lý do"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )


class GroundForm(forms.Form):
    """The legal ground of an act that ends a case."""

    reason = _reason(_("Căn cứ"), _("Nhập căn cứ để người nộp biết"))
