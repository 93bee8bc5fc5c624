"""Question types for addresses: two levels today, three before July 2025; provinces come from the list."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from people import provinces
from procedures.questions.base import TEXT_MAX, InvalidAnswer, Question, QuestionType, plain
from procedures.questions.choices import Choice
from procedures.questions.messages import choose, lower_first
from toolbox.text import fold

ADDRESS_PARTS = ("province", "district", "commune", "detail")


DISTRICTS = ("huyen ", "quan ", "thi xa ", "thanh pho ", "tp ", "tp.", "tx ", "tx.", "h.", "q.")
COMMUNES = ("xa ", "phuong ", "thi tran ", "dac khu ", "x.", "p.", "tt.")


def parts_of(line: str) -> dict[str, str]:
    """The parts of an address that stands on one line, as papers print it; empty where they cannot be told apart."""
    *parts, last = [part.strip() for part in line.split(",")]
    province = provinces.named(last)
    if not province or not parts:
        return {}
    district = ""
    is_old = province not in provinces.today()
    if len(parts) > 1 and (_is(parts[-1], DISTRICTS) or is_old and not _is(parts[-1], COMMUNES)):
        district = parts.pop()
    commune = parts.pop()
    if not (district or _is(commune, COMMUNES)):
        return {}
    return {"province": province, "district": district, "commune": commune, "detail": ", ".join(parts)}


class Province(Choice):
    """One province by its name, of today or as older papers have it."""

    template = "select_grouped"

    def groups(self, question: Question) -> list[tuple[str, list[dict[str, str]]]]:
        """The names of today, then those before the mergers."""
        named = ((_("Hiện nay"), provinces.today()), (_("Tên trước ngày 01/07/2025"), provinces.before()))
        return [(title, [{"value": name, "label_vi": name} for name in names]) for title, names in named]

    def options(self, question: Question) -> list[dict[str, str]]:
        """All names."""
        return [row for _title, rows in self.groups(question) for row in rows]

    def tidy(self, raw: Any, question: Question) -> Any:
        """The full name, also of what is typed short: `TP Hồ Chí Minh`."""
        name = provinces.named(plain(raw, question))
        if not name:
            raise InvalidAnswer(choose(question))
        return name


class Address(QuestionType):
    """Province, district where there was one, commune and the rest."""

    template = "address"
    empty: Any = {}

    def read(self, posted: Mapping[str, Any], question: Question) -> Any:
        """The four parts as typed."""
        return {part: str(posted.get(f"{question['key']}-{part}", "")) for part in ADDRESS_PARTS}

    def is_empty(self, raw: Any) -> bool:
        """True when every part is empty."""
        return not raw or (isinstance(raw, Mapping) and not any(str(part).strip() for part in raw.values()))

    def tidy(self, raw: Any, question: Question) -> Any:
        """The parts, in NFC: a province of the list, its commune, and under an old name the district too."""
        if not isinstance(raw, Mapping) or set(raw) - set(ADDRESS_PARTS):
            raise InvalidAnswer(_("Nhập địa chỉ gồm tỉnh, huyện, xã và số nhà, đường."))
        parts = {part: plain(raw.get(part, ""), question) for part in ADDRESS_PARTS}
        if any(len(text) > TEXT_MAX for text in parts.values()):
            raise InvalidAnswer(_("Mỗi phần của địa chỉ dài nhất %(n)d ký tự.") % {"n": TEXT_MAX})
        parts["province"] = provinces.named(parts["province"])
        if messages := _missing(parts, lower_first(question["label"])):
            raise InvalidAnswer(*messages)
        return parts

    def show(self, raw: Any, question: Question, english: bool) -> str:
        """`Số 1, xã Mẫu, huyện Mẫu, tỉnh Mẫu`."""
        return ", ".join(str(raw[part]) for part in reversed(ADDRESS_PARTS) if raw.get(part))

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of four strings."""
        return {
            "type": "object",
            "properties": {part: {"type": "string", "maxLength": TEXT_MAX} for part in ADDRESS_PARTS},
            "required": ["province", "commune"],
            "additionalProperties": False,
        }


def _is(part: str, kinds: tuple[str, ...]) -> bool:
    return fold(part).startswith(kinds)


def _missing(parts: Mapping[str, str], label: str) -> list[str]:
    """The messages for the missing parts of an address."""
    messages = []
    if not parts["province"]:
        messages.append(_("Chọn tỉnh, thành phố của %(label)s.") % {"label": label})
    elif not parts["district"] and parts["province"] not in provinces.today():
        message = _("Nhập huyện, quận của %(label)s: %(province)s là tên trước ngày 01/07/2025.")
        messages.append(message % {"label": label, "province": parts["province"]})
    if not parts["commune"]:
        messages.append(_("Nhập xã, phường của %(label)s.") % {"label": label})
    return messages
