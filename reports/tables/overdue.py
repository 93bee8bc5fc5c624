"""The report of overdue dossiers: which, where, since when."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dossiers.deadlines.status import standing_of
from dossiers.models import Dossier
from dossiers.models.queries import DossierQuerySet
from people.models import User
from reports.parameters import Parameters
from reports.tables.base import MOST, Column, Report, instant_text


class Overdue(Report):
    """Open dossiers past their promised instant, the oldest first."""

    name = "overdue"
    title = _("Hồ sơ quá hạn")
    columns = (
        Column("code", _("Mã hồ sơ")),
        Column("procedure", _("Thủ tục")),
        Column("unit", _("Đơn vị đang giữ")),
        Column("holder", _("Người xử lý")),
        Column("accepted_at", _("Tiếp nhận lúc"), instant=True),
        Column("due_at", _("Hẹn trả"), instant=True),
        Column("working_days_late", _("Trễ (ngày làm việc)")),
    )

    def rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """What *user* oversees and is late at *at*, in the unit of the parameters; read in chunks."""
        late = _late(user, at, parameters).iterator(chunk_size=MOST)
        return (_row(dossier, at) for dossier in late)

    def first_rows(self, user: User, at: datetime, parameters: Parameters) -> list[dict[str, Any]]:
        """The same, and no more are asked of the database."""
        return [_row(dossier, at) for dossier in _late(user, at, parameters)[: MOST + 1]]

    def count(self, user: User, at: datetime, parameters: Parameters) -> int:
        """Counted by the database."""
        return _late(user, at, parameters).order_by().count()


def _late(user: User, at: datetime, parameters: Parameters) -> DossierQuerySet:
    late = Dossier.objects.at_work_of(user).overdue(at).for_rows()
    if parameters.unit:
        late = late.filter(holder_unit__path__startswith=parameters.unit.path)
    return late.order_by("due_at", "id")


def _row(dossier: Dossier, at: datetime) -> dict[str, Any]:
    return {
        "code": dossier.name,
        "procedure": str(dossier.edition.procedure),
        "unit": str(dossier.holder_unit or ""),
        "holder": str(dossier.holder or ""),
        "accepted_at": instant_text(dossier.accepted_at),
        "due_at": instant_text(dossier.due_at),
        "working_days_late": standing_of(dossier, at).days,
    }
