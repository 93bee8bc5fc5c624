"""IdempotentAnswer: the stored answer to a POST with an Idempotency-Key, so that a retry gets the same."""

import json
from datetime import datetime
from typing import Any

from django.db import connection, models

from people.models.user import User

# One statement on both databases: a new row, or an expired one replaced; nothing while the key has an answer.
STORE = """
    INSERT INTO people_idempotentanswer (user_id, key, fingerprint, status, body, created_at)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status,
        body = excluded.body, created_at = excluded.created_at
    WHERE people_idempotentanswer.created_at < %s
    RETURNING id
"""


class IdempotentAnswer(models.Model):
    """Written in the same transaction as the act it answers; kept 48 hours."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, path and body
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_once_per_key")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"

    def store(self, *, expired_before: datetime) -> bool:
        """Write it unless the key has an answer that has not expired; whether it was written."""
        created_at, before = map(connection.ops.adapt_datetimefield_value, (self.created_at, expired_before))
        facts: list[Any] = [
            self.user_id,
            self.key,
            self.fingerprint,
            self.status,
            json.dumps(self.body),
            created_at,
            before,
        ]
        with connection.cursor() as cursor:
            cursor.execute(STORE, facts)
            return cursor.fetchone() is not None
