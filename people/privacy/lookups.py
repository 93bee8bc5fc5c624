"""Searches by POST: what is typed or scanned at the desk stays in the session, and an address carries its reference.

A citizen number in an address would stay in the history of the browser, in logs and in the next page's referrer.
"""

from secrets import token_urlsafe
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

from people.cards import Card, read_card

PARAMETER = "tim"
KEY, MOST = "lookups", 20  # of a session: as many tabs as a desk has open


def redirect_to_lookup(request: HttpRequest, address: str, typed: str) -> HttpResponseRedirect:
    """Keep *typed* for this session, and redirect to *address* with the reference to it; without words, without one.

    *address* may have parameters already, which stay.
    """
    if not typed:
        return HttpResponseRedirect(address)
    earlier = list(request.session.get(KEY, {}).items())[1 - MOST :]
    reference = token_urlsafe(9)
    request.session[KEY] = {**dict(earlier), reference: typed}
    return HttpResponseRedirect(f"{address}{'&' if '?' in address else '?'}{PARAMETER}={reference}")


def words_of(request: HttpRequest, reference: str | None = None) -> str:
    """What *reference*, else the one in the address, stands for; empty without, or once the session is over."""
    chosen = request.GET.get(PARAMETER, "") if reference is None else reference
    words: str = request.session.get(KEY, {}).get(chosen, "")
    return words


def card_of(request: HttpRequest, number: str) -> Card | None:
    """The card with this citizen *number* that was scanned in this session; None where none was."""
    cards = map(read_card, reversed(request.session.get(KEY, {}).values()))
    return next((card for card in cards if card and card.citizen_id == number), None)


def link_with_lookup(request: HttpRequest, address: str) -> str:
    """*address* with the reference of this page, for a page that goes on with the same words."""
    reference = request.GET.get(PARAMETER, "")
    return f"{address}?{urlencode({PARAMETER: reference})}" if words_of(request) else address
