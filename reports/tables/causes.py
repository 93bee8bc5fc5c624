"""The report of causes: why what was promised in a period came late, and whose responsibility it is.

Table II.07 of Circular 01/2020.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier, Lateness
from dossiers.models.lateness import NO_CAUSE
from dossiers.models.state import OPEN
from people.models import User
from reports.parameters import Parameters
from reports.tables.base import Column, Report, dealt_with_by


class Causes(Report):
    """Late dossiers by coded cause and owner, the most frequent first."""

    name = "causes"
    title = _("Nguyên nhân chậm")
    dated = True
    columns = (
        Column("cause", _("Nguyên nhân chậm")),
        Column("owner", _("Trách nhiệm thuộc về")),
        Column("late", _("Số hồ sơ")),
        Column("with_letter", _("Đã xin lỗi, hẹn lại")),
        Column("open", _("Chưa có kết quả")),
    )
    notes = (
        _("Tính hồ sơ có ngày hẹn trong kỳ mà kết quả có sau giờ hẹn, hoặc đã qua giờ hẹn mà chưa có kết quả."),
        _("Hồ sơ đã xin lỗi tính theo ngày hẹn lại."),
    )

    def rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """Counted by one statement; those without a named cause are a row of their own."""
        is_open = Q(state__in=[str(state) for state in OPEN])
        late = Dossier.objects.at_work_of(user).filter(
            (is_open & Q(due_at__lt=at)) | Q(resolved_at__gt=F("due_at")), due_at__range=parameters.instants
        )
        late = dealt_with_by(late, parameters.unit)
        counted = (
            late.order_by()
            .values("lateness__cause", "lateness__owner")
            .annotate(
                late=Count("id"),
                with_letter=Count("id", filter=Q(new_due_at__isnull=False)),
                open=Count("id", filter=is_open),
            )
        )
        causes, owners = dict(Lateness.Cause.choices), dict(Lateness.Owner.choices)
        unnamed_first = F("lateness__cause").asc(nulls_first=True)  # where databases differ
        for row in counted.order_by("-late", unnamed_first, "lateness__owner"):
            cause, owner = row["lateness__cause"], row["lateness__owner"]
            title = str(causes[cause]) if cause else str(NO_CAUSE)
            yield {**row, "cause": title, "owner": str(owners.get(owner, ""))}
