"""The statutory table II.06a/VPCP/KSTT: dossiers received and settled in a period.

Circular 01/2020/TT-VPCP. A dossier counts from its official acceptance to its result or stop. What an open one was
promised at the end of a past period is read from the record, so that the period reads the same ever after (ADR 13).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier, Event, particulars
from dossiers.models.dossier import ENDED
from dossiers.models.state import OPEN_ROWS
from people.models import Agency, User
from reports.parameters import Parameters
from reports.tables.base import Column, Report, dealt_with_by, localized_name

NUMBERS = (
    "received",
    "online",
    "direct",
    "carried",
    "settled",
    "early",
    "on_time",
    "late",
    "open",
    "open_in_time",
    "open_late",
)
FIELD, NAME = "edition__procedure__field", "edition__procedure"


class Unbalanced(ArithmeticError):
    """A row whose parts do not add up; the message names it. It must never be shown."""


class ReadInstant(Func):
    """Cast text to an instant in the database; NULL for an empty one."""

    template = "(NULLIF(%(expressions)s, ''))::timestamptz"
    output_field = DateTimeField()

    def as_sqlite(self, compiler: Any, connection: Any, **options: Any) -> Any:
        """SQLite keeps instants as text in UTC: to the second they read the same without the T."""
        template = "NULLIF(REPLACE(SUBSTR(%(expressions)s, 1, 19), 'T', ' '), '')"
        return self.as_sql(compiler, connection, template=template, **options)


class Ii06a(Report):
    """The statutory table, by field and by procedure."""

    name = "ii06a"
    title = _("Biểu II.06a: tình hình, kết quả giải quyết thủ tục hành chính")
    dated = True
    columns = (
        Column("order", _("TT"), "1"),
        Column("name", _("Lĩnh vực, thủ tục"), "2"),
        Column("received", _("Tiếp nhận: tổng số"), "3"),
        Column("online", _("Tiếp nhận: trực tuyến"), "4"),
        Column("direct", _("Tiếp nhận: trực tiếp, bưu chính"), "5"),
        Column("carried", _("Tiếp nhận: từ kỳ trước"), "6"),
        Column("settled", _("Đã giải quyết: tổng số"), "7"),
        Column("early", _("Đã giải quyết: trước hạn"), "8"),
        Column("on_time", _("Đã giải quyết: đúng hạn"), "9"),
        Column("late", _("Đã giải quyết: quá hạn"), "10"),
        Column("open", _("Đang giải quyết: tổng số"), "11"),
        Column("open_in_time", _("Đang giải quyết: trong hạn"), "12"),
        Column("open_late", _("Đang giải quyết: quá hạn"), "13"),
    )
    notes = (
        _("Cột 3 = 4 + 5 + 6 = 7 + 11; cột 7 = 8 + 9 + 10; cột 11 = 12 + 13. Mỗi lần lập biểu đều kiểm tra."),
        _("Tính từ khi tiếp nhận chính thức; hồ sơ bị từ chối tiếp nhận không tính."),
        _("Trước hạn: có kết quả trước ngày hẹn trả. Đúng hạn: trong ngày hẹn, chậm nhất giờ hẹn. Quá hạn: sau đó."),
        _("Hồ sơ dừng khi đang chờ bổ sung tính đúng hạn; đang chờ bổ sung tính trong hạn, vì thời hạn chưa chạy."),
    )

    def rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """Each field with its procedures below it, and the sum. Raises Unbalanced before the first is shown."""
        return iter(list(self._checked_rows(user, at, parameters)))

    def _checked_rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        assert parameters.since
        assert parameters.until
        counted = _rows_of(user, parameters.since, parameters.until, at, parameters.unit)
        whole = dict.fromkeys(NUMBERS, 0)
        for number, (title, parts) in enumerate(_by_field(counted), 1):
            yield _balanced(title, str(number), _sum(parts))
            for place, part in enumerate(parts, 1):
                yield _balanced(part["title"], f"{number}.{place}", part)
                whole = {key: whole[key] + part[key] for key in NUMBERS}
        yield _balanced(str(_("Tổng số")), "", whole)


def _rows_of(user: User, since: date, until: date, at: datetime, unit: Agency | None) -> Iterable[dict[str, Any]]:
    """One row a procedure: how many dossiers are in each column; one statement."""
    first, end = _midnight(since), _midnight(until + timedelta(days=1))
    before = Q(accepted_at__lt=first)
    done = Q(ended_at__lt=end)  # and not before the period: such are not among them
    running = Q(ended_at__isnull=True) | Q(ended_at__gte=end)
    online = Q(channel=Dossier.Channel.ONLINE)
    late = Q(due_at__lt=F("ended_at"))
    early = Q(ended_on__lt=F("due_on"))
    promised = F("due_at") if at < end else _promised_by(end)
    return list(
        _under_way(user, unit, first, end)
        .annotate(ended_on=TruncDate("ended_at"), due_on=TruncDate("due_at"), promised=promised)
        .order_by()
        .values(f"{FIELD}__order", f"{FIELD}__name_vi", f"{FIELD}__name_en", f"{NAME}__name_vi", f"{NAME}__name_en")
        .annotate(
            online=Count("id", filter=~before & online),
            direct=Count("id", filter=~before & ~online),
            carried=Count("id", filter=before),
            early=Count("id", filter=done & early & ~late),
            late=Count("id", filter=done & late),
            settled=Count("id", filter=done),
            open_late=Count("id", filter=running & Q(promised__lt=min(end, at))),
            open=Count("id", filter=running),
        )
        .order_by(f"{FIELD}__order", f"{NAME}__order_vi")
    )


def _under_way(user: User, unit: Agency | None, first: datetime, end: datetime) -> QuerySet[Dossier]:
    """Accepted before *end* and not finished before *first*: by two indexes, never all that ever were."""
    dossiers: QuerySet[Dossier] = dealt_with_by(Dossier.objects.at_work_of(user), unit)
    return dossiers.annotate(ended_at=ENDED).filter(Q(ended_at__gte=first) | OPEN_ROWS, accepted_at__lt=end)


def _promised_by(end: datetime) -> Subquery:
    """What an open dossier was promised when the period ended: later acts may have moved it."""
    moves = Event.objects.filter(dossier=OuterRef("pk"), at__lt=end, particulars__has_key=particulars.DUE_AT).order_by(
        "-seq"
    )
    read = moves.annotate(due=ReadInstant(KeyTextTransform(particulars.DUE_AT, "particulars")))
    return Subquery(read.values("due")[:1], output_field=DateTimeField())


def _by_field(counted: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Fields in their order, each with its procedures; the sums that follow from the counted ones filled in."""
    fields: dict[str, list[dict[str, Any]]] = {}
    for row in counted:
        row["title"] = localized_name(row, f"{NAME}__name")
        row["received"] = row["online"] + row["direct"] + row["carried"]
        row["on_time"] = row["settled"] - row["early"] - row["late"]
        row["open_in_time"] = row["open"] - row["open_late"]
        fields.setdefault(localized_name(row, f"{FIELD}__name"), []).append(row)
    yield from fields.items()


def _balanced(title: str, order: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row as it is shown, once its sums add up. Raises Unbalanced."""
    line = {"order": order, "name": title, **{key: row[key] for key in NUMBERS}}
    sums = (
        line["received"] == line["online"] + line["direct"] + line["carried"] == line["settled"] + line["open"],
        line["settled"] == line["early"] + line["on_time"] + line["late"],
        line["open"] == line["open_in_time"] + line["open_late"],
        min(line[key] for key in NUMBERS) >= 0,
    )
    if not all(sums):
        raise Unbalanced(f"II.06a, {order} {title}: {line}")
    return line


def _sum(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    listed = list(rows)
    return {key: sum(row[key] for row in listed) for key in NUMBERS}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
