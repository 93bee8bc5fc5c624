"""Look over a whole site: what it lacks to receive, appraise and hand out, and what would hurt it later.

Each check yields the sentences of what is wrong, with what to do; none changes anything.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.models.signing_fault import SigningFault
from dossiers.papers.signing.certificates import WARNED_BEFORE, fault_of, held
from people.grants import TWO
from people.models import Agency, Post
from people.models.grant import administrators_on
from portal.operations.backup import key_ring
from portal.operations.backup_folder import BackupFault, finished_in
from portal.operations.health import NEEDED, WORK
from portal.operations.retention import NAME
from portal.units import DESK, missing_units, procedures_by_unit
from procedures.calendar.missing_years import missing_year
from toolbox import clamd
from toolbox.formats import day
from toolbox.tokens import TokenFault

Faults = Iterator[str]
CLOCK_SECONDS, BACKUP_HOURS = 2, 36
SECRET_CHARACTERS = 50
ROLES_OF_SITE = (Post.Role.DESK, Post.Role.LEADER, Post.Role.SEAL_CLERK, Post.Role.CASHIER, Post.Role.AUDITOR)
ROLES_OF_DIVISION = (Post.Role.OFFICER, Post.Role.HEAD)


def units(today: date) -> Faults:
    """Each unit that procedures name is there, and says what papers and receipts print of it."""
    for code, count in missing_units(today).items():
        yield _("Thiếu đơn vị %(code)s, %(n)d thủ tục cần: manage.py open_units --open") % {"code": code, "n": count}
    desk = Agency.objects.in_charge_of(DESK, today)
    if desk and not desk.national_code:
        yield _("Bộ phận Một cửa chưa có mã định danh: mã hồ sơ sẽ bắt đầu bằng %(code)s.") % {"code": desk.code}
    department = Agency.objects.filter(kind=Agency.Kind.DEPARTMENT, valid_to=None).first()
    if department and not department.place:
        yield _("Sở chưa có nơi ban hành: giấy tờ in ra thiếu địa danh trước ngày tháng.")
    if department and not department.tax_code:
        yield _("Sở chưa có mã số thuế: biên lai in ra thiếu mã số thuế.")


def posts(today: date) -> Faults:
    """Somebody holds each post without which a dossier stands still."""
    held = set(Post.objects.in_force(today).filter(user__is_active=True).values_list("unit__code", "role"))
    roles = {role for _unit, role in held}
    if administrators_on(today).count() < TWO:
        yield _("Cần hai quản trị viên: manage.py appoint_administrators TÀI-KHOẢN TÀI-KHOẢN")
    for role in ROLES_OF_SITE:
        if role not in roles:
            yield _("Chưa ai giữ vai trò “%(role)s”: bổ nhiệm tại /can-bo/bo-nhiem/") % {"role": role.label}
    divisions = [code for code in procedures_by_unit(today) if code != DESK]
    for unit in filter(None, (Agency.objects.in_charge_of(code, today) for code in divisions)):
        for role in ROLES_OF_DIVISION:
            if (unit.code, role) not in held:
                words = {"unit": unit.name, "role": role.label}
                yield _("%(unit)s: chưa ai giữ vai trò “%(role)s”; bổ nhiệm tại /can-bo/bo-nhiem/") % words


def calendar(today: date) -> Faults:
    """Every year into which terms run is published."""
    if year := missing_year(today):
        yield _("Lịch làm việc năm %(year)d chưa công bố: vào Lịch làm việc.") % {"year": year}


def mail(_today: date) -> Faults:
    """The mail server takes a connection, with its name and password."""
    if not settings.EMAIL_HOST or settings.EMAIL_HOST == "mail":
        yield _("Thư chỉ vào hộp giữ thử, không tới người dân: đặt EMAIL_HOST.")
        return
    try:
        with get_connection():
            pass
    except (OSError, ValueError) as error:
        words = {"host": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", "why": error}
        yield _("Máy chủ thư %(host)s không nhận kết nối: %(why)s") % words


def scanner(_today: date) -> Faults:
    """Clamd scans; without one files are taken unseen."""
    if not settings.CLAMD_URL:
        yield _("Không quét mã độc trong tệp của người dân: đặt CLAMD_URL.")
        return
    try:
        clamd.is_infected(b"test")
    except clamd.NotScanned:
        yield _("clamd tại %(url)s không trả lời: không tệp nào được nhận.") % {"url": settings.CLAMD_URL}


def clock(_today: date) -> Faults:
    """This host and that of the database have one time: terms are counted on it."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(time.time() - float(cursor.fetchone()[0]))
    if apart > CLOCK_SECONDS:
        yield _("Đồng hồ máy này và máy cơ sở dữ liệu lệch nhau %(n)d giây: bật NTP.") % {"n": apart}


def keys(_today: date) -> Faults:
    """Keys are long, of their own, and those of back-ups can be read."""
    if len(settings.SECRET_KEY) < SECRET_CHARACTERS:
        yield _("DJANGO_SECRET_KEY ngắn hơn %(n)d ký tự: openssl rand -hex 32") % {"n": SECRET_CHARACTERS}
    if settings.RECORD_KEY == settings.SECRET_KEY:
        yield _("RECORD_KEY chưa được đặt riêng: đặt trước khi đổi DJANGO_SECRET_KEY.")
    if not settings.HTTPS:
        yield _("SITE_URL không phải https: mật khẩu và giấy tờ đi trên mạng không mã hóa.")


def signing(_today: date) -> Faults:
    """Papers are signed, and every certificate is good for a month more; the token is asked."""
    now, way = timezone.now(), settings.SIGNING["way"]
    if way in ("none", "test"):
        yield _("Giấy tờ không được ký số: đặt SIGNING_KEYS.")
        return
    try:
        rows = held()
    except TokenFault as fault:
        yield _("Chưa ký được: %(why)s.") % {"why": SigningFault(fault.kind).label}
        return
    if not rows:
        yield _("Chưa có khóa ký nào trong %(folder)s hoặc trong thiết bị ký.") % {"folder": settings.SIGNING["folder"]}
    for one in rows:
        words = {"name": one.name, "key": one.key, "day": day(timezone.localtime(one.ends_at).date())}
        if why := fault_of(one.certificate, now):
            yield _("%(name)s (%(key)s): %(why)s.") % {**words, "why": why.label}
        elif one.ends_at <= now + WARNED_BEFORE:
            yield _("%(name)s (%(key)s): chứng thư số hết hạn ngày %(day)s.") % words


def health(_today: date) -> Faults:
    """What `/health/ready` asks."""
    for name, check in {**NEEDED, **WORK}.items():
        if name not in ("calendar", "signing") and not check():
            yield _("/health/ready: “%(name)s” không đạt.") % {"name": name}


def backups(folder: Path | None, now: datetime) -> Faults:
    """A key, and a back-up below *folder* that is not older than a night and a morning; none is looked for without."""
    try:
        if key_ring() is None:
            yield _("Chưa có khóa sao lưu: manage.py backup --make-key TỆP, rồi đặt BACKUP_KEY_FILE.")
    except BackupFault as fault:
        yield str(fault)
    if folder is None:
        return
    newest = finished_in(folder)[-1:]
    if not newest:
        yield _("Chưa có bản sao lưu nào trong %(folder)s.") % {"folder": folder}
        return
    hours = (now - datetime.strptime(newest[0].name, NAME).replace(tzinfo=now.tzinfo)).total_seconds() / 3600
    if hours > BACKUP_HOURS:
        yield _("Bản sao lưu mới nhất đã %(n)d giờ.") % {"n": hours}


# Title, and the check.
CHECKS: tuple[tuple[Any, Callable[[date], Faults]], ...] = (
    (gettext_lazy("Đơn vị"), units),
    (gettext_lazy("Vai trò"), posts),
    (gettext_lazy("Lịch làm việc"), calendar),
    (gettext_lazy("Thư điện tử"), mail),
    (gettext_lazy("Quét mã độc"), scanner),
    (gettext_lazy("Đồng hồ"), clock),
    (gettext_lazy("Khóa và địa chỉ"), keys),
    (gettext_lazy("Chữ ký số"), signing),
    (gettext_lazy("Tình trạng"), health),
)


def faults_by_title(now: datetime, folder: Path | None) -> Iterator[tuple[str, list[str]]]:
    """Each check's title and what it names, one after the other; *now* is in UTC."""
    today = timezone.localdate(now)
    for title, check in CHECKS:
        yield str(title), list(check(today))
    yield _("Sao lưu"), list(backups(folder, now))
