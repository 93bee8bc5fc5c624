"""The demo accounts, and the system check that production starts without them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error
from django.db import connections

DEMO_PASSWORD = "MotCua@2026"  # noqa: S105 — printed at every start; refused outside demo mode
DEMO_ACCOUNTS = {
    "congdan": "citizen",
    "doanhnghiep": "company",
    "motcua": "one-stop desk",
    "chuyenvien": "officer",
    "truongphong": "head of division",
    "lanhdao": "leader",
    "vanthu": "seal clerk",
    "ketoan": "cashier",
    "thanhtra": "auditor",
    "quantri": "administrator",
    "quantri2": "second administrator",
}


def left_over(using: str = "default") -> list[str]:
    """Demo accounts in that database that still open with the demo password."""
    user_model = get_user_model()
    if user_model._meta.db_table not in connections[using].introspection.table_names():
        return []
    users = user_model.objects.using(using).filter(username__in=DEMO_ACCOUNTS, is_active=True)
    return sorted(user.get_username() for user in users if user.check_password(DEMO_PASSWORD))


def refuse_outside_demo(
    *, app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """System check: the production shape refuses to start while a demo account can sign in."""
    if settings.DEMO:
        return []
    return [
        Error(
            f"The demo accounts {', '.join(names)} can still sign in with the published password.",
            hint="Start on a fresh database (another --data or DATABASE_URL), or delete them.",
            id="portal.E001",
        )
        for alias in databases or []
        if (names := left_over(alias))
    ]
