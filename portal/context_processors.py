"""The context of every page: site, navigation, display settings, unread notices."""

from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from dossiers.release import MAKERS
from dossiers.worklists import count_of, to_seal, to_sign
from people.guards import idle_seconds
from people.models import Agency, Post, User
from people.models.reference import Kept, version_is_known
from people.sign_in.backends import UNREAD_SHOWN
from portal.http.cookies import chosen
from procedures.calendar.hours import weekly_hours
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import CalendarMissing
from toolbox.formats import in_english
from toolbox.refusal import Refused

Role = Post.Role
ALL_BUT_ADMINISTRATORS = tuple(role for role in Role if role != Role.ADMINISTRATOR)
FRESH_SECONDS = 60
# What waits for the reader, counted beside the part where it does: by its address.
COUNTS = {"can-bo/cho-ky/": to_sign, "can-bo/dong-dau/": to_seal}
# Who sees which part of the officers' side: title, address under home, icon, roles.
STAFF_PAGES = [
    (_("Hồ sơ"), "can-bo/", "inbox", ALL_BUT_ADMINISTRATORS),
    (_("Quầy"), "can-bo/quay/", "rubber-stamp", (Role.DESK,)),
    (_("Trả kết quả"), "can-bo/cho-tra/", "award", (Role.DESK,)),
    (_("Bưu gửi"), "can-bo/buu-gui/", "mail", (Role.DESK,)),
    (_("Chờ ký"), "can-bo/cho-ky/", "pencil", (Role.HEAD, Role.LEADER)),
    (_("Đóng dấu"), "can-bo/dong-dau/", "rubber-stamp", (Role.SEAL_CLERK,)),
    (_("Thu phí"), "can-bo/thu-phi/", "cash", (Role.CASHIER,)),
    (_("Ủy quyền"), "can-bo/uy-quyen/", "user", ALL_BUT_ADMINISTRATORS),
    (_("Lãnh đạo"), "lanh-dao/", "chart-bar", (Role.HEAD, Role.LEADER, Role.AUDITOR)),
    (_("Hủy biên lai"), "can-bo/thu-phi/cho-huy/", "cash", (Role.HEAD, Role.LEADER)),
    (_("Kết quả"), "can-bo/ket-qua/", "award", MAKERS),
    (_("Báo cáo"), "bao-cao/", "file-text", (Role.HEAD, Role.LEADER, Role.AUDITOR)),
    (_("Lượt xem"), "rieng-tu/luot-xem/", "search", (Role.AUDITOR,)),
    (_("Sự cố dữ liệu"), "rieng-tu/su-co/", "alert-triangle", (Role.AUDITOR, Role.LEADER, Role.ADMINISTRATOR)),
    (_("Danh mục thủ tục"), "can-bo/thu-tuc/", "list-details", (Role.ADMINISTRATOR,)),
    (_("Nhân sự"), "can-bo/nhan-su/", "users", (Role.ADMINISTRATOR,)),
    (_("Đơn vị"), "can-bo/don-vi/", "building", (Role.ADMINISTRATOR,)),
    (_("Bổ nhiệm"), "can-bo/bo-nhiem/", "check", (Role.ADMINISTRATOR,)),
    (_("Lịch làm việc"), "can-bo/lich-lam-viec/", "calendar", (Role.ADMINISTRATOR,)),
]


def site(request: HttpRequest) -> dict[str, Any]:
    """Names, the hotline, navigation, and how the reader wants to see the page."""
    department = SimpleLazyObject(lambda: department_on(timezone.localdate()))
    return {
        "site_name": settings.SITE_NAME,
        "title_end": SimpleLazyObject(lambda: title_end(department["name"])),
        "hotline": settings.HOTLINE,
        "site_version": settings.VERSION,
        "demo": settings.DEMO,
        "home_path": reverse("portal:home"),
        "department": department,
        "office_hours": SimpleLazyObject(lambda: office_hours_on(timezone.localdate(), in_english())),
        "staff_nav": SimpleLazyObject(lambda: staff_nav(request)),
        "session_seconds": session_seconds(request),
        "unread_notices": SimpleLazyObject(lambda: unread_notices(request)),
        "large_text": chosen(request, "co_chu") == "lon",
        "high_contrast": chosen(request, "tuong_phan") == "cao",
    }


def session_seconds(request: HttpRequest) -> int:
    """For how long the session still lasts when nothing is done, as far as it was read from the database."""
    whole = int(settings.SESSION_COOKIE_AGE)
    ends_at = getattr(getattr(request, "session", None), "ends_at", None)
    if ends_at is None or not isinstance(request.user, User):
        return whole
    lasts = whole if request.session.modified else int((ends_at - timezone.now()).total_seconds())
    return lasts - whole + idle_seconds(request.user)


def department_on(day: date) -> dict[str, str]:
    """Name, in the language of the page, and address of the department whose site this is on *day*."""
    known = version_is_known()
    department = _kept_department(day) if known else _department(day, int(monotonic() // FRESH_SECONDS))
    if department is None:
        return {"name": settings.SITE_NAME}
    english = department.name_en if in_english() else ""
    return {"name": english or department.name, "address": department.address}


@lru_cache(maxsize=8)
def _office_hours(day: date, english: bool, minute: int) -> str:
    """A stranger's page asks for no version: worded once a minute."""
    try:
        return weekly_hours(current_calendar(), day)
    except (CalendarMissing, Refused):
        return ""


def office_hours_on(day: date, english: bool) -> str:
    """`thứ Hai đến thứ Sáu, 08:00–12:00 và 13:00–17:00` by the official calendar; nothing where none is loaded."""
    return _office_hours(day, english, int(monotonic() // FRESH_SECONDS))


def title_end(body: str) -> str:
    """What every title ends with: the service, and the body that answers for it."""
    return " – ".join(("", settings.SITE_NAME, body) if body != settings.SITE_NAME else ("", body))


def _read_department(day: date) -> Agency | None:
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = Agency.objects.filter(in_force, kind=Agency.Kind.DEPARTMENT, valid_from__lte=day)
    return rows.order_by("path").first()


@lru_cache(maxsize=8)
def _department(day: date, minute: int) -> Agency | None:
    """For a stranger's page, which asks for no version: read once a minute."""
    return _read_department(day)


_kept_department = Kept(_read_department)


def unread_notices(request: HttpRequest) -> str:
    """`3`, `9+`, or nothing: read together with the account."""
    count = getattr(request.user, "unread", 0)
    return f"{UNREAD_SHOWN}+" if count > UNREAD_SHOWN else str(count or "")


def _count(path: str, user: User) -> Any:
    """What waits there; counted only by a page that says so."""
    return SimpleLazyObject(lambda: count_of(COUNTS[path](user))) if path in COUNTS else ""


def staff_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """The parts of the officers' side open to this user; the longest address that fits is the current one."""
    user = request.user
    if not isinstance(user, User):
        return []
    home = reverse("portal:home")
    pages: list[dict[str, Any]] = [
        {"title": title, "path": home + path, "icon": icon, "count": _count(path, user)}
        for title, path, icon, roles in STAFF_PAGES
        if user.has_role(*roles)
    ]
    here = [page["path"] for page in pages if request.path.startswith(page["path"])]
    return [{**page, "current": page["path"] == max(here, key=len, default="")} for page in pages]
