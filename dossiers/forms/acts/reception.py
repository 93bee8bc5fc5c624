"""Forms of the acts of reception: accept, refuse, hand over."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.reception import refusal_to_accept
from dossiers.forms.base import ActForm, reason_field
from dossiers.models import Dossier, Paper
from dossiers.models.event import Verb
from people.models import User
from procedures.labels import FEE_GROUPS
from toolbox.refusal import Refused


class PromisedDayForm(forms.Form):
    """A typed promise with its ground, where no term is published."""

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


class AcceptForm(ActForm, PromisedDayForm):
    """Accept; the promise is typed only where the edition publishes no term."""

    action, verb, edge = actions.accept, Verb.ACCEPTED, "to_accepted"
    slug, weight = "tiep-nhan", "primary"
    title, done = _("Tiếp nhận và in giấy hẹn"), _("Đã tiếp nhận hồ sơ.")
    prints = Paper.Kind.RECEIPT

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, **options)
        if dossier.edition.term_is_counted:
            self.fields.clear()
        if dossier.ground_waits:
            self.fields["ground_confirmed"] = forms.TypedChoiceField(
                label=_("Diện miễn, giảm phí: %(ground)s") % {"ground": FEE_GROUPS[dossier.fee_ground]},
                choices=[("yes", _("Đã đối chiếu giấy tờ chứng minh, xác nhận")), ("no", _("Không xác nhận, thu đủ"))],
                coerce=lambda typed: typed == "yes",
                widget=forms.RadioSelect,
                error_messages={"required": _("Chọn có xác nhận diện miễn, giảm phí hay không.")},
            )

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """A fee is wanted first."""
        return refusal_to_accept(dossier, at)


class RefuseReceptionForm(ActForm):
    """Refuse reception."""

    action, verb, edge = actions.refuse_reception, Verb.RECEPTION_REFUSED, "to_not_accepted"
    slug, weight = "khong-tiep-nhan", "danger"
    title, done = _("Không tiếp nhận"), _("Đã từ chối tiếp nhận.")
    reason = reason_field(_("Lý do không tiếp nhận"), _("Nhập lý do không tiếp nhận để người nộp biết"))


class HandOverForm(ActForm):
    """Hand over to the competent unit."""

    action, verb, edge = actions.hand_over, Verb.HANDED_OVER, "to_appraisal"
    slug, weight = "ban-giao", "primary"
    title, done = _("Bàn giao cho phòng chuyên môn"), _("Đã bàn giao.")
