"""Carry an act out for a form, and put what refuses it on the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from toolbox.refusal import Forbidden, InvalidInput, Refused


def attempt(form: forms.Form, act: Callable[[], Any]) -> int:
    """Carry *act* out; 0 when it was, else the status, with the words on *form* beside the fields they are about."""
    try:
        act()
    except InvalidInput as error:
        for name, words in error.errors.items():
            form.add_error(name if name in form.fields else None, words)
        return 422
    except Refused as error:
        form.add_error(None, error.message)
        return 403 if isinstance(error, Forbidden) else 409
    return 0


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even nothing; None for a page that is only asked for."""
    return request.POST if request.method == "POST" else None
