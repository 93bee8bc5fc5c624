"""Question types for choices among declared options, and for boxes to tick."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from procedures.localized import text_of
from procedures.questions.base import InvalidAnswer, Question, QuestionType
from procedures.questions.messages import choose


class Choice(QuestionType):
    """One of the declared options."""

    template = "select"

    def options(self, question: Question) -> list[dict[str, str]]:
        """Value and label of each option."""
        rows: list[dict[str, str]] = question.get("options", [])
        return rows

    def groups(self, question: Question) -> list[tuple[str, list[dict[str, str]]]]:
        """The options under headings, where a long list has some."""
        return [("", self.options(question))]

    def tidy(self, raw: Any, question: Question) -> Any:
        """The value of an option that exists."""
        if raw not in [option["value"] for option in self.options(question)]:
            raise InvalidAnswer(choose(question))
        return raw

    def missing(self, question: Question) -> str:
        """Asks to choose, not to enter."""
        return choose(question)

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """The label of the option."""
        chosen = next((option for option in self.options(question) if option["value"] == raw), None)
        if chosen is None:
            return str(raw)
        return text_of(chosen, "label")

    def schema(self, question: Question) -> dict[str, Any]:
        """The declared values."""
        return {"type": "string", "enum": [option["value"] for option in self.options(question)]}


class Radio(Choice):
    """One of a few options, all shown."""

    template = "radio"


class CheckboxGroup(Choice):
    """Any of the declared options."""

    template = "checkboxes"
    empty: Any = ()

    def read(self, posted: Mapping[str, Any], question: Question) -> Any:
        """Every ticked value."""
        return (
            list(posted.getlist(question["key"]))
            if hasattr(posted, "getlist")
            else list(posted.get(question["key"], []))
        )

    def tidy(self, raw: Any, question: Question) -> Any:
        """The ticked values, in the order of the options."""
        allowed = [option["value"] for option in self.options(question)]
        if not isinstance(raw, list) or any(value not in allowed for value in raw):
            raise InvalidAnswer(choose(question))
        return [value for value in allowed if value in raw]

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """The labels, joined."""
        return "; ".join(super(CheckboxGroup, self).show(value, question, english) for value in raw)

    def schema(self, question: Question) -> dict[str, Any]:
        """A list of the declared values."""
        return {"type": "array", "items": super().schema(question)}


class Checkbox(QuestionType):
    """A declaration to tick."""

    template = "checkbox"
    empty: Any = False

    def read(self, posted: Mapping[str, Any], question: Question) -> Any:
        """Ticked or not."""
        return bool(posted.get(question["key"]))

    def tidy(self, raw: Any, question: Question) -> Any:
        """True or false."""
        if not isinstance(raw, bool):
            raise InvalidAnswer(self.missing(question))
        return raw

    def missing(self, question: Question) -> str:
        """Asks to tick the box."""
        return _("Đánh dấu vào ô “%(label)s” để tiếp tục.") % {"label": question["label"]}

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """Yes or no."""
        return _("Có") if raw else _("Không")

    def schema(self, question: Question) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}
