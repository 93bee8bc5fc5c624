"""`python -m benchmarks.heaps papers|waiting|late [N]`: heaps of work put into the database of the environment."""

import os
import sys

import django


def papers(count: int) -> int:
    """So many papers that wait for their file: copies of a real receipt, each with its number."""
    from django.db.models import Max  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from dossiers.models import Paper  # noqa: PLC0415
    from people.seals.collector import seal_together  # noqa: PLC0415

    like = Paper.objects.filter(kind="receipt").order_by("id")[0]
    last = Paper.objects.filter(symbol=like.symbol, year=like.year).aggregate(n=Max("number"))["n"]
    rows = []
    for number in range(last + 1, last + 1 + count):
        values = {f.attname: getattr(like, f.attname) for f in Paper._meta.concrete_fields[1:]}
        values |= {"number": number, "state": "pending", "path": "", "sha256": "", "size": 0, "tries": 0}
        rows.append(Paper(**values | {"not_before": timezone.now()}))
    seal_together(Paper.objects.bulk_create(rows, batch_size=200))
    return count


def waiting(_count: int) -> int:
    """How many papers still wait."""
    from dossiers.models import Paper  # noqa: PLC0415

    return Paper.objects.filter(state="pending").count()


def late(count: int) -> int:
    """So many late dossiers: copies of one."""
    from django.utils import timezone  # noqa: PLC0415

    from dossiers.models import Dossier, DossierAccess  # noqa: PLC0415

    like = Dossier.objects.overdue(timezone.now()).order_by("id")[0]
    access = list(DossierAccess.objects.filter(dossier=like))
    values = {f.attname: getattr(like, f.attname) for f in Dossier._meta.concrete_fields if f.name != "id"}
    for first in range(0, count, 2000):
        numbers = range(first, min(first + 2000, count))
        made = Dossier.objects.bulk_create(
            [Dossier(**values | {"code": f"L-{n}", "ref": f"L{n}", "form_token": None}) for n in numbers],
            batch_size=200,
        )
        DossierAccess.objects.bulk_create(
            [
                DossierAccess(dossier=one, unit_id=row.unit_id, role=row.role, since=row.since)
                for one in made
                for row in access
            ],
            batch_size=200,
        )
    return count


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    work = {"papers": papers, "waiting": waiting, "late": late}[sys.argv[1]]
    sys.stdout.write(str(work(int(sys.argv[2]) if len(sys.argv) > 2 else 0)))
