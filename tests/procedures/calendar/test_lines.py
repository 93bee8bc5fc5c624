"""A year of the calendar as typed lines: read, written, and refused line by line."""

from datetime import date

import pytest

from procedures.calendar.lines import BadLines, read_lines, write_lines


def rows(text: str) -> list[tuple[str, str, str, str, str]]:
    """The days that were read, as plain texts."""
    days = read_lines(2027, text, ["SLD-MC"])
    return [(f"{d.date:%d/%m}", str(d.kind), d.name, str(d.half), d.agency_code) for d in days]


def test_lines_are_read_in_the_order_of_days_whatever_stands_between() -> None:
    text = "3/5/2027; nghỉ bù; Bù\n2027-04-30\tNGHI LE\tChiến thắng\n05-02-2027,nghỉ lễ,Tết,chiều\n"

    assert rows(text) == [
        ("05/02", "holiday", "Tết", "afternoon", ""),
        ("30/04", "holiday", "Chiến thắng", "", ""),
        ("03/05", "compensatory", "Bù", "", ""),
    ]


def test_a_heading_is_passed_over_and_an_agency_may_have_a_day_of_its_own() -> None:
    text = "Ngày;Loại;Tên;Buổi;Đơn vị\n11/11/2027;đóng cửa;Chuyển trụ sở;buổi sáng;SLD-MC"

    assert rows(text) == [("11/11", "local_closure", "Chuyển trụ sở", "morning", "SLD-MC")]


def test_what_is_written_is_read_again() -> None:
    text = "05/02/2027; nghỉ lễ; Tết; chiều\n30/04/2027; nghỉ lễ; Chiến thắng\n08/05/2027; làm bù; Thứ Bảy; ; SLD-MC"

    assert write_lines(read_lines(2027, text, ["SLD-MC"])) == text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("31/2/2027; nghỉ lễ; Tết", "“31/2/2027” không phải là ngày"),
        ("hôm nào đó", "không phải là ngày"),
        ("30/4/2026; nghỉ lễ; Tết", "không thuộc năm 2027"),
        ("30/4/2027; nghỉ chơi; Tết", "loại “nghỉ chơi” không có"),
        ("30/4/2027; nghỉ lễ", "nhập tên ngày nghỉ"),
        ("30/4/2027; nghỉ lễ; " + "x" * 121, "dài nhất 120"),
        ("30/4/2027; nghỉ lễ; Tết; trưa", "sáng hoặc chiều"),
        ("30/4/2027; nghỉ lễ; Tết; ; NO", "mã “NO”"),
        ("30/4/2027; làm bù; Tết", "thứ Bảy hoặc Chủ nhật"),
        ("1/5/2027; nghỉ bù; Tết", "phải là ngày làm việc"),
        ("", "ít nhất một ngày"),
        ('"30/4/2027; nghỉ lễ', "không phải là ngày"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_in_words(line: str, words: str) -> None:
    with pytest.raises(BadLines) as refused:
        rows(line)

    assert words in refused.value.faults[0]


def test_every_fault_is_said_at_once_with_its_line() -> None:
    with pytest.raises(BadLines) as refused:
        rows("30/4/2027; nghỉ lễ; A\nx\n30/4/2027; nghỉ lễ; B\ny")

    faults = refused.value.faults
    assert [fault.split(":")[0] for fault in faults[:2]] == ["Dòng 2", "Dòng 4"]
    assert "30/04/2027 có hai dòng" in faults[2]


def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(BadLines, match="Nhiều nhất 400 dòng"):
        read_lines(2027, "30/4/2027; nghỉ lễ; A\n" * 401)


def test_a_day_of_the_year_before_is_never_taken_for_one_of_this() -> None:
    assert read_lines(2028, "29/2/2028; nghỉ lễ; Tết")[0].date == date(2028, 2, 29)


@pytest.mark.parametrize("empty", [";;", ";;;;", " ; ; ", ",,,", "\t\t"])
def test_an_empty_line_that_a_sheet_leaves_behind_is_no_day(empty: str) -> None:
    assert len(read_lines(2027, f"{empty}\n30/4/2027; nghỉ lễ; Chiến thắng\n{empty}")) == 1
