"""II.06a/VPCP/KSTT: how dossiers were received and settled in a period, counted from the record of events.

Circular 01/2020/TT-VPCP. A dossier counts from its official acceptance to its result or stop; what it was promised is
read from the events too, so that a past period says the same whatever happened since (ADR 16).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier, Event
from dossiers.models.event import Verb
from people.models import Agency, User
from reports.asking import Asked
from reports.base import Column, Report, dealt_with_by, spoken_name

FINISHED = (Verb.APPROVED, Verb.RESOLVED, Verb.STOPPED, Verb.CLOSED)
NUMBERS = (
    "received", "online", "direct", "carried", "settled", "early", "on_time", "late", "open", "open_in_time",
    "open_late",
)  # fmt: skip
FIELD, NAME = "dossier__edition__procedure__field", "dossier__edition__procedure"


class Unbalanced(ArithmeticError):
    """A row whose parts do not add up: the message names it. It must never be shown."""


class ReadInstant(Func):
    """An instant that the record keeps as text, as the database's own; nothing for an empty one."""

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
        _(
            "Cột 3 = 4 + 5 + 6 = 7 + 11; cột 7 = 8 + 9 + 10; cột 11 = 12 + 13. Mỗi lần lập biểu đều kiểm tra."
        ),
        _("Tính từ khi tiếp nhận chính thức; hồ sơ bị từ chối tiếp nhận không tính."),
        _(
            "Trước hạn: có kết quả trước ngày hẹn trả. Đúng hạn: trong ngày hẹn, chậm nhất giờ hẹn. Quá hạn: sau đó."
        ),
        _(
            "Hồ sơ dừng khi đang chờ bổ sung tính đúng hạn; đang chờ bổ sung tính trong hạn, vì thời hạn chưa chạy."
        ),
    )

    def rows(self, user: User, at: datetime, asked: Asked) -> Iterator[dict[str, Any]]:
        """Each field with its procedures below it, and the sum; every row is checked. Raises Unbalanced."""
        assert asked.since
        assert asked.until
        counted = _counted(user, asked.since, asked.until, at, asked.unit)
        whole = dict.fromkeys(NUMBERS, 0)
        for number, (title, parts) in enumerate(_by_field(counted), 1):
            yield _checked(title, str(number), _sum(parts))
            for place, part in enumerate(parts, 1):
                yield _checked(part["title"], f"{number}.{place}", part)
                whole = {key: whole[key] + part[key] for key in NUMBERS}
        yield _checked(str(_("Tổng số")), "", whole)


def _counted(
    user: User, since: date, until: date, at: datetime, unit: Agency | None
) -> Iterable[dict[str, Any]]:
    """One row a procedure: how many dossiers are in each column; one statement."""
    first, end = _midnight(since), _midnight(until + timedelta(days=1))
    rows = _lives(user, unit, end).filter(at__lt=end)
    before = Q(at__lt=first)
    done = Q(finished_at__gte=first, finished_at__lt=end)
    running = Q(finished_at__isnull=True) | Q(finished_at__gte=end)
    alive = Q(finished_at__isnull=True) | Q(finished_at__gte=first)
    online = Q(dossier__channel=Dossier.Channel.ONLINE)
    late = Q(due__lt=F("finished_at"))
    early = Q(finished_on__lt=F("due_on"))
    overdue = Q(due__lt=min(end, at))
    return list(
        rows.filter(alive).values(
            f"{FIELD}__order", f"{FIELD}__name_vi", f"{FIELD}__name_en", f"{NAME}__name_vi", f"{NAME}__name_en"
        )
        .annotate(
            online=Count("id", filter=~before & online),
            direct=Count("id", filter=~before & ~online),
            carried=Count("id", filter=before),
            early=Count("id", filter=done & early & ~late),
            late=Count("id", filter=done & late),
            settled=Count("id", filter=done),
            open_late=Count("id", filter=running & overdue),
            open=Count("id", filter=running),
        )
        .order_by(f"{FIELD}__order", f"{NAME}__name_vi")
    )  # fmt: skip


def _lives(user: User, unit: Agency | None, end: datetime) -> QuerySet[Event]:
    """Acceptances, each with when the dossier was finished and what it was promised by then."""
    dossiers = Dossier.objects.at_work_of(user)
    dossiers = dealt_with_by(dossiers, unit)
    same = Event.objects.filter(dossier=OuterRef("dossier")).order_by()
    finish = same.filter(verb__in=FINISHED).order_by("seq").values("at")[:1]
    promise = same.filter(at__lte=OuterRef("seen_at"), particulars__has_key="due_at").order_by(
        "-seq"
    )
    promised = promise.annotate(due=ReadInstant(KeyTextTransform("due_at", "particulars"))).values(
        "due"
    )[:1]
    last = Value(end, output_field=DateTimeField())
    return (
        Event.objects.filter(verb=Verb.ACCEPTED, dossier__in=dossiers.values("pk"))
        .annotate(finished_at=Subquery(finish))
        .annotate(seen_at=Coalesce(F("finished_at"), last))
        .annotate(due=Subquery(promised, output_field=DateTimeField()))
        .annotate(finished_on=TruncDate("finished_at"), due_on=TruncDate("due"))
    )


def _by_field(counted: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Fields in their order, each with its procedures; the sums that follow from the counted ones filled in."""
    fields: dict[str, list[dict[str, Any]]] = {}
    for row in counted:
        row["title"] = spoken_name(row, f"{NAME}__name")
        row["received"] = row["online"] + row["direct"] + row["carried"]
        row["on_time"] = row["settled"] - row["early"] - row["late"]
        row["open_in_time"] = row["open"] - row["open_late"]
        fields.setdefault(spoken_name(row, f"{FIELD}__name"), []).append(row)
    yield from fields.items()


def _checked(title: str, order: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row as it is shown, once its identities hold."""
    said = {"order": order, "name": title, **{key: row[key] for key in NUMBERS}}
    sums = (
        said["received"]
        == said["online"] + said["direct"] + said["carried"]
        == said["settled"] + said["open"],
        said["settled"] == said["early"] + said["on_time"] + said["late"],
        said["open"] == said["open_in_time"] + said["open_late"],
        min(said[key] for key in NUMBERS) >= 0,
    )
    if not all(sums):
        raise Unbalanced(f"II.06a, {order} {title}: {said}")
    return said


def _sum(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    listed = list(rows)
    return {key: sum(row[key] for row in listed) for key in NUMBERS}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
