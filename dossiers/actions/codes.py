"""Generate official dossier codes as the department builds them; stored codes are never parsed."""

from datetime import datetime

from django.utils import timezone

from dossiers.models import Counter
from people.models import Agency


def next_code(desk: Agency, at: datetime) -> str:
    """Unit, date of system reception, sequence within both, e.g. H99.16-261124-0001 (Circular 01/2018 art. 19)."""
    prefix, day = desk.national_code or desk.code, f"{timezone.localdate(at):%y%m%d}"
    return f"{prefix}-{day}-{Counter.draw(f'code/{prefix}/{day}'):04d}"
