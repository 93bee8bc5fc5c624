"""The columns of a sheet of staff, and the rows and faults that come of one."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.grants import ENDED_BY_TWO
from people.models import Post
from toolbox.refusal import Refused

SHEET_NAME = _("Danh sách")
ROWS_MAX = 200  # of one sheet: whoever confirms it reads every line


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, and what stands in it."""

    key: str
    title: Any
    help: Any
    required: bool = False
    most: int = 150
    is_day: bool = False


COLUMNS = (
    Column("username", _("Tên đăng nhập"), _("Chữ thường không dấu, ví dụ lvminh"), required=True, most=60),
    Column("full_name", _("Họ và tên"), _("Như trên quyết định tuyển dụng"), required=True),
    Column("email", _("Thư điện tử"), _("Để trống thì in phiếu trao tay"), most=254),
    Column("phone", _("Số điện thoại"), _("Định dạng ô là Văn bản để giữ số 0 ở đầu"), most=24),
    Column("unit", _("Mã đơn vị"), _("Theo trang Hướng dẫn của tệp này"), required=True, most=20),
    Column("role", _("Vai trò"), _("Theo trang Hướng dẫn của tệp này"), required=True, most=30),
    Column("since", _("Từ ngày"), _("Ngày/tháng/năm"), required=True, is_day=True),
    Column("until", _("Đến ngày"), _("Để trống nếu không có thời hạn"), is_day=True),
    Column("decision_no", _("Số quyết định"), _("Ví dụ 12/QĐ-SLĐTBXH"), most=60),
)
BY_KEY = {column.key: column for column in COLUMNS}
# A sheet gives no power that it takes two people to end: in a long list it would be overlooked.
ROLES = tuple(role for role in Post.Role if role not in ENDED_BY_TWO)


@dataclass(frozen=True)
class StaffRow:
    """One line of a sheet: a person, and a post of theirs."""

    number: int  # of the line in the workbook
    username: str
    full_name: str
    email: str
    phone: str
    unit: str
    role: str
    since: date
    until: date | None
    decision_no: str

    def as_json(self) -> dict[str, Any]:
        """What is kept of it until it is decided."""
        until = self.until.isoformat() if self.until else ""
        return asdict(self) | {"since": self.since.isoformat(), "until": until}

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> "StaffRow":
        """The line that was kept."""
        until = date.fromisoformat(row["until"]) if row["until"] else None
        return cls(**row | {"since": date.fromisoformat(row["since"]), "until": until})

    @property
    def person(self) -> dict[str, str]:
        """Whose line it is: what an account is opened with."""
        return {"username": self.username, "full_name": self.full_name, "email": self.email, "phone": self.phone}

    @property
    def role_in_words(self) -> str:
        """The role as it is called."""
        return str(Post.Role(self.role).label)


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, in which line and column; line 0 is the file itself."""

    number: int
    place: int
    column: str
    message: str

    @classmethod
    def at(cls, number: int, key: str, message: Any) -> "Fault":
        """A fault in the column with this key; of the whole line without one."""
        place = list(BY_KEY).index(key) + 1 if key else 0
        return cls(number, place, str(BY_KEY[key].title) if key else "", str(message))


class FaultySheet(Refused):
    """A sheet with faults; all of them, in the order of the lines."""

    def __init__(self, message: str, faults: list[Fault]) -> None:
        super().__init__(message)
        self.faults = sorted(set(faults))
