"""Read a session together with the version of reference data, in one statement."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from people.models.reference import know_version, version_column


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, in Django's own table."""

    def _get_session_from_db(self) -> Any:
        rows = self.model.objects.annotate(reference_version=version_column())
        try:
            row = rows.get(session_key=self.session_key, expire_date__gt=timezone.now())
        except self.model.DoesNotExist:
            self._session_key = None
            return None
        know_version(row.reference_version)
        return row
