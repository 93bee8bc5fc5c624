"""Take in the text of forms and addresses in one form, before any view reads it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from toolbox.text import entered, is_secret


class TypedText:
    """Middleware: what was typed or pasted, in GET and POST, is `toolbox.text.entered`; JSON has its own parser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forms are parsed when a view asks for them, within its limits; so theirs is taken in then."""
        form: Any = request
        form.GET = _entered(request.GET)
        load = form._load_post_and_files

        def load_entered() -> None:
            load()
            form._post = _entered(form._post)

        form._load_post_and_files = load_entered
        return self.get_response(request)


def _entered(data: QueryDict) -> QueryDict:
    if all(value.isascii() for _name, values in data.lists() for value in values):
        return data
    result = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        result.setlist(name, values if is_secret(name) else [entered(value) for value in values])
    result._mutable = False
    return result
