"""Forms of the acts about the fee."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.fees import grounds_of, may_confirm_ground, may_correct_ground, refusal_without_proof
from dossiers.forms.applicant import ground_field
from dossiers.forms.base import ActForm, reason_field
from dossiers.models import Dossier
from dossiers.models.event import Verb
from people.models import User
from toolbox.refusal import Refused


class ConfirmGroundForm(ActForm):
    """Confirm the claimed ground over its proof, so that the cashier may take what is due by it."""

    action, verb = actions.confirm_ground, Verb.GROUND_CONFIRMED
    slug = "xac-nhan-dien-phi"
    title, done = _("Xác nhận diện miễn, giảm phí"), _("Đã xác nhận diện miễn, giảm phí.")

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """A claimed ground waits, and nothing was paid."""
        return may_confirm_ground(dossier)

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """Its proof is not there yet."""
        return refusal_without_proof(dossier)


class CorrectGroundForm(ActForm):
    """Set the ground by which less is paid right, as its papers prove it."""

    action, verb = actions.correct_ground, Verb.FEE_CORRECTED
    slug = "sua-dien-phi"
    title, done = _("Sửa diện miễn, giảm phí"), _("Đã sửa diện miễn, giảm phí.")

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, initial={"ground": dossier.fee_ground}, **options)
        self.fields["ground"] = ground_field(grounds_of(dossier, timezone.now()), _("Diện miễn, giảm phí"))
        self.fields["reason"] = reason_field(_("Lý do sửa"), _("Nhập lý do sửa diện miễn, giảm phí để người nộp biết."))

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """A fee is still to be paid, and its tariff has grounds."""
        return may_correct_ground(dossier, at)
