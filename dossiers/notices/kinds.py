"""The kinds of message this room sends, each with a sample for the tests."""

from notifications.kinds import Kind

MOVED = Kind(
    "dossier_moved",
    sample={
        "code": "H99.16-261124-0001",
        "happened": "Tiếp nhận hồ sơ",
        "state": "Đã tiếp nhận",
        "place": "Bộ phận Một cửa, Sở Lao động - Thương binh và Xã hội",
        "at": "08:00 ngày 24/11/2026",
        "accepted_at": "08:00 ngày 24/11/2026",
        "due_at": "17:00 ngày 02/12/2026",
        "turn": "",
        "items": ["Hộ chiếu còn giá trị: chụp lại trang 2"],
        "items_title": "Ông/bà cần bổ sung:",
        "address": "https://motcua.example.vn/ho-so/H99.16-261124-0001/",
    },
)
CEASED = Kind(
    "dossier_ceased",
    sample={
        "code": "H99.16-261124-0001",
        "procedure": "Cấp giấy phép lao động",
        "applicant": "Nguyễn Thị Mẫu",
        "ground": "death",
        "proof": "Trích lục khai tử số 12/TLKT, UBND xã Mẫu",
        "at": "08:00 ngày 24/11/2026",
        "desk": "Bộ phận Một cửa",
        "phone": "1900 1234",
        "paid": "600.000 đồng",
        "address": "https://motcua.example.vn/ho-so/H99.16-261124-0001/",
    },
)
ASSIGNED = Kind(
    "dossier_assigned", sample={"code": "H99.16-261124-0001", "by": "Nguyễn Thị Mẫu", "due_at": "17:00 ngày 02/12/2026"}
)
TAKEN_OVER = Kind(
    "dossier_taken_over", sample={"code": "H99.16-261124-0001", "by": "Nguyễn Thị Mẫu", "holder": "Trần Văn Thử"}
)
ALERT = Kind(
    "dossier_alert",
    sample={
        "code": "H99.16-261124-0001",
        "procedure": "Cấp giấy phép lao động",
        "due_at": "17:00 ngày 02/12/2026",
        "holder": "Trần Văn Thử",
        "unit": "Phòng Việc làm - An toàn lao động",
        "overdue": True,
        "clock": "",
    },
)
LETTER_WAITS = Kind(
    "dossier_letter_waits",
    sample={"code": "H99.16-261124-0001", "by": "Nguyễn Thị Mẫu", "due_at": "17:00 ngày 02/12/2026"},
)
FORSAKEN = Kind(
    "dossier_forsaken", sample={"name": "Trần Văn Thử", "unit": "Phòng Việc làm - An toàn lao động", "count": 3}
)
REMINDER = Kind(
    "dossier_reminder",
    sample={
        "code": "H99.16-261124-0001",
        "procedure": "Cấp giấy phép lao động",
        "asked_at": "08:00 ngày 24/11/2026",
        "answer_by": "17:00 ngày 24/12/2026",
        "items": ["Hộ chiếu còn giá trị: chụp lại trang 2"],
        "address": "https://motcua.example.vn/ho-so/H99.16-261124-0001/",
    },
)
COLLECT = Kind(
    "dossier_collect",
    sample={
        "code": "H99.16-261124-0001",
        "procedure": "Cấp giấy phép lao động",
        "since": "24/11/2026",
        "desk": "Bộ phận Một cửa",
        "place": "Số 1, đường Mẫu",
        "phone": "1900 1234",
        "address": "https://motcua.example.vn/ho-so/H99.16-261124-0001/",
    },
)
EXPIRY = Kind(
    "dossier_result_expires",
    sample={
        "code": "H99.16-261124-0001",
        "procedure": "Cấp giấy phép lao động",
        "kind": "Giấy phép lao động",
        "number": "12/GPLĐ-SLĐTBXH",
        "valid_until": "24/12/2026",
        "address": "https://motcua.example.vn/ho-so/H99.16-261124-0001/",
    },
)
SILENT = Kind(
    "dossier_silent",
    sample={
        "code": "H99.16-261124-0001",
        "procedure": "Cấp giấy phép lao động",
        "asked_at": "08:00 ngày 24/11/2026",
        "answer_by": "17:00 ngày 24/12/2026",
        "reminded": 2,
    },
)
DIGEST = Kind(
    "dossier_digest",
    sample={
        "day": "25/11/2026",
        "overdue": ["H99.16-261124-0001 · Cấp giấy phép lao động · 17:00 ngày 24/11/2026"],
        "today": [],
        "soon": ["H99.16-261124-0002 · Cấp giấy phép lao động · 17:00 ngày 26/11/2026"],
        "more": 3,
        "address": "https://motcua.example.vn/can-bo/",
    },
)
STALE_DRAFT = Kind(
    "dossier_stale_draft",
    sample={
        "procedure": "Cấp giấy phép lao động",
        "touched_at": "08:00 ngày 24/10/2026",
        "address": "https://motcua.example.vn/ho-so/7KQ2MNPT4W/",
    },
)
OPINION = {
    "code": "H99.16-261124-0001",
    "procedure": "Cấp giấy phép lao động",
    "unit": "Phòng Lao động - Tiền lương",
    "lead": "Phòng Việc làm - An toàn lao động",
    "by": "Nguyễn Văn Mẫu",
    "due_at": "17:00 ngày 27/11/2026",
}
OPINION_ASKED = Kind("dossier_opinion_asked", sample=OPINION)
OPINION_DUE = Kind("dossier_opinion_due", sample=OPINION)
OPINION_GIVEN = Kind("dossier_opinion_given", sample=OPINION)
CALENDAR_MISSING = Kind(
    "calendar_missing", sample={"year": "2027", "address": "https://motcua.example.vn/can-bo/lich-lam-viec/2027/"}
)
RECORD_FAULTY = Kind(
    "record_faulty",
    sample={
        "count": 2,
        "faults": ["H99.16-261124-0001 (dossier row 1): dossier/1 was changed outside the site"],
        "address": "https://motcua.example.vn/minh-bach/nhat-ky/",
    },
)
CERTIFICATE_ENDS = Kind(
    "certificate_ends",
    sample={"name": "Sở Mẫu", "day": "24/12/2026", "ends_at": "08:00 ngày 24/12/2026", "is_over": False},
)
KINDS = (
    CALENDAR_MISSING,
    CERTIFICATE_ENDS,
    MOVED,
    CEASED,
    ASSIGNED,
    TAKEN_OVER,
    ALERT,
    LETTER_WAITS,
    FORSAKEN,
    REMINDER,
    COLLECT,
    EXPIRY,
    SILENT,
    DIGEST,
    STALE_DRAFT,
    OPINION_ASKED,
    OPINION_DUE,
    OPINION_GIVEN,
    RECORD_FAULTY,
)
