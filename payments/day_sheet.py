"""The cash sheet of a day: each receipt a cashier wrote, the sum in figures and words, who hands over and who takes."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Sum, When
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from payments.models import Payment, hours_of, stood_at
from people.models import Post, User
from toolbox import pdf
from toolbox.spelling import in_words

MOST = 1000  # receipts of a sheet; beyond them it says that the book has all, and sums them all the same


def sheet_of(user: User, day: date, at: datetime) -> bytes:
    """The PDF: of a cashier what they took themselves, of who oversees what all took. Cash as it stood that evening.

    A receipt voided on the same day stays listed, with its reason, and counts for nothing. The order is that of the
    receipts. What an earlier day's receipt gave back is listed apart and taken off the sum to hand over.
    """
    with override("vi"):
        return pdf.render(render_to_string("payments/day_sheet.html", _context(user, day, at)))


def _context(user: User, day: date, at: datetime) -> dict[str, Any]:
    seen = Payment.objects.visible_to(user)
    own = user.has_role(Post.Role.CASHIER)
    if own:
        seen = seen.filter(taken_by=user)
    hours = hours_of(day)
    rows = seen.filter(taken_at__range=hours)
    counts = stood_at(hours[1])
    back = seen.voided_later(*hours)
    taken, returned = (
        listed.order_by().aggregate(sum=Sum("amount"))["sum"] or 0 for listed in (rows.filter(counts), back)
    )
    marked = rows.with_names().annotate(counts=Case(When(counts, then=True), default=False))
    listed = list(marked.order_by("taken_at", "id")[: MOST + 1])
    return {
        "cashier": user if own else "",
        "day": day,
        "at": timezone.localtime(at),
        "rows": listed[:MOST],
        "most": MOST if len(listed) > MOST else 0,
        "back": list(back.with_names()),
        "taken": taken,
        "returned": returned,
        "total": taken - returned,
        "words": in_words(abs(taken - returned)),
    }
