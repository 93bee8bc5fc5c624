"""Error messages beside a field: an instruction for what is missing, a description for what is wrong."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from procedures.localized import text_of


def lower_first(label: str) -> str:
    """*label* inside a sentence; abbreviations keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def enter(question: Mapping[str, Any]) -> str:
    """`Nhập tên doanh nghiệp`."""
    return _("Nhập %(what)s") % {"what": lower_first(question["label"])}


def choose(question: Mapping[str, Any]) -> str:
    """`Chọn giới tính`."""
    return _("Chọn %(what)s") % {"what": lower_first(question["label"])}


def only_if(other: Mapping[str, Any], wanted: Any) -> str:
    """The hint of a question that depends on the answer *wanted* to *other*."""
    label = other["label"]
    if wanted == "*":
        return _("Chỉ trả lời nếu đã trả lời “%(label)s”.") % {"label": label}
    if wanted is False:
        return _("Chỉ trả lời nếu không đánh dấu “%(label)s”.") % {"label": label}
    if wanted is True:
        return _("Chỉ trả lời nếu đánh dấu “%(label)s”.") % {"label": label}
    chosen = wanted if isinstance(wanted, list) else [wanted]
    names = [text_of(option, "label") for option in other.get("options", []) if option["value"] in chosen]
    message = _("Chỉ trả lời nếu “%(label)s” là: %(options)s.")
    return message % {"label": label, "options": ", ".join(names)}


def unknown() -> str:
    """The message for an answer to no question."""
    return _("Không có câu hỏi này trong mẫu đơn.")


def pattern_hint(question: Mapping[str, Any]) -> str:
    """The message for a pattern, in words; the pattern itself is no message."""
    pattern, label = question["validation"]["pattern"], question["label"]
    if pattern.startswith(r"^\d{10}(-\d{3})"):
        return _("%(label)s phải có 10 chữ số, hoặc 10 chữ số, dấu gạch và 3 chữ số.") % {"label": label}
    if pattern == r"^\d{10}$":
        return _("%(label)s phải có 10 chữ số.") % {"label": label}
    if pattern == r"^\d{12}$|^\d{9}$":
        return _("%(label)s phải có 12 chữ số, hoặc 9 chữ số nếu là số cũ.") % {"label": label}
    if pattern.startswith(r"^\d{12}"):
        return _("%(label)s phải có 12 chữ số.") % {"label": label}
    if length := re.fullmatch(r"\^\[(A-Z)?0-9\]\{(\d+),(\d+)\}\$", pattern):
        message = (
            _("%(label)s chỉ gồm %(least)s đến %(most)s chữ cái không dấu và chữ số.")
            if length[1]
            else _("%(label)s phải có %(least)s đến %(most)s chữ số.")
        )
        return message % {"label": label, "least": length[2], "most": length[3]}
    if pattern.startswith("^[A-Z "):
        return _("%(label)s phải viết bằng chữ cái không dấu như trong hộ chiếu.") % {"label": label}
    return _("%(label)s chưa đúng dạng được yêu cầu. So lại với giấy tờ.") % {"label": label}
