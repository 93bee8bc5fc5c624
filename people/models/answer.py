"""IdempotentAnswer: what a POST with an Idempotency-Key was answered, so that a retry gets the same."""

from django.db import models

from people.models.user import User


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
