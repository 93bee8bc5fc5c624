"""The people of the demo world: the department, its units, the accounts of the README, and walk-ins."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from notifications.verification import verify
from people.actions import appoint, open_agency, register_checked_party, represent
from people.delegations import delegate
from people.models import Agency, Delegation, Party, Post, Representation, User
from portal.demo.accounts import DEMO_PASSWORD
from portal.units import BY_CODE, DESK, LABOUR, open_units

SINCE, TWO_WEEKS = date(2024, 1, 1), timedelta(days=13)
CHECKED_AT = datetime.combine(SINCE, time(8), tzinfo=timezone.get_default_timezone())
DESK_CODE = "H99.16"  # in the national scheme; dossier codes begin with it
AGENCIES = (
    (
        "T",
        "Ủy ban nhân dân tỉnh Mẫu",
        "Mau Provincial People's Committee",
        Agency.Kind.AUTHORITY,
        "",
        {"symbol": "UBND"},
    ),
    (
        "SLD",
        "Sở Lao động - Thương binh và Xã hội tỉnh Mẫu",
        "Mau Department of Labour, War Invalids and Social Affairs",
        Agency.Kind.DEPARTMENT,
        "T",
        {
            "symbol": "SLĐTBXH",
            "short_name": "Sở LĐ-TB&XH",
            "place": "Mẫu",
            "tax_code": "0900009005",
            "address": "Số 1 đường Mẫu, phường Mẫu, tỉnh Mẫu",
        },
    ),
)
# Account, full name, unit, role. The accounts of the README sign in with the demo password.
STAFF = (
    ("motcua", "Phạm Thị Mẫu Hoa", DESK, Post.Role.DESK),
    ("chuyenvien", "Lê Văn Mẫu Minh", LABOUR, Post.Role.OFFICER),
    ("truongphong", "Hoàng Thị Mẫu Lan", LABOUR, Post.Role.HEAD),
    ("lanhdao", "Đặng Quang Mẫu", "SLD", Post.Role.LEADER),
    ("vanthu", "Vũ Thị Mẫu Thảo", DESK, Post.Role.SEAL_CLERK),
    ("ketoan", "Bùi Văn Mẫu Thịnh", DESK, Post.Role.CASHIER),
    ("thanhtra", "Ngô Đức Mẫu", "SLD", Post.Role.AUDITOR),
    ("quantri", "Đỗ Thị Mẫu Trang", "SLD", Post.Role.ADMINISTRATOR),
    ("quantri2", "Cao Văn Mẫu Quân", "SLD", Post.Role.ADMINISTRATOR),
)
# Colleagues who only fill the queues of the other divisions; they have no password and cannot sign in.
COLLEAGUES = (
    ("cv-nguoi-co-cong", "Trịnh Văn Mẫu", "SLD-NCC", Post.Role.OFFICER),
    ("tp-nguoi-co-cong", "Lý Thị Mẫu", "SLD-NCC", Post.Role.HEAD),
    ("cv-bao-tro", "Phan Thị Mẫu", "SLD-BTXH", Post.Role.OFFICER),
    ("tp-bao-tro", "Dương Văn Mẫu", "SLD-BTXH", Post.Role.HEAD),
    ("cv-tien-luong", "Tạ Thị Mẫu", "SLD-LDTL", Post.Role.OFFICER),
    ("cv-nghe-nghiep", "Mai Văn Mẫu", "SLD-GDNN", Post.Role.OFFICER),
)
CITIZEN: dict[str, Any] = {
    "name": "Nguyễn Thị Mẫu",
    "citizen_id": "001150000001",
    "phone": "0912000001",
    "email": "congdan@example.vn",
    "address": "Số 12, thôn Mẫu, xã Mẫu, tỉnh Lào Cai",
    "birth_date": date(1950, 4, 27),
}
COMPANY: dict[str, Any] = {
    "name": "Công ty TNHH Mẫu Việt",
    "kind": Party.Kind.ORGANISATION,
    "tax_code": "0100109106",
    "phone": "0912000002",
    "email": "doanhnghiep@example.vn",
    "address": "Lô 5, khu công nghiệp Mẫu, xã Mẫu, tỉnh Lào Cai",
}
WALK_INS = (
    ("Trần Văn Thử Ẫm", "001050000002", "Thôn Thử, xã Thử, tỉnh Lào Cai"),
    ("Lê Thị Thử Đẵng", "001155000003", "Tổ 3, phường Thử, tỉnh Lào Cai"),
    ("Hồ Văn Thử Ợt", "001048000004", "Bản Thử, xã Thử Cao, tỉnh Lào Cai"),
    ("Ksor Thử H'Mẫu", "001162000005", "Buôn Thử, xã Mẫu Thượng, tỉnh Lào Cai"),
)


def make_agencies() -> None:
    """Create the authority, the department, its desk and its divisions."""
    agencies: dict[str, Agency] = {}
    for code, name, name_en, kind, parent, facts in AGENCIES:
        agencies[code] = open_agency(
            code=code, name=name, name_en=name_en, kind=kind, since=SINCE, parent=agencies.get(parent), **facts
        )
    open_units(BY_CODE, agencies["SLD"], SINCE, DESK_CODE)


def make_staff() -> None:
    """Create everybody who works there, each in their post."""
    for username, full_name, unit, role in (*STAFF, *COLLEAGUES):
        administrator = role == Post.Role.ADMINISTRATOR
        password = DEMO_PASSWORD if (username, full_name, unit, role) in STAFF else None
        user = _account(username, full_name, password, administrator=administrator)
        appoint(user=user, unit=Agency.objects.get(code=unit), role=role, since=SINCE)


def make_applicants() -> None:
    """Create the citizen and the company of the README, and people who come to the desk."""
    seen: dict[str, Any] = {"by": User.objects.get(username="motcua"), "at": CHECKED_AT}
    citizen, company = register_checked_party(**CITIZEN, **seen), register_checked_party(**COMPANY, **seen)
    own_scope, employee_scope = Representation.Scope.OWN, Representation.Scope.EMPLOYEE
    user = _account("congdan", str(citizen), DEMO_PASSWORD)
    represent(user=user, party=citizen, scope=own_scope, since=SINCE, proof="Căn cước", **seen)
    user = _account("doanhnghiep", "Trần Thị Mẫu Doanh", DEMO_PASSWORD)
    represent(user=user, party=company, scope=employee_scope, since=SINCE, proof="Giấy ủy quyền số 01/GUQ", **seen)
    for number, (name, citizen_id, address) in enumerate(WALK_INS):
        phone = f"09120001{number:02d}"
        register_checked_party(name=name, citizen_id=citizen_id, address=address, phone=phone, **seen)


def make_delegation(at: datetime) -> None:
    """Let the head of the labour division sign for the leader for two weeks, by a document."""
    leader, head = (User.objects.get(username=name) for name in ("lanhdao", "truongphong"))
    since = timezone.localdate(at)
    delegate(
        leader.posts.get(),
        head,
        kind=Delegation.Kind.DOCUMENT,
        since=since,
        until=since + TWO_WEEKS,
        working_days=0,
        acts=["decision"],
        basis=f"05/GUQ-SLĐTBXH ngày {since:%d/%m/%Y}",
        by=leader,
        at=at,
    )


def _account(username: str, full_name: str, password: str | None, *, administrator: bool = False) -> User:
    verify(f"{username}@example.vn", CHECKED_AT)
    return User.objects.create_user(
        username, f"{username}@example.vn", password, full_name=full_name, is_staff=administrator
    )
