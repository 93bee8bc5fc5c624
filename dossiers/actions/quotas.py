"""Quotas of an account and day: drafts begun, files and bytes uploaded. What is over them is refused in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models.daily_use import Amounts, DailyUse
from people.models import User
from toolbox.refusal import Refused

MEGABYTE = 1024 * 1024
WARN_BELOW = 5  # once less than a fifth is left, a page tells
DAYS_KEPT = 7


@dataclass(frozen=True)
class Left:
    """What an account may still do on a day."""

    drafts: int
    files: int
    megabytes: int

    @property
    def few_drafts(self) -> bool:
        """True when a person should be told before the limit is met."""
        return self.drafts * WARN_BELOW < settings.DRAFTS_A_DAY

    @property
    def few_files(self) -> bool:
        """The same of files, by number or size."""
        few = self.files * WARN_BELOW < settings.FILES_A_DAY
        return few or self.megabytes * WARN_BELOW < settings.UPLOAD_MB_A_DAY


def left_on(user: User, day: date) -> Left:
    """What *user* may still do on *day*."""
    used = DailyUse.objects.filter(user=user, day=day).first() or DailyUse()
    drafts, files, size = _limits()
    return Left(drafts - used.drafts, files - used.files, (size - used.size) // MEGABYTE)


def count_draft(user: User, at: datetime) -> None:
    """Count a draft begun. Raises Refused when the day's are used up."""
    if not DailyUse.add(user, timezone.localdate(at), (1, 0, 0), _limits()):
        message = _("Hôm nay tài khoản này đã bắt đầu đủ %(n)d hồ sơ. Làm tiếp các bản nháp đang có, hoặc để ngày mai.")
        raise Refused(message % {"n": settings.DRAFTS_A_DAY})


def count_file(user: User, size: int, at: datetime) -> None:
    """Count a file of *size* bytes. Raises Refused when the day's number or bytes are used up."""
    if not DailyUse.add(user, timezone.localdate(at), (0, 1, size), _limits()):
        message = _(
            "Hôm nay tài khoản này đã tải lên gần đủ %(n)d tệp hoặc %(mb)d MB nên không nhận thêm tệp này. "
            "Ngày mai tải tiếp, hoặc mang giấy tờ đến Bộ phận Một cửa."
        )
        raise Refused(message % {"n": settings.FILES_A_DAY, "mb": settings.UPLOAD_MB_A_DAY})


def forget_old_use(at: datetime) -> int:
    """Delete the use of days long past; returns how many rows."""
    return DailyUse.objects.filter(day__lt=timezone.localdate(at) - timedelta(days=DAYS_KEPT)).delete()[0]


def _limits() -> Amounts:
    return settings.DRAFTS_A_DAY, settings.FILES_A_DAY, settings.UPLOAD_MB_A_DAY * MEGABYTE
