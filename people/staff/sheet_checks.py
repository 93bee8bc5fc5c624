"""What is wrong with the lines of a sheet beside the accounts and posts that are there, and beside each other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from people.actions import checked_email, checked_name, checked_phone
from people.actions.account_details import checked_username
from people.models import Agency, Post, User
from people.staff.sheet_columns import Fault, StaffRow
from toolbox.refusal import InvalidInput
from toolbox.text import fold

CHECKS: dict[str, Callable[[str], object]] = {
    "username": checked_username,
    "full_name": checked_name,
    "email": checked_email,
    "phone": checked_phone,
}
SAME_PERSON = ("full_name", "email", "phone")


def faults_of(rows: Sequence[StaffRow], deciders: Sequence[User], day: date) -> list[Fault]:
    """Every fault of *rows* on *day*; nobody of *deciders*, who propose or confirm the sheet, stands in it."""
    known = {user.username: user for user in User.objects.filter(username__in=[row.username.lower() for row in rows])}
    held = Post.objects.filter(user__in=known.values()).select_related("user")
    posts = [post for post in held if post.valid_to is None or post.valid_to >= day]
    names = {user.username for user in deciders}
    faults = []
    for row in rows:
        user = known.get(row.username.lower())
        faults += _of_known(row, user, posts) if user else person_faults(row.number, row.person)
        if row.username.lower() in names:
            message = _("Không ai tự thay đổi quyền của mình: bỏ dòng của người lập hoặc người xác nhận bảng.")
            faults.append(Fault.at(row.number, "username", message))
        if row.until is not None and row.until < day:
            faults.append(Fault.at(row.number, "until", _("Ngày kết thúc đã qua. Bỏ dòng này.")))
        faults += _of_unit(row)
    return faults + _between(rows)


def person_faults(number: int, person: Mapping[str, str]) -> list[Fault]:
    """What an account that is not there yet is asked for, of the cells in *person* that could be read."""
    faults = []
    for key, check in CHECKS.items():
        try:
            if key in person:
                check(person[key])
        except InvalidInput as error:
            faults += [Fault.at(number, name, words) for name, all_words in error.errors.items() for words in all_words]
    return faults


def _of_known(row: StaffRow, user: User, posts: Sequence[Post]) -> list[Fault]:
    """A person whose account is there: it is theirs, open, and lacks this post."""
    faults = []
    if user.is_system or not user.is_active:
        message = _("Tài khoản này đang khóa hoặc là của hệ thống. Mở lại trước, hoặc bỏ dòng này.")
        faults.append(Fault.at(row.number, "username", message))
    if fold(user.full_name) != fold(row.full_name):
        message = _("Tên đăng nhập này là của “%(name)s”. Nếu là người khác, đặt tên đăng nhập khác.")
        faults.append(Fault.at(row.number, "full_name", message % {"name": user}))
    if row.email and row.email.lower() != user.email.lower():
        message = _("Tài khoản đã có thư điện tử khác. Để trống ô này; sửa thư ở trang của người đó.")
        faults.append(Fault.at(row.number, "email", message))
    if any(_is_same(row, post) for post in posts if post.user_id == user.pk):
        message = _("Người này đã giữ vai trò này ở đơn vị này trong thời gian đó.")
        faults.append(Fault.at(row.number, "role", message))
    return faults


def _is_same(row: StaffRow, post: Post) -> bool:
    """True for the same role of the same unit at the same time."""
    if (post.unit.code, post.role) != (row.unit, row.role):
        return False
    return (post.valid_to is None or row.since <= post.valid_to) and (row.until is None or post.valid_from <= row.until)


def _of_unit(row: StaffRow) -> list[Fault]:
    """A unit may have ended since the sheet was read."""
    unit = Agency.objects.in_charge_of(row.unit, row.since)
    if unit is None or unit.code != row.unit or unit.valid_to is not None:
        return [Fault.at(row.number, "unit", _("Đơn vị này không còn hoạt động. Ghi mã đơn vị đang hoạt động."))]
    if unit.valid_from > row.since:
        message = _("Đơn vị này hoạt động từ %(day)s. Ghi ngày bắt đầu từ ngày đó.")
        return [Fault.at(row.number, "since", message % {"day": f"{unit.valid_from:%d/%m/%Y}"})]
    return []


def _between(rows: Sequence[StaffRow]) -> list[Fault]:
    """The same person twice with other facts, the same post twice, one address for two people."""
    faults = []
    people: dict[str, StaffRow] = {}
    posts: dict[tuple[str, str, str], StaffRow] = {}
    addresses: dict[str, StaffRow] = {}
    for row in rows:
        name = row.username.lower()
        first = people.setdefault(name, row)
        for key in SAME_PERSON:
            if getattr(first, key).lower() != getattr(row, key).lower():
                message = _(
                    "Khác với dòng %(number)d, cũng của tên đăng nhập này. Ghi giống nhau, hoặc đổi tên đăng nhập."
                )
                faults.append(Fault.at(row.number, key, message % {"number": first.number}))
        same = posts.setdefault((name, row.unit, row.role), row)
        if same is not row:
            message = _("Trùng với dòng %(number)d: cùng người, cùng đơn vị, cùng vai trò. Giữ một dòng.")
            faults.append(Fault.at(row.number, "username", message % {"number": same.number}))
        other = addresses.setdefault(row.email.lower(), row) if row.email else row
        if other.username.lower() != name:
            message = _("Thư điện tử này đã ghi cho người ở dòng %(number)d. Mỗi người một địa chỉ, hoặc để trống.")
            faults.append(Fault.at(row.number, "email", message % {"number": other.number}))
    return faults
