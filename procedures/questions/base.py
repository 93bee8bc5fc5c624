"""The base class of question types: what a type reads, accepts, stores and prints; and the types that are text."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from people.identity import citizen_id_fits, phone_groups, phone_number, tax_code_fits, without_grouping
from procedures.questions.messages import enter, pattern_hint
from procedures.questions.patterns import fits
from toolbox.text import has_control_characters, nfc

Question = Mapping[str, Any]
TEXT_MAX, TEXTAREA_MAX = 255, 4000
# The patterns by which a definition asks for a tax code, and for a citizen number or the old nine digits.
TAX_CODE, CITIZEN_ID, OLD_ID_LENGTH = r"^\d{10}(-\d{3})?$", r"^\d{12}$|^\d{9}$", 9


class InvalidAnswer(ValueError):
    """An answer that is not valid; each message tells how to mend something."""

    @property
    def messages(self) -> list[str]:
        """In the order in which they are read."""
        return [str(message) for message in self.args]


class QuestionType(ABC):
    """One type of question. `tidy` raises InvalidAnswer; a missing answer is None or empty."""

    template = "text"
    empty: Any = ""

    def read(self, posted: Mapping[str, Any], question: Question) -> Any:
        """The raw value from what a page posted."""
        return str(posted.get(question["key"], ""))

    @abstractmethod
    def tidy(self, raw: Any, question: Question) -> Any:
        """The normal form of a raw value that is not empty. Raises InvalidAnswer."""

    def is_empty(self, raw: Any) -> bool:
        """True when nothing was answered."""
        return raw in (None, "", [], {}, False)

    def missing(self, question: Question) -> str:
        """The message when a required answer is not there."""
        return enter(question)

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """The value as a page or a paper prints it."""
        return str(raw)

    def schema(self, question: Question) -> dict[str, Any]:
        """JSON Schema of the value."""
        return {"type": "string"}


class Text(QuestionType):
    """One line, or several when the class says so."""

    limit = TEXT_MAX

    def tidy(self, raw: Any, question: Question) -> Any:
        """NFC text within its limits and pattern."""
        rules = question.get("validation", {})
        pattern = rules.get("pattern", "")
        text = _in_pattern(plain(raw, question), pattern)
        if len(text) > (most := rules.get("max_length", self.limit)):
            raise InvalidAnswer(
                _("%(label)s dài nhất %(most)d ký tự; ông/bà đã nhập %(n)d.")
                % {"label": question["label"], "most": most, "n": len(text)}
            )
        if len(text) < rules.get("min_length", 0):
            raise InvalidAnswer(
                _("%(label)s phải có ít nhất %(least)d ký tự.")
                % {"label": question["label"], "least": rules["min_length"]}
            )
        if pattern and not fits(pattern, text):
            raise InvalidAnswer(pattern_hint(question))
        if message := _number_fault(text, pattern):
            raise InvalidAnswer(message % {"label": question["label"]})
        return text

    def schema(self, question: Question) -> dict[str, Any]:
        """A string with its longest length."""
        return {"type": "string", "maxLength": question.get("validation", {}).get("max_length", self.limit)}


class TextArea(Text):
    """Several lines."""

    template, limit = "textarea", TEXTAREA_MAX


class Tel(Text):
    """A telephone number, however it is grouped."""

    template = "tel"

    def tidy(self, raw: Any, question: Question) -> Any:
        """The number as dialled at home, without spaces; with its country code when it is a foreign one."""
        if number := phone_number(plain(raw, question)):
            return number
        raise InvalidAnswer(
            _("%(label)s phải là số di động 10 chữ số, ví dụ 0912 345 678, hoặc số máy bàn có mã vùng.")
            % {"label": question["label"]}
        )

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """`0912 345 678`."""
        return phone_groups(str(raw))


class Email(Text):
    """An e-mail address."""

    template = "email"

    def tidy(self, raw: Any, question: Question) -> Any:
        """The address, checked for form."""
        text = super().tidy(raw, question)
        try:
            validate_email(text)
        except ValidationError:
            raise InvalidAnswer(_("Địa chỉ thư điện tử phải có dạng ten@tenmien.vn.")) from None
        return text


class Url(Text):
    """A web address."""

    def tidy(self, raw: Any, question: Question) -> Any:
        """The address, checked for form."""
        text = super().tidy(raw, question)
        try:
            URLValidator(["http", "https"])(text)
        except ValidationError:
            raise InvalidAnswer(_("Địa chỉ trang web phải bắt đầu bằng http:// hoặc https://.")) from None
        return text


def plain(raw: Any, question: Question) -> str:
    """Composed text without characters no keyboard types. Raises InvalidAnswer for anything but text."""
    if not isinstance(raw, str):
        raise InvalidAnswer(enter(question))
    if has_control_characters(raw):
        raise InvalidAnswer(_("%(label)s có ký tự không đọc được. Xóa và gõ lại.") % {"label": question["label"]})
    return nfc(raw)


def _number_fault(text: str, pattern: str) -> str:
    """The message for a number that has the right length and cannot exist; empty when it can."""
    if pattern == TAX_CODE and not tax_code_fits(text):
        return _("%(label)s chưa khớp. Xem lại từng chữ số trên giấy đăng ký.")
    if pattern == CITIZEN_ID and len(text) > OLD_ID_LENGTH and not citizen_id_fits(text):
        return _("%(label)s phải bắt đầu bằng mã tỉnh hoặc mã nước. Xem lại từng chữ số.")
    return ""


def _in_pattern(text: str, pattern: str) -> str:
    """*text* in capitals, or without the signs people group digits by, where only so it can fit *pattern*.

    Words are left alone: the spaces and hyphens of a name are part of it.
    """
    if pattern.startswith("^[A-Z"):
        text = text.upper()
    if not pattern or fits(pattern, text) or not any(mark.isdigit() for mark in text):
        return text
    compact = without_grouping(text)
    return compact if fits(pattern, compact) else text
