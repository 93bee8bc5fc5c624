"""Forms of the acts on who handles a dossier: take it over, declare an interest in it."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.forms.base import ActForm, reason_field
from dossiers.models import Dossier
from dossiers.models.event import Verb
from dossiers.models.office import holder_in_office
from dossiers.permissions import officer_post_for, worker_post_for
from people.models import User


class TakeOverForm(ActForm):
    """Handle what a colleague handled."""

    action, verb = actions.take_over, Verb.ASSIGNED
    slug = "nhan-thay"
    title, done = _("Nhận thay người đang xử lý"), _("Đã nhận thay hồ sơ này.")
    reason = reason_field(_("Lý do nhận thay"), _("Nhập lý do nhận thay để người đang xử lý biết."), rows=3)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Somebody works on it, who is still there."""
        return dossier.may_be_assigned and holder_in_office(dossier, timezone.localdate(at)) is not None

    @classmethod
    def is_for(cls, user: User, dossier: Dossier, day: date) -> bool:
        """An officer of the unit who is not the one."""
        return dossier.holder_id != user.pk and officer_post_for(user, dossier, day) is not None


class DeclareInterestForm(ActForm):
    """Give up a dossier in which one has an interest."""

    action, verb = actions.declare_interest, Verb.INTEREST_DECLARED
    slug, weight = "co-lien-quan", "danger"
    title, done = _("Tôi có liên quan đến hồ sơ này"), _("Đã ghi nhận. Từ nay không tham gia giải quyết hồ sơ này nữa.")
    reason = reason_field(
        _("Quan hệ của ông/bà"), _("Nhập quan hệ của ông/bà với người nộp hoặc với việc này."), rows=3
    )

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Something is still to be done about it."""
        return not dossier.is_final

    @classmethod
    def is_for(cls, user: User, dossier: Dossier, day: date) -> bool:
        """Whoever might act on it and has said nothing yet."""
        return user.pk not in dossier.recused and worker_post_for(user, dossier, day) is not None
