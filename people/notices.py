"""The kinds of message about people: who may act for whom, who holds which post, and incidents of their data."""

from typing import Any

from notifications.kinds import Kind
from people.models import Party, Representation
from toolbox.formats import day

REPRESENTED = Kind(
    "person_represented",
    sample={
        "username": "congdan",
        "initials": "N.T.M.",
        "relation": "Chính mình",
        "proof": "Căn cước bản chính",
        "checked_by": "Nguyễn Thị Mẫu",
        "until": "27/04/2031",
        "code": "",
        "is_organisation": True,
    },
)
_ENDS = {
    "username": "congdan",
    "initials": "N.T.M.",
    "relation": "Người của tổ chức",
    "ground": "Công văn số 12 của công ty",
    "until": "27/04/2031",
}
REPRESENTATION_ENDS = Kind("representation_ends", sample=_ENDS)
REPRESENTATION_ENDED = Kind("representation_ended", sample=_ENDS)
CONTACT_CHANGED = Kind("contact_changed", sample={"new": "m…@example.vn", "hotline": "1900 1000"})
ADDRESS_CONFIRM = Kind(
    "address_confirm", sample={"address": "https://motcua.example.vn/tai-khoan/lien-he/xac-nhan/mau/", "username": "a"}
)
ADDRESS_TYPED = Kind("address_typed", sample={"username": "nguoila", "hotline": "1900 1000"})
FACTOR_RESET = Kind(
    "second_factor_reset", sample={"by": "Đỗ Thị Mẫu Trang", "reason": "Mất điện thoại", "at": "08:00 ngày 24/11/2026"}
)
GRANT = Kind(
    "post_grant",
    sample={
        "what": "Bổ nhiệm: Lê Văn Mẫu, Chuyên viên, Phòng Việc làm",
        "state": "Chờ xác nhận",
        "by": "Đỗ Thị Mẫu Trang",
        "at": "08:00 ngày 24/11/2026",
        "reason": "",
    },
)
INVITATION = Kind(
    "account_invitation",
    sample={
        "address": "https://motcua.example.vn/dat-mat-khau/mau/",
        "username": "lvmau",
        "until": "08:00 ngày 27/11/2026",
    },
)
SHEET = Kind(
    "staff_sheet",
    sample={
        "number": "Bảng nhân sự #3",
        "state": "Chờ xác nhận",
        "by": "Đỗ Thị Mẫu Trang",
        "at": "08:00 ngày 24/11/2026",
        "count": 24,
        "reason": "",
    },
)
SIGNED_OUT = Kind(
    "account_signed_out",
    sample={"by": "Đỗ Thị Mẫu Trang", "at": "08:00 ngày 24/11/2026", "reason": "Mất máy tính", "hotline": "1900 1000"},
)
DELEGATION = Kind(
    "delegation",
    sample={
        "what": "Thay khi nghỉ",
        "giver": "Hoàng Thị Mẫu Lan",
        "post": "Trưởng phòng, Phòng Việc làm",
        "to": "Lê Văn Mẫu Minh",
        "since": "24/11/2026",
        "until": "27/11/2026",
        "basis": "12/GUQ ngày 23/11/2026",
        "reason": "Nghỉ phép",
        "state": "có hiệu lực",
        "by": "Hoàng Thị Mẫu Lan",
        "at": "08:00 ngày 23/11/2026",
    },
)
INCIDENT = Kind(
    "incident_due",
    sample={
        "number": "#3",
        "discovered_at": "08:00 ngày 24/11/2026",
        "notify_by": "08:00 ngày 27/11/2026",
        "is_over": False,
    },
)
KINDS = (
    REPRESENTED,
    REPRESENTATION_ENDS,
    REPRESENTATION_ENDED,
    CONTACT_CHANGED,
    ADDRESS_CONFIRM,
    ADDRESS_TYPED,
    FACTOR_RESET,
    GRANT,
    INVITATION,
    SHEET,
    DELEGATION,
    SIGNED_OUT,
    INCIDENT,
)


def contexts_of(row: Representation) -> dict[str, Any]:
    """What the message says of *row*; of the person no more than initials: it may be read on a borrowed phone."""
    return {
        "username": row.user.username,
        "initials": "".join(f"{word[0]}." for word in row.party.name.split()),
        "relation": row.get_scope_display(),
        "proof": row.proof,
        "checked_by": str(row.checked_by or ""),
        "until": day(row.valid_to),
        "code": row.only_code,
        "ground": row.end_ground,
        "is_organisation": row.party.kind == Party.Kind.ORGANISATION,
    }
