"""A sheet of staff: wrong in every way, a sentence each and nothing half done; right, whole by a second person."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail

from notifications.models import Notice
from people.actions import mail_all, open_account
from people.models import Agency, Invitation, Post, PostGrant, StaffSheet, User
from people.seals.verification import faults_in_kind
from people.staff import sheets
from people.staff.sheet_columns import ROWS_MAX, FaultySheet
from people.staff.sheet_template import write_template
from tests.conftest import at
from tests.support.workbooks import GOOD, HEADINGS, line, sheet_of
from toolbox.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 10:00")


def read(content: bytes, by: User) -> StaffSheet:
    """The draft of a workbook."""
    return sheets.read_sheet(io.BytesIO(content), "ds.xlsx", by=by, at=NOW)


def faults(content: bytes, by: User) -> list[tuple[int, str, str]]:
    """Line, column and words of everything that is wrong with a workbook; nothing is kept of it."""
    before = (User.objects.count(), Post.objects.count())
    with pytest.raises(FaultySheet) as refusal:
        read(content, by)
    assert (User.objects.count(), Post.objects.count(), StaffSheet.objects.count()) == (*before, 0)
    return [(fault.number, fault.column, fault.message) for fault in refusal.value.faults]


# A line, the column of its fault, and some of the words that tell it.
LINES: dict[str, tuple[tuple[Any, ...], str, str]] = {
    "no user name": (line(c0=""), "Tên đăng nhập", "để trống"),
    "a user name with accents": (line(c0="lê.nam"), "Tên đăng nhập", "không dấu"),
    "a name of the house": (line(c0="quantri9"), "Tên đăng nhập", "Không dùng được"),
    "a user name of sixty letters and more": (line(c0="a" * 61), "Tên đăng nhập", "Dài quá 60"),
    "the account of another person": (line(c0="chuyenvien"), "Họ và tên", "của “Người chuyenvien”"),
    "whoever makes the sheet": (line(c0="quantri", c1="Người quantri", c2=""), "Tên đăng nhập", "của mình"),
    "no name": (line(c1=""), "Họ và tên", "để trống"),
    "a name of digits": (line(c1="12345"), "Họ và tên", "bằng chữ cái"),
    "an address without a domain": (line(c2="lvnam@"), "Thư điện tử", "ten@tenmien.vn"),
    "the address of another account": (line(c2="congdan@example.vn"), "Thư điện tử", "tài khoản khác"),
    "a telephone as a number": (line(c3=912345678), "Số điện thoại", "mất số 0"),
    "a telephone that nobody can dial": (line(c3="0912"), "Số điện thoại", "10 chữ số"),
    "an unknown unit": (line(c4="SLD-QQ"), "Mã đơn vị", "Không có đơn vị"),
    "a unit that ended": (line(c4="CU"), "Mã đơn vị", "đã kết thúc"),
    "an unknown role": (line(c5="Giám đốc"), "Vai trò", "Không có vai trò"),
    "a role that two give": (line(c5="Lãnh đạo Sở"), "Vai trò", "hai quản trị viên"),
    "the role of administrators": (line(c5="administrator"), "Vai trò", "hai quản trị viên"),
    "no day": (line(c6=""), "Từ ngày", "để trống"),
    "a day as a serial number": (line(c6=46357), "Từ ngày", "là số 46357"),
    "a day in the order of another country": (line(c6="12/31/2026"), "Từ ngày", "Không có ngày"),
    "a day of words": (line(c6="đầu tháng"), "Từ ngày", "Không đọc được ngày"),
    "a day of a far century": (line(c6="01/01/0226"), "Từ ngày", "1990–2100"),
    "a true or false": (line(c6=True), "Từ ngày", "phải là ngày"),
    "days that are reversed": (line(c7=date(2026, 11, 30)), "Đến ngày", "từ ngày bắt đầu"),
    "an end that is over": (line(c6="01/01/2026", c7="01/02/2026"), "Đến ngày", "đã qua"),
    "a decision without end": (line(c8="9" * 61), "Số quyết định", "Dài quá 60"),
    "an error of Excel": (line(c8="#REF!"), "Số quyết định", "lỗi của Excel"),
    "a post that is held": (
        line(c0="chuyenvien", c1="Người chuyenvien", c2="", c4="SLD-VLATLD"),
        "Vai trò",
        "đã giữ vai trò này",
    ),
    "an account that is closed": (line(c0="khoa", c1="Người khoa", c2=""), "Tên đăng nhập", "đang khóa"),
}


@pytest.mark.parametrize("what", LINES)
def test_a_wrong_line_is_told_by_its_number_and_column(
    what: str, administrator: User, officer: User, citizen: User, person: Any, agencies: Any
) -> None:
    person("khoa")
    User.objects.filter(username="khoa").update(is_active=False)
    Agency.objects.create(
        code="CU", name="Cũ", kind="division", path="CU/", valid_from="2020-01-01", valid_to="2021-01-01"
    )
    wrong, column, words = LINES[what]

    told = faults(sheet_of(line(c0="ttxuan", c2=""), wrong), administrator)

    assert [(number, where) for number, where, message in told if words in message] == [(3, column)], told


def test_every_fault_of_every_line_is_told_at_once(administrator: User) -> None:
    wrong = [line(c0=f"nguoi{n}", c2="", c3="1", c4="X", c5="Y", c6="z") for n in range(5)]

    told = faults(sheet_of(*wrong), administrator)

    assert len(told) == 5 * 4  # telephone, unit, role, day
    assert {number for number, _column, _message in told} == {2, 3, 4, 5, 6}


BETWEEN = {
    "the same post twice": ([GOOD, GOOD], "Trùng với dòng 2"),
    "one user name for two people": ([GOOD, line(c1="Lê Thị Nam", c4="SLD-MC")], "Khác với dòng 2"),
    "one address for two people": ([GOOD, line(c0="lvbac")], "người ở dòng 2"),
}


@pytest.mark.parametrize("what", BETWEEN)
def test_lines_that_contradict_each_other_are_told_with_both_numbers(
    what: str, administrator: User, agencies: Any
) -> None:
    rows, words = BETWEEN[what]

    told = faults(sheet_of(*rows), administrator)

    assert [number for number, _column, message in told if words in message] == [3]


def merged(_made: Any, sheet: Any) -> None:
    sheet.merge_range(1, 8, 2, 8, "12/QĐ")


ODD: dict[str, tuple[Callable[[Any, Any], object], int, str]] = {
    "a formula": (lambda _made, sheet: sheet.write_formula(1, 8, "=1+1", None, 2), 2, "Ô I2 có công thức"),
    "merged cells": (merged, 2, "I2:I3 bị gộp"),
    "a hidden line": (lambda _made, sheet: sheet.set_row(1, None, None, {"hidden": True}), 2, "đang ẩn"),
    "a hidden column": (lambda _made, sheet: sheet.set_column(3, 3, 9, None, {"hidden": True}), 0, "Cột D đang ẩn"),
    "a column of somebody's own": (lambda _made, sheet: sheet.write(0, 9, "Lương"), 1, "“Lương” không có trong mẫu"),
    "a column twice": (lambda _made, sheet: sheet.write(0, 9, "vai tro"), 1, "có hai lần"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_cannot_be_seen_or_is_not_ours_is_a_fault(what: str, administrator: User, agencies: Any) -> None:
    odd, number, words = ODD[what]

    told = faults(sheet_of(GOOD, odd=odd), administrator)

    assert [one for one, _column, message in told if words in message] == [number], told


def test_headings_lines_and_their_number_are_asked_for(administrator: User, agencies: Any) -> None:
    assert "Thiếu cột “Vai trò”" in str(faults(sheet_of(GOOD, headings=HEADINGS[:5]), administrator))
    assert "chỉ có dòng tiêu đề" in str(faults(sheet_of(), administrator))
    assert "không có dòng nào" in str(faults(sheet_of(headings=()), administrator))
    many = [line(c0=f"nguoi{n}", c2="") for n in range(ROWS_MAX + 1)]
    assert f"nhiều nhất {ROWS_MAX} dòng" in str(faults(sheet_of(*many), administrator))


def test_what_people_write_is_taken_as_they_mean_it(administrator: User, agencies: Any) -> None:
    rows = [
        line(c0="LVNam", c1="  lê   văn nam ", c3="+84 912 345 678", c4="sld-ncc", c5="chuyen vien", c6="1.12.2026")
    ]

    sheet = read(sheet_of(*rows), administrator)

    row = sheets.rows_of_sheet(sheet)[0]
    assert (row.full_name, row.unit, row.role, row.since) == ("lê văn nam", "SLD-NCC", "officer", date(2026, 12, 1))


def test_the_template_is_read_as_an_empty_sheet(administrator: User, agencies: Any) -> None:
    told = faults(write_template(), administrator)

    assert [message for _number, _column, message in told] == ["Bảng chỉ có dòng tiêu đề. Nhập mỗi người một dòng."]


def proposed(by: User, *rows: Any) -> StaffSheet:
    """A sheet that waits."""
    return sheets.propose_sheet(read(sheet_of(*(rows or [GOOD])), by), by=by, at=NOW)


def test_a_sheet_takes_effect_once_whole_by_a_second_person(
    administrator: User, second: User, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [GOOD, line(c4="SLD-MC", c5="Cán bộ Một cửa"), line(c0="chuyenvien", c1="Người chuyenvien", c2="", c3="")]
    sheet = proposed(administrator, *rows, line(c0="ttxuan", c1="Trần Thị Xuân", c2=""))
    assert not User.objects.filter(username="lvnam").exists()

    sheets.confirm_sheet(sheet, by=second, at=NOW)

    new = User.objects.get(username="lvnam")
    assert {post.role for post in new.posts.all()} == {"officer", "desk"}
    assert not new.has_usable_password()
    grants = PostGrant.objects.filter(sheet=sheet)
    assert {(grant.proposed_by, grant.decided_by, grant.state) for grant in grants} == {(administrator, second, "done")}
    assert officer.posts.count() == 2
    slips = Invitation.objects.filter(is_mailed=False)
    assert [slip.user.username for slip in slips] == ["ttxuan"]
    assert list(faults_in_kind("account")) == list(faults_in_kind("staffsheet")) == []


def test_the_first_mail_is_the_link_and_holds_no_password(administrator: User, second: User, agencies: Any) -> None:
    sheets.confirm_sheet(proposed(administrator), by=second, at=NOW)

    assert mail_all(NOW) == 1
    assert mail_all(NOW) == 0

    assert [message.to for message in mail.outbox] == [["lvnam@example.vn"]]
    token = mail.outbox[0].body.split("/dat-mat-khau/")[1].split("/")[0]
    assert token not in str(Invitation.objects.values())
    assert not Notice.objects.filter(body__contains=token).exists()


def test_who_made_it_does_not_confirm_it_nor_does_it_happen_twice(
    administrator: User, second: User, agencies: Any
) -> None:
    sheet = proposed(administrator)

    with pytest.raises(Forbidden, match="không tự xác nhận"):
        sheets.confirm_sheet(sheet, by=administrator, at=NOW)
    sheets.confirm_sheet(sheet, by=second, at=NOW)
    with pytest.raises(Refused, match="Đã có hiệu lực"):
        sheets.confirm_sheet(sheet, by=second, at=NOW)

    assert Post.objects.filter(user__username="lvnam").count() == 1


def test_what_became_wrong_since_stops_all_of_it(administrator: User, second: User, agencies: Any) -> None:
    sheet = proposed(administrator, line(c0="ttxuan", c1="Trần Thị Xuân", c2=""), GOOD)
    open_account(username="lvnam", full_name="Lý Văn Nam", email="", phone="")

    with pytest.raises(FaultySheet) as refusal:
        sheets.confirm_sheet(sheet, by=second, at=NOW)

    assert [fault.number for fault in refusal.value.faults] == [3, 3]  # another's name, and another address
    assert not User.objects.filter(username="ttxuan").exists()
    sheet.refresh_from_db()
    assert sheet.state == "proposed"


def test_whoever_confirms_does_not_stand_in_it(administrator: User, second: User, agencies: Any) -> None:
    sheet = proposed(administrator, line(c0="quantri2", c1="Người quantri2", c2="", c3=""))

    with pytest.raises(FaultySheet) as refusal:
        sheets.confirm_sheet(sheet, by=second, at=NOW)

    assert "của mình" in refusal.value.faults[0].message


def test_a_sheet_is_refused_with_a_reason_and_a_draft_dropped(administrator: User, second: User, agencies: Any) -> None:
    sheet = proposed(administrator)
    with pytest.raises(Refused):
        sheets.refuse_sheet(sheet, " ", by=second, at=NOW)

    refused = sheets.refuse_sheet(sheet, "Sai đơn vị", by=second, at=NOW)

    assert (refused.state, refused.decided_by, refused.reason) == ("refused", second, "Sai đơn vị")
    draft = read(sheet_of(line(c0="ttxuan", c2="")), administrator)
    with pytest.raises(Forbidden):
        sheets.drop_sheet(draft, by=second, at=NOW)
    assert sheets.drop_sheet(draft, by=administrator, at=NOW).state == "dropped"


@pytest.mark.parametrize("part", ["clerk", "leader", "auditor", "citizen"])
def test_only_an_administrator_reads_one_in(part: str, request: Any, agencies: Any) -> None:
    with pytest.raises(Forbidden):
        read(sheet_of(GOOD), request.getfixturevalue(part))
