"""The view model of a form's page: questions in sections, each bound to its value and its errors."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from procedures.localized import text_of
from procedures.questions.addresses import ADDRESS_PARTS
from procedures.questions.base import Question
from procedures.questions.choices import Choice
from procedures.questions.conditions import asked_now, condition
from procedures.questions.messages import only_if
from procedures.questions.registry import localized, type_of
from procedures.questions.tables import ROWS_MAX, Table
from toolbox.formats import in_english

LETTERS = re.compile(r"[^\W\d_]|\.")  # of a pattern: a letter, or any sign at all
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# What a browser may fill in of whoever types: their own facts, not those of a worker, a child, an organisation.
OWN = {"phone": "tel", "email": "email", "current_address": "address", "permanent_address": "address"}
OWN |= {"full_name": "name", "birth_date": "bday"}
BLANK_ROWS = 2  # without JavaScript: rows to type in before "Thêm dòng" is needed


@dataclass(frozen=True)
class Section:
    """One heading of the form and its questions."""

    number: int
    key: str  # the heading as the definition has it
    questions: Sequence[Question]

    @property
    def title(self) -> str:
        """The heading in the language of the page."""
        return text_of(self.questions[0], "section")


@dataclass(frozen=True)
class BoundQuestion:
    """One question on a page, bound to its value and errors: plain values for the template."""

    question: Mapping[str, Any]
    value: Any
    errors: Sequence[str] = ()
    extra_rows: int = 0
    depends_on: Mapping[str, Question] = field(default_factory=dict)  # questions of this page, by key
    is_own: bool = False  # whoever types it answers for themselves
    note: str = ""  # where the value was taken from, when nobody typed it

    @property
    def key(self) -> str:
        """The name of the input."""
        return str(self.question["key"])

    @property
    def template(self) -> str:
        """The partial that renders it."""
        return f"components/questions/{type_of(self.question).template}.html"

    @property
    def label(self) -> str:
        """The question in the language of the page."""
        return str(self.question["label"])

    @property
    def hint(self) -> str:
        """The answer of this page on which the question depends, the help text, and where the value is from."""
        wanted = condition(self.question)
        words = [only_if(other, wanted[key]) for key, other in self.depends_on.items()]
        text = " ".join(filter(None, [*words, str(self.question.get("help") or "")]))
        note = "" if self.errors else self.note
        return f"{text}. {note}" if text and text[-1] not in ".?!" and note else f"{text} {note}".strip()

    @property
    def asked_if(self) -> str:
        """The answers of this page that make it asked, as JSON: a script hides the question until then."""
        wanted = condition(self.question)
        return json.dumps({key: wanted[key] for key in self.depends_on}) if self.depends_on else ""

    @property
    def shown(self) -> str:
        """The printable value, for what is shown and not asked."""
        question_type, english = type_of(self.question), in_english()
        return "" if question_type.is_empty(self.value) else question_type.show(self.value, self.question, english)

    @property
    def autofill(self) -> str:
        """What of its own user a browser may put here: `tel`, `email`, `address`, or nothing."""
        return OWN.get(self.key, "") if self.is_own else ""

    @property
    def is_digits(self) -> bool:
        """True where only digits are typed (a citizen number, a tax code, an account): telephones show their digits."""
        pattern = str(self.question.get("validation", {}).get("pattern", ""))
        return bool(pattern) and not LETTERS.search(pattern.replace(r"\d", ""))

    @property
    def optional(self) -> bool:
        """True when it may be left empty."""
        rules = self.question.get("validation", {})
        return not self.question["required"] and not rules.get("required_if")

    @property
    def max_length(self) -> int:
        """The longest text the field takes."""
        return int(self.question.get("validation", {}).get("max_length", getattr(type_of(self.question), "limit", 255)))

    @property
    def options(self) -> list[dict[str, Any]]:
        """Options of a choice, the chosen ones marked."""
        return self._marked(self._choice.options(self.question))

    @property
    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The same under their headings; a typed value that is none of them is kept as one more."""
        groups = self._choice.groups(self.question)
        rows = [(title, self._marked(options)) for title, options in groups]
        if self.value and not any(option["chosen"] for _title, options in rows for option in options):
            typed = {"value": self.value, "label": self.value, "chosen": True}
            rows.insert(0, (_("Đã nhập"), [typed]))
        return rows

    @property
    def _choice(self) -> Choice:
        question_type = type_of(self.question)
        assert isinstance(question_type, Choice)
        return question_type

    def _marked(self, options: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [
            {"value": row["value"], "label": text_of(row, "label"), "chosen": row["value"] in chosen} for row in options
        ]

    @property
    def parts(self) -> dict[str, str]:
        """Day, month and year of a date as typed."""
        text = str(self.value or "")
        pieces = list(reversed(text.split("-"))) if text[:4].isdigit() and "/" not in text else text.split("/")
        pieces = [""] * (3 - len(pieces)) + pieces
        return dict(zip(("day", "month", "year"), pieces[:3], strict=True))

    @property
    def address(self) -> dict[str, Any]:
        """The parts of an address as typed; the province is a question of its own."""
        parts = self.value if isinstance(self.value, Mapping) else {}
        typed = {part: str(parts.get(part, "")) for part in ADDRESS_PARTS}
        province = {"key": f"{self.key}-province", "type": "select_province", "label": "", "required": True}
        return {**typed, "province": BoundQuestion(province, typed["province"])}

    @property
    def rows(self) -> "list[list[BoundQuestion]]":
        """The cells of a table, each a question: what was typed, and blank rows to go on with."""
        rows = [row for row in self.value if isinstance(row, Mapping)] if isinstance(self.value, list) else []
        count = min(max(len(rows) + self.extra_rows, BLANK_ROWS), ROWS_MAX)
        rows += [{}] * (count - len(rows))
        return [self._cells(n, row) for n, row in enumerate(rows)]

    def _cells(self, number: int, row: Mapping[str, Any]) -> "list[BoundQuestion]":
        table = type_of(self.question)
        assert isinstance(table, Table)
        faults = table.faults(row, self.question) if self.errors else {}
        return [
            BoundQuestion(
                {**localized(column), "key": f"{self.key}-{number}-{column['key']}"},
                row.get(column["key"], ""),
                [faults[column["key"]]] if column["key"] in faults else (),
            )
            for column in self.question["columns"]
        ]


def sections(definition: Sequence[Question]) -> list[Section]:
    """The definition by its headings, in order."""
    titles = list(dict.fromkeys(question["section_vi"] for question in definition))
    return [
        Section(n, title, [question for question in definition if question["section_vi"] == title])
        for n, title in enumerate(titles, 1)
    ]


def bind_questions(
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]] | None = None,
    more_rows_for: str = "",
    *,
    is_own: bool = False,
    notes: Mapping[str, str] | None = None,
) -> list[BoundQuestion]:
    """Bind the questions of one page to values and errors; *more_rows_for* gives that table one more row;
    *is_own*: who types it answers for themselves; *notes* say by key where a value was taken from.

    What depends on an answer given elsewhere is left out while it is not asked; what depends on one of this page stays.
    """
    wrong, here = errors or {}, {question["key"]: localized(question) for question in questions}
    asked = {question["key"] for question in asked_now(questions, answers)}
    rows = []
    for key, question in here.items():
        depends_on = {other: here[other] for other in condition(question) if other in here}
        if key in asked or depends_on:
            value, more = answers.get(key, type_of(question).empty), int(key == more_rows_for)
            note = (notes or {}).get(key, "")
            rows.append(BoundQuestion(question, value, wrong.get(key, ()), more, depends_on, is_own, note))
    return rows


def read(questions: Sequence[Question], posted: Mapping[str, Any]) -> dict[str, Any]:
    """The raw answers of a posted page, by key."""
    return {question["key"]: storable(type_of(question).read(posted, question)) for question in questions}


def mark_of(answers: Mapping[str, Any], keys: Sequence[str] = ()) -> str:
    """A short hash of *answers* (to *keys*): another one as soon as one of them changes."""
    chosen = {key: answers.get(key) for key in keys or sorted(answers)}
    text = json.dumps(chosen, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def storable(raw: Any) -> Any:
    """*raw* without what no database stores: null characters and lone surrogates."""
    if isinstance(raw, str):
        return UNSTORABLE.sub("", raw)
    if isinstance(raw, Mapping):
        return {storable(key): storable(value) for key, value in raw.items()}
    return [storable(value) for value in raw] if isinstance(raw, list) else raw
