"""Questions as a page asks them: grouped in sections, each with what was typed and what is wrong."""

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
from procedures.questions.registry import kind_of, localized
from procedures.questions.tables import ROWS_MAX, Table
from toolbox.formats import in_english

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
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
class Asked:
    """One question on a page: plain values for the template."""

    question: Mapping[str, Any]
    value: Any
    errors: Sequence[str] = ()
    extra_rows: int = 0
    hangs_on: Mapping[str, Question] = field(default_factory=dict)  # questions of this page, by key

    @property
    def key(self) -> str:
        """The name of the input."""
        return str(self.question["key"])

    @property
    def template(self) -> str:
        """The partial that draws it."""
        return f"components/questions/{kind_of(self.question).template}.html"

    @property
    def label(self) -> str:
        """The question in the language of the page."""
        return str(self.question["label"])

    @property
    def hint(self) -> str:
        """What helps to answer, and on which answer of this page the question hangs."""
        wanted = condition(self.question)
        words = [only_if(other, wanted[key]) for key, other in self.hangs_on.items()]
        return " ".join(filter(None, [*words, str(self.question.get("help") or "")]))

    @property
    def asked_if(self) -> str:
        """The answers of this page that make it asked, for the script that hides it until then; JSON."""
        wanted = condition(self.question)
        return json.dumps({key: wanted[key] for key in self.hangs_on}) if self.hangs_on else ""

    @property
    def shown(self) -> str:
        """The value as it reads, for what is shown and not asked."""
        kind, english = kind_of(self.question), in_english()
        return "" if kind.is_empty(self.value) else kind.show(self.value, self.question, english)

    @property
    def optional(self) -> bool:
        """May be left empty when it is asked."""
        rules = self.question.get("validation", {})
        return not self.question["required"] and not rules.get("required_if")

    @property
    def max_length(self) -> int:
        """The longest text the field takes."""
        return int(self.question.get("validation", {}).get("max_length", getattr(kind_of(self.question), "limit", 255)))

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
        kind = kind_of(self.question)
        assert isinstance(kind, Choice)
        return kind

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
        held = self.value if isinstance(self.value, Mapping) else {}
        typed = {part: str(held.get(part, "")) for part in ADDRESS_PARTS}
        province = {"key": f"{self.key}-province", "type": "select_province", "label": "", "required": True}
        return {**typed, "province": Asked(province, typed["province"])}

    @property
    def rows(self) -> "list[list[Asked]]":
        """The cells of a table, each a question: what was typed, and blank rows to go on with."""
        held = [row for row in self.value if isinstance(row, Mapping)] if isinstance(self.value, list) else []
        count = min(max(len(held) + self.extra_rows, BLANK_ROWS), ROWS_MAX)
        held += [{}] * (count - len(held))
        return [self._cells(n, row) for n, row in enumerate(held)]

    def _cells(self, number: int, row: Mapping[str, Any]) -> "list[Asked]":
        table = kind_of(self.question)
        assert isinstance(table, Table)
        wrong = table.faults(row, self.question) if self.errors else {}
        return [
            Asked(
                {**localized(column), "key": f"{self.key}-{number}-{column['key']}"},
                row.get(column["key"], ""),
                [wrong[column["key"]]] if column["key"] in wrong else (),
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


def ask(
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]] | None = None,
    more_rows_for: str = "",
) -> list[Asked]:
    """The questions of one page with what was typed and what is wrong; *more_rows_for* asks one more table row.

    What hangs on an answer given elsewhere is left out while it is not asked; what hangs on one of this page stays.
    """
    wrong, here = errors or {}, {question["key"]: localized(question) for question in questions}
    asked = {question["key"] for question in asked_now(questions, answers)}
    rows = []
    for key, question in here.items():
        hangs_on = {other: here[other] for other in condition(question) if other in here}
        if key in asked or hangs_on:
            value, more = answers.get(key, kind_of(question).empty), int(key == more_rows_for)
            rows.append(Asked(question, value, wrong.get(key, ()), more, hangs_on))
    return rows


def read(questions: Sequence[Question], posted: Mapping[str, Any]) -> dict[str, Any]:
    """The raw answers of a posted page."""
    return {question["key"]: storable(kind_of(question).read(posted, question)) for question in questions}


def mark_of(answers: Mapping[str, Any], keys: Sequence[str] = ()) -> str:
    """A short mark of what *answers* say (to *keys*): another one as soon as one of them is another."""
    marked = {key: answers.get(key) for key in keys or sorted(answers)}
    text = json.dumps(marked, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def storable(raw: Any) -> Any:
    """What was typed, without what no database keeps: null characters and halves of pairs."""
    if isinstance(raw, str):
        return UNSTORABLE.sub("", raw)
    if isinstance(raw, Mapping):
        return {storable(key): storable(value) for key, value in raw.items()}
    return [storable(value) for value in raw] if isinstance(raw, list) else raw
