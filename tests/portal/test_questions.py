"""Questions of an edition's form come out as fields that a form can read back."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import Context, Template

from procedures.questions.form_page import bind_questions, read

QUESTIONS: list[dict[str, Any]] = [
    {"key": "name", "type": "text", "label_vi": "Họ và tên", "required": True},
    {"key": "note", "type": "textarea", "label_vi": "Ghi chú", "required": False},
    {"key": "phone", "type": "tel", "label_vi": "Điện thoại", "required": True},
    {"key": "mail", "type": "email", "label_vi": "Thư", "required": False},
    {"key": "count", "type": "number", "label_vi": "Số người", "required": True},
    {"key": "wage", "type": "money", "label_vi": "Lương", "required": True},
    {"key": "born", "type": "date", "label_vi": "Ngày sinh", "required": True},
    {"key": "sworn", "type": "checkbox", "label_vi": "Cam đoan", "required": True},
    {"key": "home", "type": "address", "label_vi": "Nơi ở", "required": True},
    {
        "key": "job",
        "type": "select",
        "label_vi": "Nghề",
        "required": True,
        "options": [{"value": "a", "label_vi": "A"}, {"value": "b", "label_vi": "B"}],
    },
    {
        "key": "kin",
        "type": "radio",
        "label_vi": "Quan hệ",
        "required": True,
        "options": [{"value": "con", "label_vi": "Con"}, {"value": "vo", "label_vi": "Vợ"}],
    },
    {
        "key": "members",
        "type": "table",
        "label_vi": "Người thân",
        "required": False,
        "columns": [
            {"key": "who", "label_vi": "Họ tên", "type": "text", "required": True},
            {"key": "year", "label_vi": "Năm sinh", "type": "number", "required": True},
        ],
    },
]
ANSWERS: dict[str, Any] = {
    "name": 'Nguyễn "Ái" <b>',
    "note": "một\nhai",
    "phone": "0912 345 678",
    "mail": "a@b.vn",
    "count": "3",
    "wage": "1.250.000",
    "born": "27/3/1950",
    "sworn": True,
    "job": "b",
    "kin": "vo",
    "home": {"province": "Mẫu", "district": "", "commune": "Xã Mẫu", "detail": "Số 1"},
    "members": [{"who": "Lê A", "year": "1990"}, {"who": "", "year": ""}],
}


class Browser(HTMLParser):
    """Collects what a browser would send, and which ids there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.ids: list[str] = []
        self.targets: list[str] = []
        self._inside = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note inputs, chosen options and references."""
        attributes = dict(attrs)
        self.ids += [attributes["id"] or ""] if "id" in attributes else []
        self.targets += (attributes.get("aria-describedby") or attributes.get("for") or "").split()
        name = attributes.get("name") or ""
        if tag == "input" and (attributes.get("type") not in ("radio", "checkbox") or "checked" in attributes):
            self.sent[name] = attributes.get("value") or ""
        self._select = name if tag == "select" else self._select
        if tag == "option" and "selected" in attributes:
            self.sent[self._select] = attributes.get("value") or ""
        self._inside = name if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        """A text area ends."""
        self._inside = "" if tag == "textarea" else self._inside

    def handle_data(self, data: str) -> None:
        """The text of a text area."""
        if self._inside:
            self.sent[self._inside] = data.removeprefix("\n")


def page(errors: dict[str, list[str]] | None = None) -> Browser:
    """All questions on one page."""
    source = "{% load portal %}{% for q in asked %}{% question q %}{% endfor %}"
    return Browser(Template(source).render(Context({"asked": bind_questions(QUESTIONS, ANSWERS, errors)})))


@pytest.mark.parametrize("key", [q["key"] for q in QUESTIONS])
def test_what_was_answered_is_shown_and_comes_back_unchanged(key: str) -> None:
    came_back = read(QUESTIONS, page().sent)

    assert came_back[key] == ANSWERS[key]


def test_every_label_hint_and_error_points_to_something_and_no_id_is_used_twice() -> None:
    shown = page({question["key"]: ["Sửa ô này."] for question in QUESTIONS})

    assert len(shown.ids) == len(set(shown.ids))
    assert set(shown.targets) <= set(shown.ids)
