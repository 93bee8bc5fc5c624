"""Read, check against the schema and write the reviewed files of the catalogue."""

import hashlib
import json
import re
import tomllib
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import tomli_w
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, ValidationError

from procedures.editions.step_checks import step_faults
from procedures.questions.definition_checks import form_faults
from toolbox.refusal import first_faults

FOLDER = Path(__file__).parents[1] / "catalogue"
ONLINE_FROM_LEVEL = 3  # levels 3 and 4 take online filing (Decree 43/2011, kept as data)
FAULTS_MAX, ERRORS_MAX = 20, 200
DEPTH_MAX = 20  # the catalogue needs seven
# A key of many parts costs the square of their number to read. Nothing is tried twice: each part is taken whole.
LONG_KEY = re.compile(rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEPTH_MAX}}}""")


class BadFile(ValueError):
    """A catalogue file that breaks the schema; each fault names its key."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__(f"{name}: {faults[0]}")
        self.faults = faults


def read_fields() -> list[dict[str, Any]]:
    """The fields of administration, in order."""
    rows: list[dict[str, Any]] = _toml(FOLDER / "_fields.toml")["fields"]
    return rows


def read_events() -> list[dict[str, Any]]:
    """Life events, in order: slug, names, icon, and the fields and procedures that belong to them."""
    rows: list[dict[str, Any]] = _toml(FOLDER / "_life_events.toml")["events"]
    return rows


def events_of(content: dict[str, Any]) -> list[str]:
    """The slugs of the life events at which people look for this procedure."""
    return [
        event["slug"]
        for event in read_events()
        if content["field"] in event.get("fields", []) or content["slug"] in event.get("slugs", [])
    ]


def read_search() -> dict[str, Any]:
    """Everyday words: keywords of procedures and fields, what sayings mean, and what is done elsewhere."""
    return _toml(FOLDER / "_search.toml")


def keywords_of(content: dict[str, Any]) -> list[str]:
    """The everyday words by which people look for this procedure, beside its names."""
    keywords = read_search()["keywords"]
    own, of_field = keywords["procedures"].get(content["slug"], []), keywords["fields"].get(content["field"], [])
    return [*own, *of_field]


def read_all(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every procedure file, checked. Raises BadFile for the first one that is wrong."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name[0] != "_")
    return [_read_file(path, _stamp(path)) for path in paths]


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of a file's content, whatever its layout."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def edition_columns(content: dict[str, Any]) -> dict[str, Any]:
    """The columns of an edition that are derived from its content."""
    adopted = content["time_limit"].get("adopted")
    fees = [] if content.get("fee_free") else content.get("fees", [])
    return {
        "decision_no": content["edition"]["decision_no"],
        "level": content["level"],
        "service_mode": content["service"]["mode"],
        "step_count": len(content["steps"]),
        "online": content["service"]["legacy_level"] >= ONLINE_FROM_LEVEL and "online" in content["channels"],
        "stages": [adopted] if adopted else content["time_limit"].get("stages", []),
        "supplement_mode": content["supplement"]["mode"],
        "supplement_days": content["supplement"]["within_working_days"],
        "cutoff_moves_deadline": content["time_limit"].get("cutoff_moves_deadline", False),
        "same_day": content["time_limit"].get("same_day", False),
        "fee_amount": fees[0].get("amount_vnd") or 0 if fees else 0,
        "fee_timing": content["fee"]["timing"],
    }


def read_text(text: str, name: str) -> dict[str, Any]:
    """A file's content as an edition keeps it, from its text. Raises BadFile with every fault."""
    content = parse_toml(text, name)
    if faults := [*_schema_faults(content), *_reference_faults(content)]:
        raise BadFile(name, first_faults(faults, FAULTS_MAX))
    content["own_form"] = bool(content.get("form"))
    content.setdefault("form", _toml(FOLDER / "_general_form.toml")["form"])
    return content


def write_text(content: dict[str, Any]) -> str:
    """The file of an edition's content: what `read_text` reads back to the same."""
    added = {"own_form"} if content["own_form"] else {"own_form", "form"}
    return tomli_w.dumps({key: value for key, value in content.items() if key not in added})


@lru_cache(maxsize=512)
def _read_file(path: Path, _stamp: tuple[int, int]) -> dict[str, Any]:
    """One file, checked; read once for each time it was changed. The result is shared: do not change it."""
    content = read_text(path.read_text(encoding="utf-8", errors="replace"), path.name)
    if content["slug"] != path.stem:
        raise BadFile(path.name, [_("slug: phải trùng tên tệp")])
    return content


def _schema_faults(content: dict[str, Any]) -> list[str]:
    """The faults against the schema, by key."""
    errors = islice(_validator().iter_errors(content), ERRORS_MAX)
    faults = [f"{'/'.join(str(part) for part in e.absolute_path) or '–'}: {_message_of(e)}" for e in errors]
    return sorted(faults)


def _message_of(error: ValidationError) -> str:
    """One fault as a message."""
    words = {
        "required": _("thiếu mục bắt buộc (%(detail)s)"),
        "enum": _("phải là một trong các giá trị %(wanted)s"),
        "const": _("phải là một trong các giá trị %(wanted)s"),
        "type": _("phải thuộc kiểu %(wanted)s"),
        "pattern": _("chưa đúng dạng %(wanted)s"),
        "format": _("chưa đúng dạng %(wanted)s"),
        "minimum": _("phải từ %(wanted)s trở lên"),
        "additionalProperties": _("có mục không dùng được (%(detail)s)"),
    }
    message = words.get(str(error.validator), _("chưa đúng (%(detail)s)"))
    detail = ", ".join(re.findall(r"'(.*?)'", error.message)) or error.message
    return message % {"wanted": str(error.validator_value)[:200], "detail": detail[:200]}


def _reference_faults(content: dict[str, Any]) -> list[str]:
    """Faults between parts: an unknown field, and questions that name each other wrongly."""
    faults = []
    if content.get("field") not in {row["slug"] for row in read_fields()}:
        faults.append(_("field: %(field)s không có trong _fields.toml") % {"field": content.get("field")})
    if any(_validator().iter_errors(content)):
        return faults
    form = content.get("form")
    return [*faults, *step_faults(content), *(form_faults(form) if form else [])]


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    schema = json.loads((FOLDER / "schema.json").read_text())
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _stamp(path: Path) -> tuple[int, int]:
    """Time of change and size: another value as soon as the file changes."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _toml(path: Path) -> dict[str, Any]:
    return _parsed(path, _stamp(path))


@lru_cache(maxsize=16)
def _parsed(path: Path, _stamp: tuple[int, int]) -> dict[str, Any]:
    return parse_toml(path.read_text(encoding="utf-8", errors="replace"), path.name)


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """A TOML text as plain values, of bounded depth. Raises BadFile."""
    if "\ufffd" in text:
        raise BadFile(name, [_("tệp phải ở bảng mã UTF-8")])
    if LONG_KEY.search(text):
        raise BadFile(name, [_("khóa hoặc mục lồng nhau quá sâu")])
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFile(name, [_("không phải TOML: %(detail)s") % {"detail": str(error)[:200]}]) from error
    if _is_too_deep(content):
        raise BadFile(name, [_("khóa hoặc mục lồng nhau quá sâu")])
    return content


def _is_too_deep(content: Any) -> bool:
    """True when values are nested deeper than DEPTH_MAX; counted level by level, not by recursion."""
    level = [content]
    for _depth in range(DEPTH_MAX):
        inside = (value.values() if isinstance(value, dict) else value for value in level)
        level = [inner for values in inside for inner in values if isinstance(inner, dict | list)]
    return bool(level)
