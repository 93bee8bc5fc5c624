"""Forms of the acts that end a dossier without a decision."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.withdrawal import refusal_to_close, refusal_to_stop, silence_reason
from dossiers.forms.base import ActForm, reason_field
from dossiers.models import Dossier
from dossiers.models.event import Verb
from people.models import User
from toolbox.refusal import Refused


class WithdrawOnPaperForm(ActForm):
    """Enter the written request of an applicant who came on paper."""

    action, verb, edge = actions.request_withdrawal, Verb.WITHDRAWAL_REQUESTED, "to_withdrawal_requested"
    slug = "rut-theo-don"
    title, done = _("Ghi nhận đơn đề nghị rút hồ sơ"), _("Đã ghi nhận đơn đề nghị rút hồ sơ.")
    reason = reason_field(_("Lý do"), rows=3)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """What came online is asked back online."""
        return bool(dossier.channel != Dossier.Channel.ONLINE)


class ContinueForm(ActForm):
    """Go on after a withdrawal that was taken back."""

    action, verb, edge = actions.continue_dossier, Verb.CONTINUED, "to_continued"
    slug = "tiep-tuc"
    title, done = _("Tiếp tục giải quyết"), _("Hồ sơ được giải quyết tiếp.")
    reason = reason_field(_("Lý do"), rows=3)


class StopForm(ActForm):
    """Stop a dossier whose withdrawal was asked for."""

    action, verb, edge = actions.stop, Verb.STOPPED, "to_stopped"
    slug, weight = "dung", "danger"
    title, done = _("Dừng giải quyết"), _("Đã dừng giải quyết hồ sơ.")
    reason = reason_field(_("Căn cứ"), _("Nhập căn cứ để người nộp biết"))

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """Who entered a request on paper does not carry it out."""
        return refusal_to_stop(dossier, user)


class CloseForm(ActForm):
    """Close for silence, on its legal ground."""

    action, verb, edge = actions.close_for_silence, Verb.CLOSED, "to_closed"
    slug, weight = "dong", "danger"
    title, done = _("Đóng vì không bổ sung"), _("Đã đóng hồ sơ.")
    reason = reason_field(_("Căn cứ"), _("Nhập căn cứ để người nộp biết"))

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, initial={"reason": silence_reason(dossier, timezone.now())}, **options)

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """An answer is still waited for, or *user* asked for it."""
        return refusal_to_close(dossier, user, at)
