"""The parameters of a report: from when to when, and for which unit of those one oversees."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Agency, User

NO_DAY = _("Nhập một ngày có trong lịch, ví dụ 15/11/2026")
DAYS_MAX = 5 * 366


@dataclass(frozen=True)
class Parameters:
    """The first and last day, both counted (None where the report has no period), and the unit (None for all)."""

    since: date | None = None
    until: date | None = None
    unit: Agency | None = None

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """The first moment of the first day and the last of the last; of a dated report only."""
        assert self.since is not None
        assert self.until is not None
        zone = timezone.get_default_timezone()
        return (
            datetime.combine(self.since, time.min, tzinfo=zone),
            datetime.combine(self.until, time.max, tzinfo=zone),
        )


class ParametersForm(forms.Form):
    """`from`, `to` and `unit`, as the address carries them."""

    def __init__(self, *args: Any, user: User, dated: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.dated = dated
        if dated:
            for key, label in (("from", _("Từ ngày")), ("to", _("Đến hết ngày"))):
                self.fields[key] = forms.DateField(label=label, error_messages={"required": NO_DAY, "invalid": NO_DAY})
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Đơn vị"),
            queryset=overseen_by(user),
            to_field_name="code",
            required=False,
            empty_label=_("Tất cả đơn vị"),
            error_messages={"invalid_choice": _("Chọn một đơn vị trong danh sách.")},
        )

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and more than five years."""
        data = super().clean() or {}
        since, until = data.get("from"), data.get("to")
        if since and until and until < since:
            self.add_error("to", _("Ngày cuối phải từ ngày đầu trở đi."))
        elif since and until and (until - since).days > DAYS_MAX:
            self.add_error("to", _("Kỳ báo cáo dài nhất 5 năm."))
        return data

    @property
    def parameters(self) -> Parameters:
        """The parameters, once the form is valid."""
        data = self.cleaned_data
        return Parameters(data.get("from"), data.get("to"), data.get("unit"))


def overseen_by(user: User) -> Any:
    """The units below the posts of *user*, and those themselves."""
    units = Agency.objects.none()
    for post in user.acting_posts:
        if not post.is_whole:
            continue
        units = units | Agency.objects.filter(path__startswith=post.unit.path)
    return units.order_by("path")
