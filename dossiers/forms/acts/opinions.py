"""Forms of the acts on what other units say: ask one, give it, take the question back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.opinions import MOST_DAYS, askable_units
from dossiers.forms.base import ActForm, choice_field, reason_field
from dossiers.models import Dossier
from dossiers.models.event import Verb
from people.models import Agency

USUAL_DAYS = 2


class UnitForm(ActForm):
    """An act about one unit of a list."""

    unit = choice_field(_("Đơn vị"), (), _("Chọn đơn vị"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        super().__init__(data, dossier=dossier, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [("", "—"), *((str(row.pk), str(row)) for row in self.units())]

    def units(self) -> list[Agency]:
        """The units to choose from."""
        raise NotImplementedError

    def clean_unit(self) -> Agency:
        """The unit that was chosen."""
        return Agency.objects.get(pk=self.cleaned_data["unit"])


class AskOpinionForm(UnitForm):
    """Ask another unit."""

    action, verb = actions.ask_opinion, Verb.OPINION_ASKED
    slug = "lay-y-kien"
    title, done = _("Lấy ý kiến đơn vị khác"), _("Đã gửi yêu cầu cho ý kiến.")
    question = reason_field(_("Nội dung cần ý kiến"), _("Nhập nội dung cần đơn vị đó cho ý kiến."))
    days = forms.IntegerField(
        label=_("Trả lời trong (ngày làm việc)"),
        initial=USUAL_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={
            "required": _("Nhập số ngày làm việc, ví dụ 2"),
            "invalid": _("Số ngày làm việc phải là số, ví dụ 3"),
        },
    )

    def units(self) -> list[Agency]:
        """Every unit with somebody who answers."""
        return askable_units(self.dossier, timezone.now())

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """It is being worked on."""
        return dossier.may_be_assigned


class GiveOpinionForm(ActForm):
    """Answer for one's unit."""

    action, verb = actions.give_opinion, Verb.OPINION_GIVEN
    slug, weight = "cho-y-kien", "primary"
    title, done = _("Cho ý kiến"), _("Đã gửi ý kiến của đơn vị.")
    answer = reason_field(_("Ý kiến của đơn vị"), _("Nhập ý kiến của đơn vị."), rows=5)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Somebody owes an opinion."""
        return dossier.opinions_asked > dossier.opinions_given


class WithdrawOpinionForm(UnitForm):
    """Take a question back."""

    action, verb = actions.withdraw_opinion, Verb.OPINION_WITHDRAWN
    slug = "thoi-lay-y-kien"
    title, done = _("Thôi lấy ý kiến"), _("Đã thôi lấy ý kiến của đơn vị đó.")
    reason = reason_field(_("Lý do"), _("Nhập lý do thôi lấy ý kiến."), rows=2)

    def units(self) -> list[Agency]:
        """Those that owe an opinion."""
        return [opinion.unit for opinion in self.dossier.opinions.waiting()]

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Somebody owes an opinion."""
        return dossier.opinions_asked > dossier.opinions_given
