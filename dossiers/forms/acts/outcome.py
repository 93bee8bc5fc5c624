"""Forms of the acts that decide: propose, draft, endorse, approve, resolve, send back, hand out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.agency_seal import may_be_sealed, refusal_to_seal
from dossiers.actions.outcome import refusal_to_hand_out
from dossiers.completeness import originals_of
from dossiers.forms.base import ActForm, reason_field
from dossiers.forms.result_fields import PREFIX, ResultFields
from dossiers.models import Dossier, State
from dossiers.models.event import Verb
from dossiers.papers.preview import digest_of_proposal
from people.models import User
from procedures.localized import text_of
from toolbox.refusal import Refused


class OutcomeForm(ActForm):
    """Granted or refused, and the words of the result; the proposal's own to begin with."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=Dossier.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kết quả: đồng ý hoặc từ chối giải quyết")},
    )
    shows_paper = True  # before it is decided
    text = reason_field(_("Nội dung kết quả, hoặc lý do và căn cứ từ chối"), rows=5)

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        proposed = {"outcome": dossier.proposed_outcome, "text": dossier.result_text}
        super().__init__(data, dossier=dossier, initial=proposed, **options)
        self.result_fields = ResultFields(dossier)
        self.fields.update(self.result_fields.form_fields)

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        data = super().clean() or self.cleaned_data
        unexplained = data.get("outcome") == Dossier.Outcome.REFUSED and not (data.get("text") or "").strip()
        if unexplained and "text" not in self.errors:
            self.add_error("text", _("Nhập lý do và căn cứ từ chối để người nộp biết"))
        if data.get("outcome") == Dossier.Outcome.GRANTED and not self.errors:
            for name, messages in self.result_fields.errors(self._typed()).items():
                self.add_error(name, messages)
        return data

    def arguments(self, by: User) -> dict[str, Any]:
        """The outcome, its words, and the values of the result."""
        data = {name: self.cleaned_data[name] for name in ("outcome", "text")}
        return {**data, "fields": self._typed()}

    def _typed(self) -> dict[str, Any] | None:
        """The values of the result; None where the form was sent without them, as by an older page."""
        if not any(name.startswith(PREFIX) for name in self.data):
            return None
        return self.result_fields.typed(self.cleaned_data)


class ProposeForm(OutcomeForm):
    """Propose an outcome to who signs; four steps."""

    action, verb, edge = actions.propose, Verb.PROPOSED, "to_approval"
    slug, weight = "trinh-ky", "primary"
    title, done = _("Trình phê duyệt"), _("Đã trình phê duyệt.")

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Somebody else decides."""
        return dossier.edition.needs_approval


class DraftForm(OutcomeForm):
    """Submit the draft of the result to who signs; three steps."""

    action, verb, edge = actions.draft, Verb.DRAFTED, "to_drafted"
    slug, weight = "trinh-du-thao", "primary"
    title, done = _("Trình dự thảo kết quả"), _("Đã trình dự thảo kết quả.")

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Who signs decides, and has no draft yet."""
        return not dossier.edition.needs_approval and not dossier.is_drafted


class EndorseForm(ActForm):
    """Agree with a proposal before who signs it."""

    action, verb, edge = actions.endorse, Verb.ENDORSED, "to_endorsed"
    slug, weight = "dong-y-trinh", "primary"
    title, done = _("Đồng ý, trình cấp trên"), _("Đã đồng ý và trình cấp trên.")
    note = reason_field(_("Ý kiến (không bắt buộc)"))

    @property
    def seen(self) -> str:
        """As of an approval."""
        return digest_of_proposal(self.dossier)

    def arguments(self, by: User) -> dict[str, Any]:
        """The opinion, and what was seen."""
        return {**self.cleaned_data, "preview": str(self.data.get("preview", ""))[:64]}

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """A level comes before who signs."""
        return bool(dossier.levels_left)


class CompleteStepForm(ActForm):
    """Finish one step of the appraisal."""

    action, verb, edge = actions.complete_step, Verb.STEP_COMPLETED, "to_next_step"
    slug = "xong-buoc"
    title, done = _("Xong bước, chuyển bước sau"), _("Đã chuyển hồ sơ sang bước sau.")
    note = reason_field(_("Kết quả của bước"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        super().__init__(data, dossier=dossier, **options)
        step = dossier.inner_step or {}
        if needed := step.get("needs_vi"):
            field = self.fields["note"]
            field.label, field.required = needed, True
            field.error_messages["required"] = _("Bước này cần ghi: %(what)s.") % {"what": needed}

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Another step of the appraisal follows."""
        return dossier.may_go_on


class ApproveForm(OutcomeForm):
    """Decide what was proposed."""

    action, verb, edge = actions.approve, Verb.APPROVED, "to_approved"
    slug, weight = "phe-duyet", "primary"
    title, done = _("Phê duyệt kết quả"), _("Đã phê duyệt. Tệp kết quả đang được tạo.")

    @property
    def seen(self) -> str:
        """The digest of what the page shows: sent back with the decision, which is on that and nothing else."""
        return digest_of_proposal(self.dossier)

    def arguments(self, by: User) -> dict[str, Any]:
        """The same, and what was seen."""
        return {**super().arguments(by), "preview": str(self.data.get("preview", ""))[:64]}


class ResolveForm(OutcomeForm):
    """Sign the result of three steps, or on the spot."""

    @property
    def seen(self) -> str:
        """As of an approval, where there is a draft."""
        return digest_of_proposal(self.dossier) if self.dossier.is_drafted else ""

    def arguments(self, by: User) -> dict[str, Any]:
        """The same, and what was seen."""
        return {**super().arguments(by), "preview": str(self.data.get("preview", ""))[:64]}

    action, verb, edge = actions.resolve, Verb.RESOLVED, "to_resolved"
    slug, weight = "ky-ket-qua", "primary"
    title, done = _("Ký kết quả"), _("Đã ký kết quả. Tệp kết quả đang được tạo.")

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Its result may be signed as it stands."""
        return dossier.may_be_resolved


class SendBackForm(ActForm):
    """Return a proposal to the officer."""

    action, verb, edge = actions.send_back, Verb.SENT_BACK, ""
    slug = "tra-lai"
    title, done = _("Trả lại để thẩm định thêm"), _("Đã trả lại hồ sơ.")
    reason = reason_field(_("Cần thẩm định thêm điều gì"), _("Nhập điều cần thẩm định thêm"))
    to = forms.ChoiceField(label=_("Trả lại cho"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        super().__init__(data, dossier=dossier, **options)
        levels = dossier.levels_before
        if levels:
            drafter: tuple[str, Any] = ("", _("Người trình"))
            self.fields["to"].choices = [drafter, *((row["key"], row["name_vi"]) for row in levels)]  # type: ignore[attr-defined]
        else:
            del self.fields["to"]

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """There is a proposal, or the draft of three steps."""
        return dossier.state == State.APPROVAL or dossier.is_drafted


class SealForm(ActForm):
    """Have the agency sign what the person signed."""

    action, verb = actions.seal_result, Verb.SEALED
    slug, weight = "dong-dau", "primary"
    title, done = _("Đóng dấu kết quả"), _("Đã đóng dấu. Chữ ký số của cơ quan đang được thêm vào tệp.")

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """A seal clerk is to seal it, and nobody has."""
        return may_be_sealed(dossier)

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """Its file is not signed yet."""
        return refusal_to_seal(dossier)


class HandOutForm(ActForm):
    """Give the result to who came for it."""

    action, verb, edge = actions.hand_out, Verb.RETURNED, "to_returned"
    slug, weight = "tra-ket-qua", "primary"
    title, done = _("Trả kết quả"), _("Đã trả kết quả.")
    received_by = forms.CharField(
        label=_("Người nhận kết quả"),
        help_text=_("Họ tên và số giấy tờ; người nhận thay mang giấy ủy quyền"),
        required=False,
        max_length=150,
    )
    authority = forms.CharField(
        label=_("Giấy ủy quyền, khi người khác nhận thay"),
        help_text=_("Số, ngày và nơi lập hoặc chứng thực"),
        required=False,
        max_length=200,
    )
    identity_checked = forms.BooleanField(label=_("Đã đối chiếu giấy tờ tùy thân của người nhận"), required=False)
    originals = forms.MultipleChoiceField(
        label=_("Bản chính trả lại"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Chỉ trả lại bản chính đã nhận tại quầy.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        super().__init__(data, dossier=dossier, **options)
        names = {row["key"]: text_of(row, "name") for row in dossier.components}
        choices = [(key, f"{names[key]} ({count})") for key, count in originals_of(dossier).items()]
        self.fields["originals"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["originals"]

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """Its fee is owed, or its file is being made."""
        return refusal_to_hand_out(dossier)
