"""Fill the forms of a page with words: in its HTML, so that every form of the site is filled, those to come too."""

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from people.typed_input.words import Words, address_of

NEVER = ("password", "file", "submit", "button", "image", "reset")
Attributes = list[tuple[str, str | None]]


class Filler(HTMLParser):
    """Reads a page of ours and writes it again, with the words in the forms they were typed into."""

    def __init__(self, path: str, forms: Mapping[str, Words]) -> None:
        super().__init__(convert_charrefs=False)
        self.filled: set[str] = set()
        self._path, self._forms, self._out = path, forms, list[str]()
        self._words: dict[str, list[str]] | None = None  # of the form we stand in
        self._select: str | None = None
        self._textarea = False  # its old text is left out
        self._details: list[int] = []
        self._main = 0

    def page(self, banner: str) -> str:
        """The page, with *banner* at the top of its main part."""
        return "".join([*self._out[: self._main], banner, *self._out[self._main :]])

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write the tag, filled."""
        raw, given = self.get_starttag_text() or "", dict(attrs)
        if tag == "form":
            self._enter(given)
        elif tag == "details":
            self._details.append(len(self._out))
        self._out.append(raw if self._words is None else self._tag(tag, given, attrs, raw))
        if tag == "main" and not self._main:
            self._main = len(self._out)
        if tag == "textarea" and self._words is not None and (given.get("name") or "") in self._words:
            self._out.append("\n" + escape(self._next(given.get("name") or "")))
            self._textarea = True

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, a list of options or a text."""
        if tag == "form":
            self._words = None
        elif tag == "details" and self._details:
            self._details.pop()
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = False
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text as it stands."""
        if not self._textarea:
            self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        """A sign by its name."""
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A sign by its number."""
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """A comment."""
        self._out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """The type of the document."""
        self._out.append(f"<!{decl}>")

    def _enter(self, given: dict[str, str | None]) -> None:
        """Enter a form; when it is one of ours, open what hides it."""
        target = address_of(urlsplit(urljoin(self._path, given.get("action") or self._path)).path)
        words = self._forms.get(target) if (given.get("method") or "").lower() == "post" else None
        if words is None:
            return
        self._words = {name: list(values) for name, values in words.data.items()}
        self.filled.add(target)
        for index in self._details:
            if " open" not in self._out[index]:
                self._out[index] = self._out[index][:-1] + " open>"

    def _tag(self, tag: str, given: dict[str, str | None], attrs: Attributes, raw: str) -> str:
        name, kind = given.get("name") or "", (given.get("type") or "text").lower()
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select in (self._words or {}):
            chosen = (given.get("value") or "") in self._of(self._select or "")
            return _written(tag, attrs, "selected", chosen)
        elif tag == "input" and name and kind not in NEVER and "csrf" not in name:
            if kind in ("radio", "checkbox"):
                return _written(tag, attrs, "checked", (given.get("value") or "on") in self._of(name))
            if name in (self._words or {}):
                return _written(tag, [pair for pair in attrs if pair[0] != "value"], "value", self._next(name))
        return raw

    def _of(self, name: str) -> list[str]:
        return (self._words or {}).get(name, [])

    def _next(self, name: str) -> str:
        """The value of the next input of this name."""
        values = self._of(name)
        return values.pop(0) if values else ""


def _written(tag: str, attrs: Attributes, name: str, value: str | bool) -> str:
    """The tag with one more attribute, or without it."""
    pairs = [pair for pair in attrs if pair[0] != name]
    if value is not False:
        pairs.append((name, None if value is True else str(value)))
    text = "".join(f" {key}" if words is None else f' {key}="{escape(words)}"' for key, words in pairs)
    return f"<{tag}{text}>"
