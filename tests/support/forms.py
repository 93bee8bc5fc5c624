"""The forms of a page as a browser reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TYPED = ("text", "tel", "email", "search", "number", "textarea", "date")


@dataclass
class FormOnPage:
    """One form: where it goes, and its inputs, each with name, kind, value and autocomplete."""

    action: str
    method: str
    role: str
    autocomplete: str
    inputs: list[dict[str, str]] = field(default_factory=list)

    def typed(self) -> list[str]:
        """The names of what is typed into it."""
        return [row["name"] for row in self.inputs if row["kind"] in TYPED]


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self._inside = path, list[FormOnPage](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(urljoin(self.path, given.get("action") or self.path)).path
            method, role = given.get("method", "get"), given.get("role", "")
            self.forms.append(FormOnPage(action, method, role, given.get("autocomplete", "")))
            self._inside = True
        elif self._inside and tag in ("input", "textarea", "select") and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            row = {"name": given["name"], "kind": kind, "value": given.get("value", "")}
            self.forms[-1].inputs.append({**row, "autocomplete": given.get("autocomplete", "")})

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def forms_of(path: str, page: str) -> list[FormOnPage]:
    """The forms of *page* that are posted."""
    reader = _Reader(path)
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]
