"""TypedInput: a form that somebody typed and has not sent, for a day, so that no session that ends takes it along."""

from datetime import timedelta

from django.db import models

from people.models.user import User

LIFETIME = timedelta(hours=24)


class TypedInput(models.Model):
    """One a form and account, encrypted; deleted once the form was sent, on signing out, and after LIFETIME."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    address = models.CharField(max_length=200)  # whereto the form is sent, without its language
    page = models.CharField(max_length=400)  # where it stands
    words = models.TextField()  # people.typed_input.words encrypts them
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="typed_once_per_form")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.address}"
