"""DailyUse: what one account began and uploaded on one day, so that nobody fills the house."""

from datetime import date

from django.db import connection, models

from people.models import User

# One statement on both databases: opens the row of the day or adds to it, unless a limit would be passed.
ADD = """
    INSERT INTO dossiers_dailyuse (user_id, day, drafts, files, size) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (user_id, day) DO UPDATE SET drafts = dossiers_dailyuse.drafts + excluded.drafts,
        files = dossiers_dailyuse.files + excluded.files, size = dossiers_dailyuse.size + excluded.size
    WHERE dossiers_dailyuse.drafts + excluded.drafts <= %s AND dossiers_dailyuse.files + excluded.files <= %s
        AND dossiers_dailyuse.size + excluded.size <= %s
    RETURNING id
"""
Amounts = tuple[int, int, int]  # drafts, files, bytes


class DailyUse(models.Model):
    """Drafts begun, files and bytes uploaded by an account on a day; taking them back gives nothing back."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)  # first of the constraint below
    day = models.DateField(db_index=True)
    drafts = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_use_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}: {self.drafts}, {self.files}, {self.size}"

    @staticmethod
    def add(user: User, day: date, amounts: Amounts, limits: Amounts) -> bool:
        """Add to the day's use and return true, or add nothing when a limit would be passed.

        Two that come at once are counted one after another: the row is held until the caller's transaction ends.
        """
        if any(amount > limit for amount, limit in zip(amounts, limits, strict=True)):
            return False
        with connection.cursor() as cursor:
            cursor.execute(ADD, [user.pk, day, *amounts, *limits])
            return cursor.fetchone() is not None
