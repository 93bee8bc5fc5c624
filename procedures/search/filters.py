"""The links beside a list of procedures: each keeps what else was asked, the current one is marked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from procedures.labels import APPLICANTS as APPLICANT_WORDS
from procedures.labels import LEVELS as LEVEL_WORDS
from procedures.labels import life_events
from procedures.models import Field
from procedures.search.query import APPLICANTS, Wanted


@dataclass(frozen=True)
class Link:
    """One choice: its words, where it leads, whether it is the choice now, and how many it would find."""

    words: str
    href: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Filter:
    """One heading and its choices."""

    title: str
    links: list[Link]

    @property
    def chosen(self) -> str:
        """The words of the choice now; nothing when nothing is chosen."""
        return next((link.words for link in self.links[1:] if link.current), "")


def filters(wanted: Wanted, fields: Sequence[Field]) -> list[Filter]:
    """By who files, by how, by field."""
    who = [("", _("Tất cả")), *((kind, str(APPLICANT_WORDS[kind])) for kind in APPLICANTS)]
    how = [
        ("", _("Tất cả")),
        ("online", _("Nộp trực tuyến được")),
        ("toan_trinh", _("Trực tuyến toàn trình")),
        ("mot_phan", _("Trực tuyến một phần")),
        ("desk", _("Chỉ tại quầy hoặc qua bưu chính")),
    ]
    where = [("", _("Tất cả")), *((key, str(words)) for key, words in LEVEL_WORDS.items())]
    when = [("", _("Tất cả")), *((event["slug"], event["name"]) for event in life_events())]
    found = {field.slug: int(getattr(field, "found", 0)) for field in fields}
    about = [(field.slug, field.name) for field in fields if found[field.slug] or field.slug == wanted.field]
    by_field = [_link(wanted, "field", slug, name, found[slug]) for slug, name in about]
    groups = [
        Filter(_("Người nộp"), [_link(wanted, "applicant", key, words) for key, words in who]),
        Filter(_("Cách nộp"), [_link(wanted, "mode", key, words) for key, words in how]),
        Filter(_("Việc trong đời"), [_link(wanted, "event", key, words) for key, words in when]),
        Filter(_("Cấp thực hiện"), [_link(wanted, "level", key, words) for key, words in where]),
        Filter(_("Lĩnh vực"), [_link(wanted, "field", "", _("Tất cả")), *by_field]),
    ]
    return [group for group in groups if len(group.links) > 1]


def _link(wanted: Wanted, part: str, value: str, words: str, count: int | None = None) -> Link:
    asked = replace(wanted, **{part: value})
    said = {key: text for key, text in asdict(asked).items() if text}
    return Link(words, f"?{urlencode(said)}", getattr(wanted, part) == value, count)
