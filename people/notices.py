"""The kinds of message this room sends, each with a sample for the tests."""

from notifications.kinds import Kind

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
KINDS = (GRANT,)
