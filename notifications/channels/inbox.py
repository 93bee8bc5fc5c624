"""The inbox on the site: the row is already where its reader looks."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.channels.base import Channel, Delivery, Message


class Inbox(Channel):
    """Reaches every account that may still sign in, at once."""

    key, label = "inbox", _("Hộp thư trên trang")

    def compose(self, user: Any, email: str, at: datetime, mail_from: datetime | None) -> Delivery | None:
        """The account by its user name."""
        active = user is not None and user.is_active
        return Delivery(user.username, at, is_done=True) if active else None

    def send(self, message: Message) -> None:
        """Nothing is left to do."""
