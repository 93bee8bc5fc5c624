"""Counter: numbers given one after another, each from a locked row."""

from datetime import date

from django.db import connection, models

# One statement on both databases: opens the row or moves it on, and holds it until the transaction ends.
NEXT = """
    INSERT INTO dossiers_counter (scope, last) VALUES (%s, 1)
    ON CONFLICT (scope) DO UPDATE SET last = dossiers_counter.last + 1
    RETURNING last
"""


class Counter(models.Model):
    """The last number given in a scope such as "code/H99.16/261124" or "paper/receipt/2026"."""

    scope = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"

    @staticmethod
    def code_scope(prefix: str, day: date) -> str:
        """The scope of the codes that an agency gives on one day."""
        return f"code/{prefix}/{day:%y%m%d}"

    @staticmethod
    def paper_scope(symbol: str, year: int) -> str:
        """The scope of the numbers of one row of papers in one year."""
        return f"paper/{symbol}/{year}"

    @staticmethod
    def record_scope(desk: str, year: int) -> str:
        """The scope of the numbers of the records by which a desk gives parcels to the post in one year."""
        return f"parcel/{desk}/{year}"

    @staticmethod
    def draw(scope: str) -> int:
        """The next number in *scope*. Rolled back with the caller's transaction, so no hole is left."""
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [scope])
            number: int = cursor.fetchone()[0]
        return number
