"""What is checked of a parcel before anything is changed: its number, its state, its days, and what lies in it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Counter, Dossier, Parcel
from dossiers.postal import NotANumber, parcel_number
from toolbox.formats import day as in_words
from toolbox.refusal import InvalidInput, Refused

MOST, MOST_POSTAGE = 20, 10_000_000  # dossiers of a parcel; đồng


def insert_parcel(parcel: Parcel) -> None:
    """Insert it; raises InvalidInput at its number where another one of the direction has it."""
    try:
        with transaction.atomic():
            parcel.save()
    except IntegrityError:
        message = _("Số bưu gửi %(number)s đã dùng cho một bưu gửi khác. Kiểm tra lại nhãn.") % {
            "number": parcel.number
        }
        raise InvalidInput({"number": [message]}, message) from None


def locked(key: int) -> Parcel:
    """The parcel with its dossiers, locked until the transaction ends."""
    rows: Parcel = Parcel.objects.select_for_update(of=("self",)).get(pk=key)
    items = list(rows.items.select_related("dossier"))
    rows._prefetched_objects_cache = {"items": items}  # type: ignore[attr-defined]
    return rows


def require_state(parcel: Parcel, *states: str) -> None:
    """Refuse, in words, a parcel that is in none of *states*: somebody acted since the page was opened."""
    if parcel.state not in states:
        words = {"number": parcel.number, "state": parcel.get_state_display().lower()}
        raise Refused(_("Bưu gửi %(number)s %(state)s nên không làm được việc này. Tải lại trang để xem.") % words)


def require_day(parcel: Parcel, day: date, at: datetime) -> None:
    """Refuse a day before it was given to the post, and one that has not come."""
    assert parcel.posted_at is not None
    first, last = timezone.localdate(parcel.posted_at), timezone.localdate(at)
    if not first <= day <= last:
        message = _("Ngày phải từ %(first)s, ngày giao bưu điện, đến hôm nay.") % {"first": in_words(first)}
        raise InvalidInput({"day": [message]}, message)


def require_postage(postage: int, payer: str) -> None:
    """Refuse what no parcel costs, and a payer that is none."""
    if not 0 <= postage <= MOST_POSTAGE:
        message = _("Cước bưu điện từ 0 đến 10.000.000 đồng.")
        raise InvalidInput({"postage": [message]}, message)
    if payer not in Parcel.Payer.values:
        message = _("Chọn người trả cước.")
        raise InvalidInput({"payer": [message]}, message)


def of_one_applicant(dossiers: Iterable[Dossier]) -> list[Dossier]:
    """*dossiers* once each, in the order in which they are locked; refuses none, too many, those of several people."""
    rows = sorted({row.pk: row for row in dossiers}.values(), key=lambda row: row.pk)
    if not 1 <= len(rows) <= MOST:
        message = _("Chọn từ 1 đến %(most)d hồ sơ cho một bưu gửi.") % {"most": MOST}
        raise InvalidInput({"dossiers": [message]}, message)
    if len({(row.applicant_id, row.desk_unit_id) for row in rows}) > 1:
        message = _("Mỗi bưu gửi chỉ chứa kết quả của một người nộp. Lập bưu gửi riêng cho từng người.")
        raise InvalidInput({"dossiers": [message]}, message)
    return rows


def checked_number(typed: str, *, as_printed: bool = False, name: str = "number") -> str:
    """The number that was typed; raises InvalidInput at its field."""
    try:
        return parcel_number(typed, as_printed=as_printed)
    except NotANumber as refusal:
        raise InvalidInput({name: [refusal.message]}, refusal.message) from None


def not_resolved() -> str:
    """Why it goes into no parcel."""
    return _("Hồ sơ không có kết quả đang chờ trả. Tải lại danh sách.")


def next_record(parcel: Parcel, at: datetime) -> tuple[str, int]:
    """`07/BBGN-BPMC/2026` and its number: with the symbol of the desk, from 1 each year."""
    year, symbol = timezone.localdate(at).year, parcel.desk.symbol or parcel.desk.code
    number = Counter.draw(Counter.record_scope(parcel.desk.code, year))
    return f"{number:02d}/BBGN-{symbol}/{year}"[:40], number
