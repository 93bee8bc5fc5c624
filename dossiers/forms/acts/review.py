"""Forms of the acts while a dossier is worked on: take, assign, demand a fee."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.review import HANDLERS, most_demanded
from dossiers.forms.base import ActForm, choice_field, reason_field
from dossiers.models import Dossier
from dossiers.models.event import Verb
from dossiers.models.office import is_forsaken
from dossiers.permissions import pile_post_for
from people.models import Post, User
from toolbox.collation import collation_key


class TakeForm(ActForm):
    """Take for oneself what nobody of the unit has yet."""

    action, verb = actions.assign, Verb.ASSIGNED
    slug = "nhan-xu-ly"
    title, done = _("Nhận xử lý"), _("Đã nhận xử lý hồ sơ này.")

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Somebody works on it, and nobody is named who is still there."""
        return dossier.may_be_assigned and (dossier.holder_id is None or is_forsaken(dossier, timezone.localdate(at)))

    @classmethod
    def is_for(cls, user: User, dossier: Dossier, day: date) -> bool:
        """An officer of the unit that holds it."""
        return pile_post_for(user, dossier, day) is not None

    def arguments(self, by: User) -> dict[str, Any]:
        """To whoever acts."""
        return {"to": by}


class AssignForm(ActForm):
    """Name who is to handle it."""

    action, verb = actions.assign, Verb.ASSIGNED
    slug = "phan-cong"
    title, done = _("Phân công người xử lý"), _("Đã phân công.")
    to = choice_field(_("Người xử lý"), (), _("Chọn người xử lý"))

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, **options)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", "—"), *((str(user.pk), str(user)) for user in colleagues(dossier))]

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Somebody works on it, and there is somebody to name."""
        return dossier.may_be_assigned and bool(colleagues(dossier))

    def clean_to(self) -> User:
        """The account that was chosen."""
        return User.objects.get(pk=self.cleaned_data["to"])


class DemandPaymentForm(ActForm):
    """Demand a fee during appraisal."""

    action, verb, edge = actions.demand_payment, Verb.PAYMENT_DEMANDED, "to_awaiting_payment"
    slug = "yeu-cau-nop-phi"
    title, done = _("Yêu cầu nộp phí, lệ phí"), _("Đã gửi yêu cầu nộp phí, lệ phí.")
    amount = forms.CharField(
        label=_("Số tiền (đồng)"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Nhập số tiền")},
    )
    reason = reason_field(_("Thu khoản gì, theo căn cứ nào"), _("Nhập lý do thu phí, lệ phí"))

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Its tariff has a fee."""
        return most_demanded(dossier) > 0

    def clean_amount(self) -> int:
        """Whole đồng; dots and spaces may group thousands."""
        digits = "".join(self.cleaned_data["amount"].replace(".", "").replace(",", "").split())
        if not digits.isascii() or not digits.isdecimal() or not 0 < int(digits[:14]) <= 10**12:
            raise forms.ValidationError(_("Số tiền phải là số nguyên lớn hơn 0, ví dụ: 600.000"))
        return int(digits)


def colleagues(dossier: Dossier) -> list[User]:
    """Who of the unit may be named to handle *dossier* today: not who does already, nor who has an interest in it."""
    rows = Post.objects.in_force(timezone.localdate()).select_related("user").filter(user__is_active=True)
    rows = rows.filter(unit_id=dossier.holder_unit_id, role__in=HANDLERS)
    rows = rows.exclude(user__in=[*dossier.recused, dossier.holder_id or 0])
    return sorted({post.user for post in rows}, key=lambda user: collation_key(str(user)))
