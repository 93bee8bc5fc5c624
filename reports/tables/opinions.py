"""The report of opinions: which unit was asked, and answered in time, late, or not yet (Decree 61/2018 art. 19.5)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier, Opinion
from people.models import User
from reports.parameters import Parameters
from reports.tables.base import Column, Report, dealt_with_by


class Opinions(Report):
    """By the unit that owes the opinion; what was taken back counts for nobody."""

    name = "opinions"
    title = _("Ý kiến đơn vị khác")
    dated = True
    columns = (
        Column("unit", _("Đơn vị được hỏi")),
        Column("asked", _("Được hỏi")),
        Column("in_time", _("Trả lời đúng hạn")),
        Column("late", _("Trả lời chậm")),
        Column("waiting", _("Đang chờ, còn hạn")),
        Column("waiting_late", _("Đang chờ, quá hạn")),
    )
    notes = (_("Tính ý kiến được hỏi trong kỳ. Ý kiến chậm tính cho đơn vị trả lời; ngày hẹn trả không đổi."),)

    def rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """One statement over what *user* oversees, the most late first."""
        dossiers = dealt_with_by(Dossier.objects.at_work_of(user), parameters.unit)
        asked = Opinion.objects.filter(
            dossier__in=dossiers, withdrawn_at=None, asked_at__range=parameters.instants
        ).order_by()
        given = Q(given_at__isnull=False)
        counted = asked.values("unit__name", "unit__name_en").annotate(
            asked=Count("id"),
            in_time=Count("id", filter=Q(given_at__lte=F("due_at"))),
            late=Count("id", filter=Q(given_at__gt=F("due_at"))),
            waiting=Count("id", filter=~given & Q(due_at__gte=at)),
            waiting_late=Count("id", filter=~given & Q(due_at__lt=at)),
        )
        for row in counted.order_by("-waiting_late", "-late", "unit__name"):
            yield {"unit": row["unit__name"], **row}
