"""Save ways to look at the queue: of one account, so many, each under its own name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.models import SavedView
from people.models import User
from toolbox.collation import collation_key
from toolbox.refusal import InvalidInput

MOST = 20  # of an account


def saved_views_of(user: User) -> list[SavedView]:
    """The views of *user*, by name as in a dictionary; one statement."""
    return sorted(SavedView.objects.filter(user=user), key=lambda row: collation_key(row.name))


def save_view(name: str, query: str, *, by: User, at: datetime) -> SavedView:
    """Keep *query* for *by* under *name*. Raises InvalidInput for one view too many, or a name that is taken."""
    with transaction.atomic():
        _lock_views(by)
        rows = SavedView.objects.filter(user=by)
        if rows.count() >= MOST:
            message = _("Đã lưu %(most)d cách xem, là nhiều nhất. Xóa một cách xem rồi lưu lại.") % {"most": MOST}
            raise InvalidInput({"name": [message]}, message)
        _require_free(name, by)
        return SavedView.objects.create(user=by, name=name, query=query, created_at=at)


def rename_view(row: SavedView, name: str) -> None:
    """Call it *name* from now on. Raises InvalidInput for a name that is taken."""
    with transaction.atomic():
        _lock_views(row.user)
        _require_free(name, row.user, besides=row.pk)
        row.name = name
        row.save(update_fields=["name"])


def _lock_views(user: User) -> None:
    """Let no other transaction change the views of *user* before this one ends."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)


def _require_free(name: str, user: User, besides: int = 0) -> None:
    if SavedView.objects.filter(user=user, name=name).exclude(pk=besides).exists():
        message = _("Ông/bà đã có một cách xem mang tên này. Đặt tên khác.")
        raise InvalidInput({"name": [message]}, message)
