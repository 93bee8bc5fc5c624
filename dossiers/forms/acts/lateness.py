"""Forms of the acts about being late: the letter of apology, the cause of a delay."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.lateness import may_apologise, may_name_delay
from dossiers.forms.base import ActForm, choice_field, day_field, reason_field
from dossiers.models import Dossier, Lateness
from dossiers.models.event import Verb
from people.models import User


class ApologyForm(ActForm):
    """Sign the letter as it will go out: the new day, and the reason in the words of the letter."""

    action, verb = actions.apologise, Verb.APOLOGISED
    slug = "xin-loi"
    title, done = _("Ký văn bản xin lỗi, hẹn lại"), _("Đã ký văn bản xin lỗi và hẹn lại ngày trả.")
    new_day = day_field(_("Hẹn lại ngày"), _("Nhập ngày hẹn lại"))
    reason = reason_field(_("Lý do, như viết trong văn bản"), _("Nhập lý do chậm, như sẽ viết cho người nộp."))
    cause = choice_field(_("Nguyên nhân chậm"), Lateness.Cause.choices, _("Chọn nguyên nhân chậm."))
    owner = choice_field(_("Trách nhiệm thuộc về"), Lateness.Owner.choices, _("Chọn trách nhiệm thuộc về ai."))

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, initial=delay_initial(dossier), **options)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """The letter may still go out."""
        return may_apologise(dossier, at)


class DelayForm(ActForm):
    """Name the cause of a delay, to whose account it goes, and the new day that is asked for."""

    action, verb = actions.name_delay, Verb.DELAY_NAMED
    slug = "nguyen-nhan-cham"
    title, done = _("Nêu nguyên nhân chậm, xin hẹn lại"), _("Đã ghi nguyên nhân chậm.")
    cause = choice_field(_("Nguyên nhân chậm"), Lateness.Cause.choices, _("Chọn nguyên nhân chậm."))
    owner = choice_field(_("Trách nhiệm thuộc về"), Lateness.Owner.choices, _("Chọn trách nhiệm thuộc về ai."))
    reason = reason_field(_("Lý do, như sẽ viết cho người nộp"), _("Nhập lý do chậm, như sẽ viết cho người nộp."))
    new_day = day_field(_("Ngày xin hẹn lại"), hint=_("Để trống khi đã quá hạn gửi văn bản xin lỗi. Ví dụ: 27/3/2026"))

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, initial=delay_initial(dossier), **options)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """The answer is owed still, or came too late."""
        return may_name_delay(dossier, at)

    def arguments(self, by: User) -> dict[str, Any]:
        """The new day is only asked for."""
        data = dict(self.cleaned_data)
        return {"asked_day": data.pop("new_day"), **data}


def delay_initial(dossier: Dossier) -> dict[str, Any]:
    """The delay as it was named so far, by field of the form."""
    lateness: Lateness | None = getattr(dossier, "lateness", None)
    if lateness is None:
        return {}
    return {"cause": lateness.cause, "owner": lateness.owner, "reason": lateness.reason, "new_day": lateness.asked_day}
