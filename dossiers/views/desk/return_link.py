"""Links that remember the list a dossier was opened from: its view, filters, words and page, also after an act.

An address carries the name of the list and its parameters, never a path: so a link leads to a list of this site, and
to nothing else.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dossiers.views.desk.filters import KEYS
from people.privacy.lookups import PARAMETER as WORDS

PARAMETER = "list"
LONGEST = 200  # characters of one parameter


@dataclass(frozen=True)
class List:
    """A list of dossiers: the name of its route, its title, and the parameters that choose what it shows."""

    route: str
    title: Any
    parameters: tuple[str, ...]


LISTS = {
    "queue": List("dossiers:queue", _("Danh sách hồ sơ"), ("view", *KEYS, WORDS, "cursor")),
    "counter": List("dossiers:counter", _("Quầy tiếp nhận"), (WORDS, "cursor")),
    "approvals": List("dossiers:approvals", _("Chờ ký"), ("cursor",)),
    "seals": List("dossiers:seals", _("Đóng dấu"), ("cursor",)),
    "ready": List("dossiers:ready", _("Chờ trả kết quả"), ("cach", "cursor")),
    "fees": List("payments:waiting", _("Chờ thu phí, lệ phí"), ("cursor",)),
}


@dataclass(frozen=True)
class ReturnLink:
    """Where a page leads back to, and what the links of the page hand on so that the next leads there too."""

    title: Any
    address: str
    query: str  # `?list=…`, or nothing


def return_link(request: HttpRequest, default: str = "queue") -> ReturnLink:
    """The list that the address of *request* names; the *default* one as it opens when it names none that there is."""
    name, _mark, query = request.GET.get(PARAMETER, "").partition("?")
    if name not in LISTS:
        return ReturnLink(LISTS[default].title, reverse(LISTS[default].route), "")
    chosen = _chosen(name, QueryDict(query[: 10 * LONGEST]))
    address = reverse(LISTS[name].route) + (f"?{chosen}" if chosen else "")
    return ReturnLink(LISTS[name].title, address, _handed_on(name, chosen))


def opened_from(request: HttpRequest, name: str) -> str:
    """What a link of the list *name*, shown by *request*, adds to the address of a dossier: `?list=…`."""
    return _handed_on(name, _chosen(name, request.GET))


def listed_by(request: HttpRequest) -> QueryDict | None:
    """The parameters of the queue that a page was opened from; none where it was opened from another list."""
    name, _mark, query = request.GET.get(PARAMETER, "queue").partition("?")
    return QueryDict(_chosen(name, QueryDict(query[: 10 * LONGEST]))) if name == "queue" else None


def redirect_with_list(request: HttpRequest, address: str) -> HttpResponseRedirect:
    """Go to *address* without forgetting the list."""
    return HttpResponseRedirect(address + return_link(request).query)


def _chosen(name: str, query: QueryDict) -> str:
    """The parameters of *query* that belong to the list, as an address carries them."""
    return urlencode({key: query[key][:LONGEST] for key in LISTS[name].parameters if query.get(key)})


def _handed_on(name: str, chosen: str) -> str:
    if name == "queue" and not chosen:
        return ""
    return "?" + urlencode({PARAMETER: f"{name}?{chosen}" if chosen else name})
