"""Fixtures of the tests of notices."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from dossiers.notices.kinds import MOVED
from notifications.actions import notify
from notifications.models import Notice
from notifications.verification import verify
from tests.conftest import at
from tests.support.mail_server import PLACE, MailServer

NOW = at("2026-03-02 09:00")


@pytest.fixture
def tell(db: None) -> Callable[..., None]:
    """Tells of a change, as an act does, to addresses that were verified."""

    def notice_of_a_change(moment: datetime = NOW, **options: Any) -> None:
        if options.get("email"):
            verify(options["email"], NOW)
        context = {**MOVED.sample, **options.pop("context", {})}
        notify(MOVED, at=moment, context=context, **options)

    return notice_of_a_change


@pytest.fixture
def mail_server(settings: Any) -> Any:
    """A mail server under the test's command: `mail_server["an@example.vn"] = [error, error]`."""
    settings.EMAIL_BACKEND = PLACE
    MailServer.troubles.clear()
    yield MailServer.troubles
    MailServer.troubles.clear()


@pytest.fixture
def waiting_mail(tell: Callable[..., None]) -> Notice:
    """An e-mail that waits to be sent."""
    tell(email="an@example.vn")
    return Notice.objects.get()
