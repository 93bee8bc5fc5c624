"""The dossiers before and after one in the list it was opened from: the next piece of work is one key away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from dossiers.models import Dossier
from dossiers.views.desk.queue_list import list_of
from dossiers.views.desk.return_link import listed_by, return_link
from people.guards import current_user
from people.privacy.lookups import PARAMETER, words_of
from toolbox import keyset
from toolbox.references import normalise
from toolbox.text import has_control_characters

AFTER = "next"  # in the address of a page that an act led to: what came after the dossier before the act moved it
LONGEST = 40


@dataclass(frozen=True)
class Neighbours:
    """Addresses of the dossiers beside one, both with the list; empty where it ends, or is not the queue's."""

    previous: str = ""
    next: str = ""


def neighbours(request: HttpRequest, dossier: Dossier, at: datetime) -> Neighbours:
    """What stands beside *dossier* in the list of this request, or would if it still stood there; two statements."""
    if (rows := _rows(request, at)) is None:
        return Neighbours()
    following = _after_act(request) or _beside(rows, dossier, backwards=False)
    return Neighbours(
        _address(request, _beside(rows, dossier, backwards=True)),
        _address(request, "" if following == dossier.name else following),
    )


def next_query(request: HttpRequest, dossier: Dossier, at: datetime) -> str:
    """What the address of the page after an act carries: the list, and what comes after *dossier* before the act."""
    query, rows = return_link(request).query, _rows(request, at)
    following = _beside(rows, dossier, backwards=False) if rows is not None else ""
    if not following:
        return query
    return f"{query}{'&' if query else '?'}{urlencode({AFTER: following})}"


@dataclass(frozen=True)
class _Rows:
    rows: Any
    newest_first: bool


def _rows(request: HttpRequest, at: datetime) -> _Rows | None:
    if (query := listed_by(request)) is None:
        return None
    typed = words_of(request, query.get(PARAMETER, ""))
    return _Rows(list_of(current_user(request), query, typed).rows(at), bool(typed))


def _beside(rows: _Rows, dossier: Dossier, *, backwards: bool) -> str:
    field = "-pk" if rows.newest_first else "sort_at"
    row = keyset.beside(rows.rows.only("code", "ref"), dossier, field, backwards=backwards)
    return row.name if row else ""


def _after_act(request: HttpRequest) -> str:
    """The dossier that the address names as the next, if it is there for the reader."""
    name = request.GET.get(AFTER, "")
    if not name or len(name) > LONGEST or has_control_characters(name):
        return ""
    rows = Dossier.objects.at_work_of(current_user(request)).named(normalise(name)).only("code", "ref")
    row = rows.first()
    return row.name if row else ""


def _address(request: HttpRequest, name: str) -> str:
    return reverse("dossiers:at_work", args=[name]) + return_link(request).query if name else ""
