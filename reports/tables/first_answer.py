"""The report of first answers to what is filed online: accepted, refused, or asked for more (Decree 45/2020)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier
from people.models import User
from reports.parameters import Parameters
from reports.tables.base import Column, Report, dealt_with_by, localized_name


def _time_limit_note() -> str:
    message = gettext("Trả lời lần đầu trong %(hours)d giờ làm việc từ khi nộp trực tuyến.")
    return message % {"hours": settings.FIRST_ANSWER_HOURS}


class FirstAnswer(Report):
    """By procedure: filed online in the period, answered in time or not, and what still waits."""

    name = "first-answer"
    title = _("Trả lời lần đầu hồ sơ trực tuyến")
    dated = True
    columns = (
        Column("procedure", _("Thủ tục")),
        Column("filed", _("Nộp trực tuyến")),
        Column("in_time", _("Trả lời đúng hạn")),
        Column("late", _("Trả lời chậm")),
        Column("waiting", _("Đang chờ, còn hạn")),
        Column("waiting_late", _("Đang chờ, quá hạn")),
        Column("share", _("Đúng hạn (%)")),
    )
    notes = (
        lazy(_time_limit_note, str)(),
        _("Trả lời là tiếp nhận, từ chối tiếp nhận hoặc yêu cầu bổ sung."),
        _("Đúng hạn (%): trên số đã trả lời và số đang chờ đã quá hạn."),
    )

    def rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """One statement over what *user* oversees and was filed online in the days asked for."""
        filed = Dossier.objects.at_work_of(user).filter(
            first_answer_due_at__isnull=False, submitted_at__range=parameters.instants
        )
        filed = dealt_with_by(filed, parameters.unit)
        answered = Q(first_answered_at__isnull=False)
        past_due = Q(first_answer_due_at__lt=at)
        name = "edition__procedure__name"
        counted = (
            filed.order_by()
            .values(f"{name}_vi", f"{name}_en", "edition__procedure__order_vi")
            .annotate(
                filed=Count("id"),
                in_time=Count("id", filter=Q(first_answered_at__lte=F("first_answer_due_at"))),
                late=Count("id", filter=Q(first_answered_at__gt=F("first_answer_due_at"))),
                waiting=Count("id", filter=~answered & ~past_due),
                waiting_late=Count("id", filter=~answered & past_due),
            )
        )
        for row in counted.order_by("-waiting_late", "-late", "edition__procedure__order_vi"):
            answered_or_late = row["in_time"] + row["late"] + row["waiting_late"]
            row["share"] = round(100 * row["in_time"] / answered_or_late, 1) if answered_or_late else None
            yield {"procedure": localized_name(row, name), **row}
