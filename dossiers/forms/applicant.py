"""Forms of the applicant's side: for whom a draft is begun, by which ground less is paid, why one withdraws."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dossiers.forms.base import reason_field
from dossiers.models import Dossier
from procedures.labels import FEE_GROUPS
from toolbox.formats import day


class StartForm(forms.Form):
    """For whom a draft is begun; the token makes a double click one draft."""

    applicant = forms.ChoiceField(
        label=_("Nộp hồ sơ cho ai"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn người được nộp hồ sơ")},
    )
    earlier = forms.ChoiceField(
        label=_("Bắt đầu tờ khai từ đâu"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Chọn một cách trong danh sách.")},
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: list[Any], earlier: Sequence[Dossier] = (), **options: Any) -> None:
        """*earlier*: dossiers of the same procedure whose answers may be taken again."""
        super().__init__(*args, **options)
        applicant = self.fields["applicant"]
        assert isinstance(applicant, forms.ChoiceField)
        applicant.choices = [(str(party.pk), str(party)) for party in parties]
        if len(parties) == 1:
            applicant.initial = str(parties[0].pk)
        self.beginnings = {row.name: row for row in earlier}
        beginnings = self.fields["earlier"]
        assert isinstance(beginnings, forms.ChoiceField)
        vars(beginnings)["is_needed"] = True  # one is always chosen: the first
        beginnings.choices = [("", _("Tờ khai mới, điền sẵn điều đã biết về người nộp")), *map(_beginning, earlier)]

    def clean(self) -> dict[str, Any]:
        """An earlier dossier is of the one for whom is filed."""
        data = super().clean() or self.cleaned_data
        row = data["earlier"] = self.beginnings.get(data.get("earlier", ""))
        party = data.get("applicant")
        if row and party and party not in (str(row.applicant_id), str(row.applicant.same_as_id)):
            message = gettext("Hồ sơ %(code)s là của %(name)s. Chọn tờ khai mới, hoặc nộp cho đúng người đó.")
            self.add_error("earlier", message % {"code": row.name, "name": row.applicant})
        return data


def _beginning(row: Dossier) -> tuple[str, str]:
    """The choice to begin with the answers of an earlier dossier."""
    words = gettext("Lấy lại lời khai của hồ sơ %(code)s, nộp ngày %(day)s, cho %(name)s")
    return row.name, words % {"code": row.name, "day": day(row.submitted_at), "name": row.applicant}


class SlipForm(forms.Form):
    """What stands on the slip of a dossier that was filed at the counter."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        help_text=_("Trên giấy tiếp nhận, ví dụ H99.16-261124-0001"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Nhập mã hồ sơ")},
    )
    characters = forms.CharField(
        label=_("Mã tra cứu"),
        help_text=_("Bốn ký tự dưới ô vuông trên giấy tiếp nhận"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Nhập mã tra cứu")},
    )


class LookUpForm(SlipForm):
    """The same, asked of anybody: the code alone tells the progress, the characters of the slip open more."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["characters"].required = False


class WithdrawForm(forms.Form):
    """Why the dossier is asked back, if the person wants to say."""

    reason = reason_field(_("Lý do"), rows=3)


class ExplanationForm(forms.Form):
    """Why an answer that was asked for again stays as it was."""

    note = reason_field(_("Giải thích"))


class GroundClaimForm(forms.Form):
    """By which ground less is to be paid."""

    def __init__(self, *args: Any, grounds: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ground"] = ground_field(grounds, _("Ông/bà thuộc diện được miễn, giảm nào?"))
        self.fields["ground"].help_text = _(
            "Tải lên giấy tờ chứng minh ở phần giấy tờ; chỉ được giảm khi Bộ phận Một cửa xác nhận."
        )


def ground_field(grounds: Sequence[str], label: Any) -> forms.ChoiceField:
    """One ground of the tariff, or none; never chosen beforehand."""
    none = _("Không thuộc diện nào")
    return forms.ChoiceField(
        label=label,
        choices=[(key, FEE_GROUPS[key] if key else none) for key in grounds],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Chọn một diện trong danh sách.")},
    )
