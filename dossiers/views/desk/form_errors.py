"""Show what an act or a rule found wrong beside the fields it is about."""

from typing import Any

from toolbox.refusal import InvalidInput, Refused


def add_errors(form: Any, refusal: Refused) -> None:
    """The findings, each at its field; others above the form."""
    if not isinstance(refusal, InvalidInput):
        form.add_error(None, refusal.message)
        return
    for name, errors in refusal.errors.items():
        form.add_error(name if name in form.fields else None, errors)
