"""A page's markup read as a browser reads it: which ids it has, and what points to them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns")  # ids, separated by spaces
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "rect", "path", "circle"}
SILENT = {"script", "style", "title", "textarea"}  # what a title or a field holds cannot be marked
VIETNAMESE = re.compile("[ăâđêôơư\u1ea0-\u1ef9àáèéìíòóùúýãõĩũ]")
FILLED_IN = ("input", "select", "textarea")
LABELLED = (*FILLED_IN, "output")
NEEDS_NO_LABEL = ("hidden", "submit", "button", "reset", "image")


@dataclass
class Element:
    """One start tag, the label it stands in, and the language of its words."""

    tag: str
    attributes: dict[str, str]
    in_label: bool = False

    def __getattr__(self, name: str) -> str:
        """An attribute of the tag; empty where it has none."""
        return self.attributes.get(name, "")


@dataclass
class Markup(HTMLParser):
    """Every start tag of a page, in order."""

    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)  # language and words
    inside: list[tuple[str, str]] = field(default_factory=lambda: [("", "")])  # open tags with their language
    labels: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, self.labels > 0))
        self.labels += tag == "label"
        if tag not in VOID:
            self.inside.append((tag, dict(attrs).get("lang") or self.inside[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        """Leave it, and whatever stayed open in it."""
        self.labels -= tag == "label"
        if tag in (name for name, _ in self.inside):
            while self.inside.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note what is read out."""
        tag, language = self.inside[-1]
        if data.strip() and tag not in SILENT:
            self.texts.append((language, " ".join(data.split())))


def elements_of(page: str) -> list[Element]:
    """The start tags of *page*."""
    markup = Markup()
    markup.feed(page)
    return markup.elements


def faults_of(page: str) -> list[str]:
    """What would mislead somebody who hears the page or clicks a label: shared ids, pointers to nothing, fields
    without a name, a heading of the first level too many or skipped."""
    elements = elements_of(page)
    ids = Counter(element.id for element in elements if "id" in element.attributes)
    faults = [f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1 or not name.strip()]
    faults += [f"{pointer} to no {target!r}" for pointer, target in _pointers(elements) if target not in ids]
    faults += _unnamed(elements) + _headings(elements)
    labelled = [element.attributes["for"] for element in elements if element.attributes.get("for")]
    inputs = {element.id for element in elements if element.tag in LABELLED}
    return faults + [f"label for {name!r}, no field" for name in labelled if name in ids and name not in inputs]


def unmarked_vietnamese(page: str) -> list[str]:
    """Sentences in Vietnamese that an English page does not mark as such: a screen reader spells them out in English.

    Names of people and places, whose words all begin with a capital letter, are the same in every language.
    """
    markup = Markup()
    markup.feed(page)
    return [words for language, words in markup.texts if language != "vi" and _is_sentence(words)]


def _is_sentence(words: str) -> bool:
    return sum(1 for word in words.split() if word[0].islower() and VIETNAMESE.search(word)) > 1


def _pointers(elements: list[Element]) -> list[tuple[str, str]]:
    """Every reference to an id of the page, by the attribute that makes it."""
    rows = [(name, i) for e in elements for name in POINTERS for i in e.attributes.get(name, "").split()]
    rows += [("label for", e.attributes["for"]) for e in elements if e.tag == "label" and "for" in e.attributes]
    here = [e.href[1:] for e in elements if e.tag == "a" and e.href.startswith("#")]
    return rows + [("href", target) for target in here]


def _unnamed(elements: list[Element]) -> list[str]:
    """Fields to fill in that have no label of their own."""
    labelled = {element.attributes.get("for") for element in elements if element.tag == "label"}
    return [
        f"{e.tag} {e.name!r} has no label"
        for e in elements
        if e.tag in FILLED_IN and e.type not in NEEDS_NO_LABEL and not _is_named(e, labelled)
    ]


def _is_named(e: Element, labelled: set[str | None]) -> bool:
    return e.in_label or e.id in labelled or any(name in e.attributes for name in ("aria-label", "aria-labelledby"))


def _headings(elements: list[Element]) -> list[str]:
    """One heading of the first level, and none skipped below it."""
    levels = [int(e.tag[1]) for e in elements if len(e.tag) == 2 and e.tag[0] == "h" and e.tag[1].isdigit()]
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    first = levels[levels.index(1) :] if 1 in levels else levels
    return faults + [f"h{above} then h{below}" for above, below in pairwise(first) if below > above + 1]
