"""The filter links beside a list of procedures: each keeps the other criteria, the current one is marked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from procedures.labels import APPLICANTS as APPLICANT_WORDS
from procedures.labels import LEVELS as LEVEL_WORDS
from procedures.labels import life_events
from procedures.models import Field
from procedures.search.query import APPLICANTS, Criteria


@dataclass(frozen=True)
class Link:
    """One choice: its label, its address, whether it is chosen now, and how many procedures it would list."""

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
        """The label of the current choice; empty when nothing is chosen."""
        return next((link.words for link in self.links[1:] if link.current), "")


def filters(criteria: Criteria, fields: Sequence[Field]) -> list[Filter]:
    """Filters by applicant, mode, life event, level and field; those without a choice are left out."""
    applicants = [("", _("Tất cả")), *((kind, str(APPLICANT_WORDS[kind])) for kind in APPLICANTS)]
    modes = [
        ("", _("Tất cả")),
        ("online", _("Nộp trực tuyến được")),
        ("toan_trinh", _("Trực tuyến toàn trình")),
        ("mot_phan", _("Trực tuyến một phần")),
        ("desk", _("Chỉ tại quầy hoặc qua bưu chính")),
    ]
    levels = [("", _("Tất cả")), *((key, str(words)) for key, words in LEVEL_WORDS.items())]
    events = [("", _("Tất cả")), *((event["slug"], event["name"]) for event in life_events())]
    counts = {field.slug: int(getattr(field, "match_count", 0)) for field in fields}
    field_names = [(field.slug, field.name) for field in fields if counts[field.slug] or field.slug == criteria.field]
    by_field = [_link(criteria, "field", slug, name, counts[slug]) for slug, name in field_names]
    groups = [
        Filter(_("Người nộp"), [_link(criteria, "applicant", key, words) for key, words in applicants]),
        Filter(_("Cách nộp"), [_link(criteria, "mode", key, words) for key, words in modes]),
        Filter(_("Việc trong đời"), [_link(criteria, "event", key, words) for key, words in events]),
        Filter(_("Cấp thực hiện"), [_link(criteria, "level", key, words) for key, words in levels]),
        Filter(_("Lĩnh vực"), [_link(criteria, "field", "", _("Tất cả")), *by_field]),
    ]
    return [group for group in groups if len(group.links) > 1]


def _link(criteria: Criteria, part: str, value: str, words: str, count: int | None = None) -> Link:
    changed = replace(criteria, **{part: value})
    query = {key: text for key, text in asdict(changed).items() if text}
    return Link(words, f"?{urlencode(query)}", getattr(criteria, part) == value, count)
