"""Generate official dossier codes as the department builds them; stored codes are never parsed."""

from datetime import datetime

from django.utils import timezone

from dossiers.models import Counter
from people.models import Agency


def next_code(desk: Agency, at: datetime) -> str:
    """Unit, date of system reception, sequence within both, e.g. H99.16-261124-0001 (Circular 01/2018 art. 19)."""
    prefix, day = desk.code_prefix, timezone.localdate(at)
    return f"{prefix}-{day:%y%m%d}-{Counter.draw(Counter.code_scope(prefix, day)):04d}"
