"""IdempotentAnswer: the stored answer to a POST with an Idempotency-Key, so that a retry gets the same."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, models

from people.models.user import User

LIFETIME = timedelta(hours=48)
# One statement on both databases: a new row, or an expired one replaced; nothing while the key has an answer.
STORE = """
    INSERT INTO people_idempotentanswer (user_id, key, fingerprint, status, body, created_at)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status,
        body = excluded.body, created_at = excluded.created_at
    WHERE people_idempotentanswer.created_at < %s
    RETURNING id
"""


class AnswerManager(models.Manager["IdempotentAnswer"]):
    """Answers by account and key."""

    def create(self, **facts: Any) -> "IdempotentAnswer":
        """Write an answer; an expired one gives way. Raises IntegrityError while the key has another."""
        answer = IdempotentAnswer(**facts)
        created_at: datetime = answer.created_at
        adapted = [connection.ops.adapt_datetimefield_value(at) for at in (created_at, created_at - LIFETIME)]
        row: list[Any] = [answer.user_id, answer.key, answer.fingerprint, answer.status, json.dumps(answer.body)]
        with connection.cursor() as cursor:
            cursor.execute(STORE, [*row, *adapted])
            written = cursor.fetchone()
        if written is None:
            raise IntegrityError("the key has an answer")
        answer.pk = written[0]
        return answer


class IdempotentAnswer(models.Model):
    """Written in the same transaction as the act it answers; kept for LIFETIME."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, path and body
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    objects = AnswerManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_once_per_key")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
