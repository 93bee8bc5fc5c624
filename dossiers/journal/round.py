"""The nightly verification of the whole record: run it, keep its result outside the database, tell auditors."""

import json
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dossiers.journal.verification import faults_in_record
from dossiers.models import Dossier
from dossiers.notices import contexts
from dossiers.notices.kinds import RECORD_FAULTY
from dossiers.notices.links import record_link
from notifications.actions import compose, send
from people.models import Post

KEPT = 50  # of the faults of a round; there may be as many as rows
TOLD = (Post.Role.AUDITOR, Post.Role.ADMINISTRATOR)


@dataclass
class Result:
    """What a round came to."""

    at: str
    seconds: float
    dossiers: int
    faults: int
    first_faults: list[str] = field(default_factory=list)

    @property
    def verified_at(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.at)


def verify_record(at: datetime) -> Result:
    """Verify everything, keep the result for `/metrics` and readiness, and tell auditors of faults once a day."""
    began, faults = time.monotonic(), faults_in_record()
    first = list(islice(faults, KEPT))
    count = len(first) + sum(1 for _fault in faults)
    filed = Dossier.objects.exclude(code=None).count()
    result = Result(at.isoformat(), round(time.monotonic() - began, 1), filed, count, first)
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(file)
    if count:
        _tell(result, at)
    return result


def last_result() -> Result | None:
    """The result of the last round; None before the first."""
    try:
        return Result(**json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _file() -> Path:
    return Path(settings.RECORD_DIR) / "verification.json"


def _tell(result: Result, at: datetime) -> None:
    today = timezone.localdate(at)
    posts = Post.objects.in_force(today).filter(role__in=TOLD, user__is_active=True).select_related("user")
    people = sorted({post.user for post in posts}, key=lambda user: user.pk)
    once, link = f"record/{today:%Y%m%d}", record_link()
    context = contexts.record_faulty(result.faults, result.first_faults[:5])
    send(compose(RECORD_FAULTY, people, at=at, context=context, link=link, once=once, mail_from=at))
