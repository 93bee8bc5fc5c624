"""Tables: every cell is a question, and every fault is named with its row."""

from datetime import date
from typing import Any

from django.http import QueryDict
from django.template import Context, Template

from procedures.questions import bind_questions, json_schema, read, tidy_answers, validate_answers

TODAY = date(2026, 3, 2)
LEVELS = [{"value": "nang", "label_vi": "Nặng"}, {"value": "nhe", "label_vi": "Nhẹ"}]
TABLE: dict[str, Any] = {
    "key": "jobs",
    "type": "table",
    "label_vi": "Công việc",
    "required": True,
    "section_vi": "Phần",
    "columns": [
        {"key": "level", "label_vi": "Mức độ", "type": "select", "required": True, "options": LEVELS},
        {
            "key": "count",
            "label_vi": "Số lượng",
            "type": "number",
            "required": True,
            "validation": {"integer": True, "min": 1},
        },
        {"key": "since", "label_vi": "Từ ngày", "type": "date", "required": True, "validation": {"max": "today"}},
        {
            "key": "until",
            "label_vi": "Đến ngày",
            "type": "date",
            "required": False,
            "validation": {"gt_field": "since"},
        },
        {"key": "place", "label_vi": "Nơi làm", "type": "select_province", "required": False},
    ],
}
GOOD = {"level": "nang", "count": "1.250", "since": "5/1/2026", "until": "2026-12-31", "place": "TP Huế"}
TIDY = {"level": "nang", "count": 1250, "since": "2026-01-05", "until": "2026-12-31", "place": "Thành phố Huế"}


def faults(*rows: Any) -> list[str]:
    """The messages for these rows."""
    return validate_answers([TABLE], {"jobs": list(rows)}, TODAY).get("jobs", [])


def test_every_cell_is_kept_in_the_form_of_its_type() -> None:
    tidy = tidy_answers([TABLE], {"jobs": [GOOD, {}]}, TODAY)

    assert tidy == {"jobs": [TIDY]}
    assert tidy_answers([TABLE], tidy, TODAY) == tidy


def test_every_fault_is_named_with_its_row() -> None:
    wrong = {"level": "khac", "count": "0", "since": "31/02/2026", "place": "Mẫu"}

    assert faults(GOOD, wrong) == [
        "Dòng 2: chọn mức độ",
        "Dòng 2: số lượng phải từ 1 trở lên.",
        "Dòng 2: ngày 31/02/2026 không có trong lịch.",
        "Dòng 2: chọn nơi làm",
    ]


def test_cells_are_set_beside_each_other_and_beside_today() -> None:
    assert faults({**GOOD, "until": "1/1/2026"}) == ["Dòng 1: đến ngày phải sau từ ngày."]
    assert faults({**GOOD, "since": "3/3/2026"}) == ["Dòng 1: từ ngày phải là hôm nay hoặc trước hôm nay."]


def test_what_is_not_a_row_or_not_a_column_is_refused() -> None:
    assert faults("một dòng") == ["Công việc nhận nhiều nhất 50 dòng."]
    assert faults({**GOOD, "khac": "x"}) == ["Dòng 1: không có câu hỏi này trong mẫu đơn."]


def test_a_page_asks_each_cell_by_its_type_and_says_what_is_wrong_beside_it() -> None:
    answers = {"jobs": [{**GOOD, "count": "không"}]}
    (asked,) = bind_questions([TABLE], answers, validate_answers([TABLE], answers, TODAY))

    level, count, since, _until, place = asked.rows[0]
    assert [option["chosen"] for option in level.options] == [True, False]
    assert count.errors == ["Số lượng phải là số, ví dụ: 12."]
    assert since.parts == {"day": "5", "month": "1", "year": "2026"}
    assert [cell.errors for cell in (level, since, place)] == [(), (), ()]
    assert place.groups[0] == ("Đã nhập", [{"value": "TP Huế", "label": "TP Huế", "chosen": True}])


def test_what_a_page_draws_is_read_back_as_it_was_typed() -> None:
    (asked,) = bind_questions([TABLE], {"jobs": [GOOD]})
    page = Template("{% load portal %}{% question q %}").render(Context({"q": asked}))
    posted = QueryDict(mutable=True)
    posted.update({"jobs-rows": "1", "jobs-0-level": "nang", "jobs-0-count": "1.250", "jobs-0-place": "TP Huế"})
    posted.update({"jobs-0-since-day": "5", "jobs-0-since-month": "1", "jobs-0-since-year": "2026"})

    assert all(f'name="{name}"' in page for name in posted)
    (row,) = read([TABLE], posted)["jobs"]
    assert row == {**GOOD, "since": "5/1/2026", "until": ""}


def test_the_api_is_told_the_type_of_every_cell() -> None:
    row = json_schema([TABLE])["properties"]["jobs"]["items"]

    assert row["properties"]["level"] == {"type": "string", "enum": ["nang", "nhe"], "title": "Mức độ"}
    assert row["required"] == ["level", "count", "since"]
