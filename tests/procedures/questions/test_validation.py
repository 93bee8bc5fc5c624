"""Each type of question: what it accepts, its normal form, its messages."""

import unicodedata
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from procedures.questions import bind_questions, display, json_schema, read, tidy_answers, validate_answers
from procedures.questions.registry import TYPES
from tests.support.questions import TODAY, fault, question, tidied


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("(024) 3933-0900", "02439330900"),
        ("1900 1234", "19001234"),
        ("+81 3-1234-5678", "+81312345678"),
    ],
)
def test_a_telephone_number_is_read_however_it_is_grouped(typed: str, number: str) -> None:
    assert tidied("tel", typed) == number


@pytest.mark.parametrize("typed", ["12", "0612345678", "091234567", "09123456789", "+84", "không có", "0912 345 67x"])
def test_what_no_telephone_has_is_refused(typed: str) -> None:
    assert fault("tel", typed) == (
        "Mục này phải là số di động 10 chữ số, ví dụ 0912 345 678, hoặc số máy bàn có mã vùng."
    )


@pytest.mark.parametrize(
    ("kind", "pattern", "typed", "value"),
    [
        ("text", r"^\d{12}$|^\d{9}$", "001 050 012 345", "001050012345"),
        ("text", r"^\d{10}(-\d{3})?$", "0100 109 106", "0100109106"),
        ("text", r"^\d{10}(-\d{3})?$", "0100109106-001", "0100109106-001"),
        ("text", r"^[0-9]{6,20}$", "1234 5678 9012", "123456789012"),
        ("text", "^[A-Z0-9]{6,12}$", "b1234567", "B1234567"),
        ("text", "^[A-Z .'-]+$", "nguyen van an", "NGUYEN VAN AN"),
    ],
)
def test_what_people_group_or_write_small_is_put_in_the_form_of_its_pattern(
    kind: str, pattern: str, typed: str, value: str
) -> None:
    assert tidied(kind, typed, pattern=pattern) == value


@pytest.mark.parametrize(
    ("kind", "rules", "typed", "text"),
    [
        (
            "text",
            {"pattern": r"^\d{12}$|^\d{9}$"},
            "003150012345",
            "Mục này phải bắt đầu bằng mã tỉnh hoặc mã nước. Xem lại từng chữ số.",
        ),
        ("text", {"pattern": r"^\d{12}$|^\d{9}$"}, "12345", "Mục này phải có 12 chữ số, hoặc 9 chữ số nếu là số cũ."),
        ("text", {"pattern": r"^\d{10}$"}, "1", "Mục này phải có 10 chữ số."),
        ("text", {"pattern": r"^[0-9]{6,20}$"}, "1", "Mục này phải có 6 đến 20 chữ số."),
        ("text", {"pattern": "^[A-Z0-9]{10,15}$"}, "a", "Mục này chỉ gồm 10 đến 15 chữ cái không dấu và chữ số."),
        ("text", {"max_length": 5}, "quá dài", "Mục này dài nhất 5 ký tự; ông/bà đã nhập 7."),
        ("text", {}, "x" * 300, "Mục này dài nhất 255 ký tự; ông/bà đã nhập 300."),
        ("textarea", {"min_length": 5}, "ít", "Mục này phải có ít nhất 5 ký tự."),
        ("email", {}, "mau@", "Địa chỉ thư điện tử phải có dạng ten@tenmien.vn."),
        ("url", {}, "mau.vn", "Địa chỉ trang web phải bắt đầu bằng http:// hoặc https://."),
        ("month", {}, "13/2026", "Mục này phải có tháng và năm, ví dụ: 04/2026."),
        ("select", {}, "khac", "Chọn mục này"),
        ("radio", {}, ["nam"], "Chọn mục này"),
        ("checkbox_group", {}, ["nam", "khac"], "Chọn mục này"),
        ("checkbox", {}, "on", "Đánh dấu vào ô “Mục này” để tiếp tục."),
        ("address", {}, {"province": "Mẫu", "commune": "Xã"}, "Chọn tỉnh, thành phố của mục này."),
        ("address", {}, {"province": "Lào Cai"}, "Nhập xã, phường của mục này."),
        (
            "address",
            {},
            {"province": "Yên Bái", "commune": "Xã"},
            "Nhập huyện, quận của mục này: Tỉnh Yên Bái là tên trước ngày 01/07/2025.",
        ),
        ("select_province", {}, "Mẫu", "Chọn mục này"),
        ("address", {}, {"village": "Mẫu"}, "Nhập địa chỉ gồm tỉnh, huyện, xã và số nhà, đường."),
        ("table", {}, [{"who": "", "note": "x"}], "Dòng 1: nhập họ tên"),
        ("table", {}, [{"who": "A", "khac": "x"}], "Dòng 1: không có câu hỏi này trong mẫu đơn."),
        ("table", {"min_rows": 2}, [{"who": "A"}], "Mục này phải có ít nhất 2 dòng."),
        ("table", {}, [{"who": "A"}] * 51, "Mục này nhận nhiều nhất 50 dòng."),
        ("text", {}, "a\0b", "Mục này có ký tự không đọc được. Xóa và gõ lại."),
    ],
)
def test_what_does_not_do_is_refused_with_what_to_mend(kind: str, rules: dict[str, Any], typed: Any, text: str) -> None:
    assert fault(kind, typed, **rules) == text


@pytest.mark.parametrize(
    ("kind", "nothing", "message"),
    [
        ("text", "", "Nhập mục này"),
        ("text", "   ", "Nhập mục này"),
        ("text", None, "Nhập mục này"),
        ("number", "", "Nhập mục này"),
        ("date", "", "Nhập mục này"),
        ("select", "", "Chọn mục này"),
        ("radio", None, "Chọn mục này"),
        ("checkbox_group", [], "Chọn mục này"),
        ("checkbox", False, "Đánh dấu vào ô “Mục này” để tiếp tục."),
        ("address", {"province": " ", "detail": ""}, "Nhập mục này"),
        ("table", [{"who": " "}], "Nhập mục này"),
    ],
)
def test_an_answer_that_is_missing_is_asked_for(kind: str, nothing: Any, message: str) -> None:
    definition = [question(kind)]

    assert validate_answers(definition, {"it": nothing}, TODAY) == {"it": [message]}
    assert validate_answers([question(kind, required=False)], {"it": nothing}, TODAY) == {}


def test_a_name_is_kept_composed_whatever_the_keyboard_sent() -> None:
    name = "Nguyễn Thị Ẫm Ệch Ợt Đẵng"

    assert tidied("text", unicodedata.normalize("NFD", name)) == name


SAMPLES: dict[str, Any] = {
    "text": "Mẫu 🦄 <b>'; DROP TABLE</b>",
    "textarea": "một\nhai",
    "tel": "0912345678",
    "email": "a@b.vn",
    "url": "https://a.vn",
    "number": "1,5",
    "money": "1.250.000",
    "date": "27/4/1950",
    "date_partial": "4/1950",
    "month": "4/1950",
    "select": "nam",
    "select_country": "VN",
    "select_ethnic": "Kinh",
    "radio": "nu",
    "checkbox": True,
    "checkbox_group": ["nu", "nam"],
    "table": [{"who": "A", "note": ""}, {}],
    "computed": "50",
    "address": {"province": "tp hue", "commune": "Xã", "district": "", "detail": ""},
    "select_province": "Hà Nội",
}


@pytest.mark.parametrize("kind", TYPES)
def test_what_was_put_in_order_once_stays_as_it_is(kind: str) -> None:
    once = tidied(kind, SAMPLES[kind])

    assert tidied(kind, once) == once


@pytest.mark.parametrize(
    ("kind", "raw", "shown"),
    [
        ("money", 1250000, "1.250.000 đồng"),
        ("number", 98.4, "98,4"),
        ("number", 1250, "1.250"),
        ("date", "1950-04-27", "27/04/1950"),
        ("date_partial", "1950-04", "04/1950"),
        ("date_partial", "1950", "1950"),
        ("radio", "nam", "Nam"),
        ("checkbox_group", ["nam", "nu"], "Nam; Nữ"),
        ("checkbox", True, "Có"),
        ("address", {"province": "tỉnh Mẫu", "commune": "xã Mẫu", "detail": "Số 1"}, "Số 1, xã Mẫu, tỉnh Mẫu"),
        ("table", [{"who": "A", "note": "con"}, {"who": "B", "note": ""}], "1. A; con\n2. B"),
        ("tel", "0912345678", "0912 345 678"),
        ("tel", "19001234", "19001234"),
        ("select_country", "JP", "Nhật Bản"),
        ("date", "31/02/1950", "31/02/1950"),
        ("money", "mười", "mười"),
        ("text", "", ""),
        ("radio", "khac", "khac"),
        ("table", "hỏng", "hỏng"),
        ("address", ["x"], "['x']"),
    ],
)
def test_an_answer_is_shown_as_people_write_it_and_a_draft_as_it_was_typed(kind: str, raw: Any, shown: str) -> None:
    (section,) = display([question(kind)], {"it": raw})

    assert section["title"] == "Phần"
    assert section["rows"] == [{"key": "it", "label": "Mục này", "value": shown}]


def test_on_an_english_page_labels_and_options_are_english_where_they_are_given() -> None:
    with translation.override("en"):
        (section,) = display([question("radio")], {"it": "nam"})
        options = bind_questions([question("radio")], {"it": "nam"})[0].options

    assert section["rows"] == [{"key": "it", "label": "This", "value": "Male"}]
    assert [(option["label"], option["chosen"]) for option in options] == [("Male", True), ("Female", False)]


@pytest.mark.parametrize("kind", TYPES)
def test_the_api_schema_describes_every_type(kind: str) -> None:
    schema = json_schema([question(kind)])

    assert schema["required"] == ([] if kind == "computed" else ["it"])
    assert schema["additionalProperties"] is False
    assert schema["properties"]["it"]["title"] == "Mục này"
    assert "type" in schema["properties"]["it"]


HOSTILE: list[Any] = [
    None,
    "",
    "🦄" * 300,
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "a\0b",
    "\ud800",
    "x" * 10_000,
    0,
    -1,
    10**40,
    1.5,
    float("inf"),
    True,
    False,
    [],
    [[]],
    [None],
    ["\0"],
    {},
    {"a": {"b": []}},
    {"province": 1, "commune": []},
    [{"who": {"x": 1}}],
    [1, 2],
    "9999-12-31",
    "31/12/9999",
    "٣",
    "1950-02-30",
    "%s %(label)s {0}",
]


@pytest.mark.parametrize("raw", HOSTILE, ids=str)
@pytest.mark.parametrize("kind", TYPES)
def test_whatever_is_sent_is_an_answer_or_a_message_never_an_error(kind: str, raw: Any) -> None:
    rules: dict[str, Any] = {"max": "today", "min": "today", "within": "3m", "gt_field": "it", "max_span": "2y"}
    definition = [question(kind, **rules)]

    errors = validate_answers(definition, {"it": raw}, TODAY)

    tidy_answers(definition, {"it": raw}, TODAY)
    display(definition, {"it": raw})
    asked = bind_questions(definition, {"it": raw}, errors)[0]
    for part in ("hint", "max_length", "parts", "address", "template"):
        getattr(asked, part)
    assert all(isinstance(message, str) for message in errors.get("it", []))


def test_a_page_reads_every_type_back_from_what_the_browser_posts() -> None:
    definition = [{**question(kind), "key": kind} for kind in TYPES]
    posted = QueryDict(
        "text=M%E1%BA%ABu&number=1%2C5&date-day=27&date-month=4&date-year=1950&date_partial-year=1950&radio=nu"
        "&checkbox=on&checkbox_group=nam&checkbox_group=nu&address-province=Mau&address-commune=Xa"
        "&table-rows=2&table-0-who=A&table-0-note=&table-1-who=&table-1-note="
    )

    raw = read(definition, posted)

    assert (raw["text"], raw["number"], raw["date"], raw["date_partial"]) == ("Mẫu", "1,5", "27/4/1950", "//1950")
    assert (raw["radio"], raw["checkbox"], raw["checkbox_group"]) == ("nu", True, ["nam", "nu"])
    assert raw["address"] == {"province": "Mau", "district": "", "commune": "Xa", "detail": ""}
    assert raw["table"] == [{"who": "A", "note": ""}, {"who": "", "note": ""}]
    assert (raw["email"], raw["select"]) == ("", "")


@pytest.mark.parametrize("rows", ["-1", "99999999999", "x", "", "1e3"])
def test_a_table_with_a_mangled_count_of_rows_is_read_without_harm(rows: str) -> None:
    raw = read([question("table")], QueryDict(f"it-rows={rows}&it-0-who=A"))

    assert len(raw["it"]) <= 50


def test_what_no_database_keeps_is_dropped_when_a_page_is_read() -> None:
    raw = read([question("text")], {"it": "a\0b\ud800c"})

    assert raw == {"it": "abc"}
