"""Form of the act that ends a dossier whose applicant died, was dissolved, or lost capacity."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.cessation import LONGEST
from dossiers.forms.base import ActForm, choice_field, day_field, reason_field
from dossiers.models import Dossier
from dossiers.models.cessation import Cessation
from dossiers.models.event import Verb


class CessationForm(ActForm):
    """Stop it on the paper that proves that there is no applicant any more."""

    action, verb, edge = actions.stop_for_cessation, Verb.APPLICANT_CEASED, "to_withdrawal_requested"
    slug, weight = "nguoi-nop-khong-con", "danger"
    title, done = _("Dừng vì người nộp hồ sơ không còn"), _("Đã dừng giải quyết hồ sơ.")
    ground = choice_field(_("Căn cứ"), (), _("Chọn căn cứ"))
    day = day_field(_("Ngày mất, ngày chấm dứt hoặc ngày quyết định có hiệu lực"), _("Nhập ngày"))
    document = forms.CharField(
        label=_("Giấy tờ chứng minh, có số"),
        help_text=_("Ví dụ: Trích lục khai tử số 12/TLKT-BS"),
        max_length=LONGEST,
        error_messages={"required": _("Nhập tên và số giấy tờ chứng minh")},
    )
    issuer = forms.CharField(
        label=_("Cơ quan cấp giấy tờ"), max_length=LONGEST, error_messages={"required": _("Nhập cơ quan cấp giấy tờ")}
    )
    note = reason_field(_("Ghi chú nội bộ"), rows=2)

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, **options)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = [("", "—"), *((row.value, row.label) for row in Cessation.of(dossier.applicant))]
