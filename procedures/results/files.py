"""Read, check and write the files of result templates; each fault says where it stands, in Vietnamese."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tomli_w
from django.utils.translation import gettext as _

from procedures.editions.files import BadFile, parse_toml
from procedures.results.body import PLACEHOLDER, SITE_FACTS
from procedures.results.values import cleaned
from toolbox.refusal import InvalidInput
from toolbox.text import has_control_characters

FOLDER = Path(__file__).parents[1] / "result_templates"
LAYOUTS = ("decision", "certificate", "letter")
TYPES = ("text", "long_text", "date", "money", "number", "choice")
KEYS = {
    "kind": str,
    "name_vi": str,
    "name_en": str,
    "layout": str,
    "symbol": str,
    "procedures": list,
    "fields": list,
    "body": str,
    "form_no": str,
    "source": str,
    "photo": str,
    "remind_days": int,
    "sample": dict,
}
NEEDED = ("kind", "name_vi", "layout", "symbol", "procedures", "fields", "body")
FIELD_KEYS = {
    "key": str,
    "label_vi": str,
    "label_en": str,
    "type": str,
    "required": bool,
    "max_length": int,
    "fact": str,
    "options": list,
    "default": str,
    "starts": bool,
    "ends": bool,
}
SYMBOL = re.compile(r"[A-ZĐ0-9]{1,12}")  # a paper's own symbol is this, and who issues it
SLUG, NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), re.compile(r"[a-z][a-z0-9_]*")
FIELDS_MAX, NAME_MAX, TITLE_MAX, REMIND_MAX = 40, 60, 255, 3650
LONGEST = {"body": 20_000}
FACT = re.compile(r"(answers\.[a-z][a-z0-9_.]*|applicant\.(name|identity_number|address|phone|email))")


def read_all(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every template of the folder, checked. Raises BadFile for the first that is wrong or takes another's place."""
    contents: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.toml")):
        content = read_text(path.read_text(encoding="utf-8"), path.name)
        if faults := [fault for other in contents for fault in clashes(content, other)]:
            raise BadFile(path.name, faults)
        contents.append(content)
    return contents


def clashes(content: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Why both may not hold on one day: each procedure that they share would have two kinds of result."""
    if content["kind"] == other["kind"]:
        return []
    shared = [slug for slug in content["procedures"] if slug in other["procedures"]]
    words = _("procedures: “%(slug)s” đã có mẫu “%(kind)s”")
    return [words % {"slug": slug, "kind": other["kind"]} for slug in shared]


def read_text(text: str, name: str) -> dict[str, Any]:
    """A template's content from its file. Raises BadFile with every fault."""
    content = parse_toml(text, name)
    faults = [*_shape_faults(content)] or [*_part_faults(content)]  # each takes the one before it for granted
    faults = faults or [*_field_faults(content["fields"])]
    faults = faults or [*_body_faults(content), *_sample_faults(content)]
    if faults:
        raise BadFile(name, faults[:20])
    return content


def write_text(content: dict[str, Any]) -> str:
    """The file of a template's content, its parts in the order of the format: databases keep none."""
    fields = [_in_order(field, FIELD_KEYS) for field in content["fields"]]
    ordered = _in_order({**content, "fields": fields}, KEYS)
    if sample := content.get("sample"):
        ordered["sample"] = _in_order(sample, [field["key"] for field in content["fields"]])
    return tomli_w.dumps(ordered, multiline_strings=True)


def _in_order(part: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: part[key] for key in keys if key in part}


def _shape_faults(content: dict[str, Any]) -> Iterator[str]:
    yield from _type_faults(content, KEYS, NEEDED, "")
    if not SLUG.fullmatch(str(content.get("kind", ""))) or len(str(content.get("kind"))) > NAME_MAX:
        yield _("kind: chỉ gồm chữ thường không dấu, số và dấu gạch nối, không quá 60 ký tự")
    if content.get("layout") not in LAYOUTS:
        yield _("%(where)s: phải là một trong các giá trị %(wanted)s") % {
            "where": "layout",
            "wanted": ", ".join(LAYOUTS),
        }
    if not SYMBOL.fullmatch(str(content.get("symbol", ""))):
        yield _("symbol: chỉ gồm chữ in hoa A–Z, Đ và số, không quá 12 ký tự")


def _part_faults(content: dict[str, Any]) -> Iterator[str]:
    """Of parts that are of their types: how many, how long."""
    if not 0 <= content.get("remind_days", 0) <= REMIND_MAX:
        yield _("remind_days: từ 0 đến %(n)d") % {"n": REMIND_MAX}
    for key, value in content.items():
        if isinstance(value, str) and len(value) > LONGEST.get(key, TITLE_MAX):
            yield _("%(where)s: dài quá %(n)d ký tự") % {"where": key, "n": LONGEST.get(key, TITLE_MAX)}
        if any(map(has_control_characters, _words(value))):
            yield _("%(where)s: có ký tự điều khiển, không cơ sở dữ liệu nào giữ được") % {"where": key}
    if not all(isinstance(slug, str) and SLUG.fullmatch(slug) for slug in content["procedures"]):
        yield _("procedures: mỗi mục là tên tệp của một thủ tục, không có .toml")
    if not all(isinstance(row, dict) for row in content["fields"]):
        yield _("fields: mỗi mục phải là một bảng")
    if len(content["fields"]) > FIELDS_MAX:
        yield _("fields: nhiều quá %(n)d mục") % {"n": FIELDS_MAX}


def _words(value: Any) -> Iterator[str]:
    """Every text in *value*; the parser has already refused what is nested too deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _words(inner)


def _type_faults(content: dict[str, Any], keys: dict[str, type], needed: tuple[str, ...], where: str) -> Iterator[str]:
    for key in needed:
        if not content.get(key) and content.get(key) != []:
            yield _("%(where)s: thiếu mục bắt buộc") % {"where": where + key}
    for key, value in content.items():
        if key not in keys:
            yield _("%(where)s: có mục không dùng được") % {"where": where + key}
        elif not isinstance(value, keys[key]) or (keys[key] is int and isinstance(value, bool)):
            yield _("%(where)s: phải thuộc kiểu %(wanted)s") % {"where": where + key, "wanted": keys[key].__name__}


def _field_faults(fields: list[dict[str, Any]]) -> Iterator[str]:
    seen: set[str] = set()
    for number, field in enumerate(fields, 1):
        where = f"fields/{number}/"
        if faults := [*_type_faults(field, FIELD_KEYS, ("key", "label_vi", "type"), where)]:
            yield from faults
            continue
        key = str(field.get("key", ""))
        if not NAME.fullmatch(key) or key in seen or key in SITE_FACTS:
            yield _("%(where)s: tên trống, trùng, hoặc đã dùng cho việc khác") % {"where": f"{where}key"}
        seen.add(key)
        if field.get("type") not in TYPES:
            yield _("%(where)s: phải là một trong các giá trị %(wanted)s") % {
                "where": f"{where}type",
                "wanted": ", ".join(TYPES),
            }
        if (field.get("type") == "choice") != bool(field.get("options")):
            yield _("%(where)s: kiểu choice cần options, kiểu khác thì không") % {"where": f"{where}options"}
        yield from _mark_faults(field, where)
        if field.get("fact") and not FACT.fullmatch(str(field["fact"])):
            yield _("%(where)s: không biết lấy dữ liệu từ đâu") % {"where": f"{where}fact"}


def _mark_faults(field: dict[str, Any], where: str) -> Iterator[str]:
    if any(not isinstance(option, str) or not option for option in field.get("options", [])):
        yield _("%(where)s: mỗi lựa chọn là một chuỗi chữ") % {"where": f"{where}options"}
    if (field.get("starts") or field.get("ends")) and field.get("type") != "date":
        yield _("%(where)s: chỉ ngày mới là ngày bắt đầu hoặc hết hạn") % {"where": f"{where}type"}
    if field.get("max_length", 1) < 1:
        yield _("%(where)s: phải là số dương") % {"where": f"{where}max_length"}


def _sample_faults(content: dict[str, Any]) -> Iterator[str]:
    """A sample that its own fields refuse, and values that are neither words nor whole numbers."""
    sample = content.get("sample", {})
    odd = [key for key, value in sample.items() if not isinstance(value, str | int) or isinstance(value, bool)]
    yield from (_("sample/%(key)s: phải là chữ trong ngoặc kép hoặc số nguyên") % {"key": key} for key in odd)
    if not odd:
        try:
            cleaned(content["fields"], sample, whole=False)
        except InvalidInput as error:
            yield from (f"sample/{key}: {' '.join(messages)}" for key, messages in error.errors.items())


def _body_faults(content: dict[str, Any]) -> Iterator[str]:
    """An unknown field where it stands; whatever else looks like code is no field either."""
    known = {field["key"] for field in content["fields"]} | set(SITE_FACTS)
    for number, line in enumerate(content["body"].splitlines(), 1):
        rest = PLACEHOLDER.sub("", line)
        for match in PLACEHOLDER.finditer(line):
            if match["key"] not in known:
                where = {"n": number, "key": match["key"]}
                yield _("body, dòng %(n)d: không có trường “%(key)s”") % where
        if "{{" in rest or "}}" in rest or "{%" in rest:
            yield _("body, dòng %(n)d: dấu ngoặc nhọn không đúng chỗ; giữa hai cặp ngoặc chỉ có tên một trường") % {
                "n": number
            }
