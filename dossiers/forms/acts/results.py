"""Forms of the acts on a result that was issued: correct it, revoke it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.results import GROUND_MAX, latest_paper, may_be_ended
from dossiers.forms.base import ActForm, reason_field
from dossiers.forms.result_fields import PREFIX, ResultFields
from dossiers.models import Dossier
from dossiers.models.event import Verb
from people.models import User


class IssuedResultForm(ActForm):
    """An act on the result in force; the page says which that was, so that no other one is meant."""

    weight = "danger"
    paper = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        self.issued = latest_paper(dossier)
        initial = {"paper": self.issued.pk if self.issued else None, **options.pop("initial", {})}
        super().__init__(data, dossier=dossier, initial=initial, **options)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """There is one in force."""
        return may_be_ended(dossier)


class CorrectResultForm(IssuedResultForm):
    """Correct the values and words of a result by another one in its place."""

    action, verb = actions.correct_result, Verb.RESULT_CORRECTED
    slug = "dinh-chinh-ket-qua"
    title, done = _("Đính chính kết quả"), _("Đã đính chính. Tệp của văn bản mới đang được tạo.")
    reason = reason_field(_("Lý do đính chính, người nộp đọc được"), _("Nhập lý do đính chính để người nộp biết."))
    text = reason_field(_("Nội dung kết quả sau khi đính chính"), rows=5)

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        super().__init__(data, dossier=dossier, initial={"text": dossier.result_text}, **options)
        result = getattr(self.issued, "result", None)
        self.result_fields = ResultFields(dossier, result)
        self.fields.update(self.result_fields.form_fields)

    def clean(self) -> dict[str, Any]:
        """Its values fit their fields."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            for name, messages in self.result_fields.errors(self._typed()).items():
                self.add_error(name, messages)
        return data

    def arguments(self, by: User) -> dict[str, Any]:
        """Reason and words, and every value of the form, also the empty ones."""
        data = {name: self.cleaned_data[name] for name in ("reason", "text", "paper")}
        return {**data, "fields": self._typed()}

    def _typed(self) -> dict[str, Any] | None:
        """The values of the result; None where the form was sent without them."""
        rows = {key: self.cleaned_data.get(key) for key in self.result_fields.form_fields}
        if not any(name in self.data for name in rows):
            return None
        return {key.removeprefix(PREFIX): "" if value is None else value for key, value in rows.items()}


class RevokeResultForm(IssuedResultForm):
    """Revoke a result on its legal ground."""

    action, verb = actions.revoke_result, Verb.RESULT_REVOKED
    slug = "thu-hoi-ket-qua-da-cap"
    title, done = _("Thu hồi kết quả đã cấp"), _("Đã thu hồi kết quả.")
    reason = reason_field(_("Lý do thu hồi, người nộp đọc được"), _("Nhập lý do thu hồi để người nộp biết."))
    ground = forms.CharField(
        label=_("Căn cứ pháp luật"),
        help_text=_("Ví dụ: Điều 20 Nghị định số 152/2020/NĐ-CP"),
        max_length=GROUND_MAX,
        error_messages={"required": _("Nhập căn cứ pháp luật của việc thu hồi.")},
    )
