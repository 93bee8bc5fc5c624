"""Valid answers for any form of the catalogue, by the question's key or else by its type."""

from datetime import date, timedelta
from typing import Any

from people.identity import birth_year
from people.models import Party
from procedures.models import Edition

ADDRESS = {"province": "Tỉnh Lào Cai", "district": "Huyện Mẫu", "commune": "Xã Mẫu", "detail": "Số 12, thôn Mẫu"}
BY_TYPE: dict[str, Any] = {
    "text": "Nội dung mẫu",
    "textarea": "Nội dung mẫu, nêu rõ sự việc và đề nghị.",
    "tel": "0912000001",
    "email": "mau@example.vn",
    "number": 5,
    "money": 12_000_000,
    "date_partial": "1968",
    "month": "2026-01",
    "url": "https://mau.example.vn",
    "select_country": "JP",
    "select_ethnic": "Kinh",
    "select_province": "Tỉnh Lào Cai",
    "checkbox": True,
    "address": ADDRESS,
    "computed": "50",
}
BY_KEY: dict[str, Any] = {
    "employer_name": "Công ty TNHH Mẫu Việt",
    "employer_tax_code": "0100109106",
    "worker_full_name": "YAMADA TARO",
    "passport_no": "TK1234567",
    "passport_expiry": "2034-12-31",
    "worker_birth_date": "1985-04-27",
    "passport_issuer": "Bộ Ngoại giao Nhật Bản",
    "employees_total": 120,
    "employees_foreign": 3,
    "old_permit_no": "GP-0123",
    "business_sector": "Sản xuất linh kiện điện tử",
    "request_title": "Giải quyết chế độ theo quy định",
    "bank_account": "0011000000001",
    "social_insurance_no": "0112345678",
    "contribution_months": 36,
    "health_insurance_no": "HN4010112345678",
    "martyr_birth_year": 1945,
    "deceased_birth_year": 1938,
    "injury_rate": 45,
    "category": "khuyet_tat",  # of any age
    "declaration_form": "1dd",  # which is theirs
    "sickness_rate": 61,
}
OWN_NUMBERS = ("id_number", "rep_id", "rep_id_number", "pwd_id_number", "guardian_id", "guardian_id_number")
BY_CELL = {"birth_year": 1950, "name": "Nguyễn Văn Mẫu"}
# Days from filing.
OFFSETS = {
    "work_from": 30,
    "work_to": 700,
    "extend_from": 30,
    "extend_to": 700,
    "rules_issue_date": -4,
    "termination_date": -30,
    "old_permit_date": -690,
    "old_permit_expiry": 40,
}
EARLIER, LATER = -330, 760


def answers_for(edition: Edition, applicant: Party, day: date) -> dict[str, Any]:
    """Believable answers to every question of the form, as of *day*."""
    personal = {"contact_name": applicant.name, "contact_phone": applicant.phone, "beneficiary_name": applicant.name}
    number = applicant.citizen_id or "001150000001"
    personal |= dict.fromkeys(OWN_NUMBERS, number) | {"employer_tax_code": applicant.tax_code}
    answers = {**BY_KEY, **{key: value for key, value in personal.items() if value}}
    for question in edition.form_definition:
        if birth_field := question.get("validation", {}).get("born_field"):
            answers[birth_field] = f"{birth_year(number)}-04-27"
    keys = {question["key"] for question in edition.form_definition}
    answers |= dict.fromkeys([key for key in keys if key.endswith("full_name")], applicant.name) | answers
    if "employees_disabled" in keys:
        answers |= {"employees_total": 10, "employees_disabled": 3}  # at least ten, three of them disabled
    return {question["key"]: _answer(question, answers, day) for question in edition.form_definition}


def _answer(question: dict[str, Any], answers: dict[str, Any], day: date) -> Any:
    key, rules = question["key"], question.get("validation", {})
    if key in OFFSETS:
        return (day + timedelta(days=OFFSETS[key])).isoformat()
    if key in answers:
        return answers[key]
    if question["type"] in ("select", "radio"):
        # A rule may ask that two choices differ: the one that asks takes the last.
        return question["options"][-1 if "ne_field" in rules else 0]["value"]
    if question["type"] == "checkbox_group":
        return [question["options"][0]["value"]]
    if question["type"] == "date":
        return _day(key, rules, day)
    if question["type"] == "table":
        rows = answers.get(rules.get("rows_eq_field"), 1)
        cells = {column["key"]: _answer(column, BY_CELL, day) for column in question["columns"]}
        return [dict(cells) for _ in range(rows)]
    return BY_TYPE[question["type"]]


def _day(key: str, rules: dict[str, Any], day: date) -> str:
    if "birth" in key:
        return "1950-04-27"
    # Some months ago; or well after the day of the field that it names.
    later = "gt_field" in rules and rules.get("max") != "today"
    return (day + timedelta(days=LATER if later else EARLIER)).isoformat()
