"""Read a session together with the version of reference data, in one statement."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection
from django.utils import timezone

from people.models.reference import know_version

# Written out: every page asks it, and building it took longer than PostgreSQL needs to answer.
STATEMENT = (
    "SELECT session_key, session_data, expire_date, (SELECT token FROM people_referenceversion LIMIT 1)"
    " AS reference_version FROM django_session WHERE session_key = %s AND expire_date > %s"
)


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, in Django's own table; `ends_at` as it was read, None for a new one."""

    ends_at: datetime | None = None

    def _get_session_from_db(self) -> Any:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        row: Any = next(iter(self.model.objects.raw(STATEMENT, [self.session_key, now])), None)
        if row is None:
            self._session_key = None
            return None
        know_version(row.reference_version)
        self.ends_at = row.expire_date
        return row
