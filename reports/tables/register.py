"""The register of dossiers: Form 07 of 2025, Form 06 of Circular 01/2018, kept by the desk as its record stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy

from dossiers.models import Dossier, Event, EventNote, State
from dossiers.models.event import Verb
from dossiers.models.queries import DossierQuerySet
from dossiers.papers.content import delivery_of
from people.models import Agency, User
from reports.parameters import Parameters
from reports.tables.base import MOST, Column, Report, Role, dealt_with_by, instant_text


class Register(Report):
    """What was taken in within the period, in the order it came; one line each, whatever became of it."""

    name = "register"
    title = gettext_lazy("Sổ theo dõi hồ sơ")
    roles = (Role.DESK, Role.HEAD, Role.LEADER, Role.AUDITOR)
    dated = True
    columns = (
        Column("number", gettext_lazy("TT")),
        Column("code", gettext_lazy("Mã hồ sơ")),
        Column("procedure", gettext_lazy("Thủ tục")),
        Column("sets", gettext_lazy("Số bộ")),
        Column("applicant", gettext_lazy("Người nộp")),
        Column("address", gettext_lazy("Địa chỉ, điện thoại")),
        Column("unit", gettext_lazy("Cơ quan chủ trì giải quyết")),
        Column("accepted_at", gettext_lazy("Nhận hồ sơ"), instant=True),
        Column("due_at", gettext_lazy("Hẹn trả"), instant=True),
        Column("handed_over_at", gettext_lazy("Chuyển đến cơ quan giải quyết"), instant=True),
        Column("resolved_at", gettext_lazy("Nhận kết quả"), instant=True),
        Column("returned_at", gettext_lazy("Trả kết quả"), instant=True),
        Column("delivery", gettext_lazy("Phương thức nhận kết quả")),
        Column("receiver", gettext_lazy("Người nhận")),
        Column("note", gettext_lazy("Ghi chú")),
    )
    notes = (gettext_lazy("Ghi hồ sơ tiếp nhận trong kỳ, theo thứ tự tiếp nhận; lập từ nhật ký của từng hồ sơ."),)

    def rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """The dossiers that *user* sees, numbered from 1; read in chunks."""
        return self._lines(_taken_in(user, parameters).iterator(chunk_size=MOST), user)

    def first_rows(self, user: User, at: datetime, parameters: Parameters) -> list[dict[str, Any]]:
        """The same, and no more are asked of the database."""
        return list(self._lines(_taken_in(user, parameters)[: MOST + 1], user))

    def count(self, user: User, at: datetime, parameters: Parameters) -> int:
        """Counted by the database."""
        return _taken_in(user, parameters).order_by().count()

    def _lines(self, dossiers: Any, user: User) -> Iterator[dict[str, Any]]:
        units = dict(Agency.objects.values_list("code", "name"))
        for number, dossier in enumerate(dossiers, start=1):
            yield {"number": number, **_line(dossier, units)}


def _taken_in(user: User, parameters: Parameters) -> DossierQuerySet:
    """With the receiver whom the act of hand-out named."""
    named = EventNote.objects.filter(event__dossier=OuterRef("pk"), event__verb=Verb.RETURNED)
    handed = Event.objects.filter(dossier=OuterRef("pk"), verb=Verb.HANDED_OVER)
    rows = dealt_with_by(Dossier.objects.at_work_of(user), parameters.unit)
    taken: DossierQuerySet = rows.filter(accepted_at__range=parameters.instants).select_related(
        "edition__procedure__field", "applicant"
    )
    listed: DossierQuerySet = taken.annotate(
        receiver=Subquery(named.order_by("-event__seq").values("text")[:1]),
        handed_over_at=Subquery(handed.order_by("-seq").values("at")[:1]),
    )
    return listed.order_by("accepted_at", "id")


def _line(dossier: Any, units: dict[str, str]) -> dict[str, Any]:
    state, party = State(dossier.state), dossier.applicant
    is_returned = state == State.RETURNED  # a hand-out that was undone is none
    return {
        "code": dossier.name,
        "procedure": str(dossier.edition.procedure),
        "sets": dossier.edition.dossier_sets,
        "applicant": dossier.applicant_title,
        "address": ", ".join(filter(None, [party.address, party.phone])),
        "unit": units.get(dossier.edition.appraisal_unit_code, dossier.edition.appraisal_unit_code),
        "accepted_at": instant_text(dossier.accepted_at),
        "due_at": instant_text(dossier.due_at),
        "handed_over_at": instant_text(dossier.handed_over_at or dossier.competent_received_at),
        "resolved_at": instant_text(dossier.resolved_at),
        "returned_at": instant_text(dossier.closed_at if is_returned else None),
        "delivery": delivery_of(dossier),
        "receiver": (dossier.receiver or "") if is_returned else "",
        "note": "" if is_returned else state.desk_label,
    }
