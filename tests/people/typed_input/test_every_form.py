"""Every form of every page of the routes: its words come back after sign-in; a desk's browser keeps none of them."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve

from dossiers.forms.acts import ACTS
from dossiers.models import Dossier
from people.models import User
from people.typed_input import rows
from people.typed_input.words import unseal
from tests.conftest import at
from tests.support.forms import FormOnPage, forms_of
from tests.support.fuzzing import routes
from tests.support.stories import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OPEN = ("account_", "mfa_", "usersessions_")  # pages of sign-in itself
STATES = ("draft", "submitted", "appraisal", "awaiting_supplement", "approval", "resolved")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
OWN = ("tel", "email", "name", "street-address", "address-level2")


@pytest.fixture
def pages(cast: Cast) -> list[tuple[User, str]]:
    """Every address of the site with values that exist, for everybody who might see it."""
    addresses = dict.fromkeys(address for state in STATES for address in _addresses(cast, cast.in_state(state)))
    return [(user, address) for user in cast.everybody().values() for address in addresses]


def _addresses(cast: Cast, dossier: Dossier) -> Iterator[str]:
    values = {
        "name": dossier.name,
        "party": cast.party.pk,
        "slug": dossier.edition.procedure.slug,
        "number": 1,
        "pk": 1,
        "year": 2027,
        "key": dossier.edition.required_components[0]["key"],
    }
    acts = {f"can-bo/ho-so/<str:name>/{act.slug}/" for act in ACTS}
    for route in routes():
        if route in acts or route.startswith(("api/", "i18n/", "health", "metrics")) or "(?P" in route:
            continue  # an act's form stands on the page of the dossier
        yield "/" + PARAMETER.sub(lambda match: str(values.get(match[1], 1)), route)


def forms_shown(pages: list[tuple[User, str]]) -> Iterator[tuple[User, str, FormOnPage]]:
    """Each kind of form once an account, with the page it stands on."""
    client, seen = Client(), set[tuple[int, str, str]]()
    for user, address in pages:
        client.force_login(user)
        response = client.get(address)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        for form in forms_of(address, response.content.decode()):
            name = resolve(form.action).view_name
            if form.typed() and not name.startswith(OPEN) and (user.pk, name, "") not in seen:
                seen.add((user.pk, name, ""))
                yield user, address, form


def test_the_words_of_every_form_come_back_after_sign_in(pages: list[tuple[User, str]]) -> None:
    lost, views = [], set[str]()
    for user, address, form in forms_shown(pages):
        views.add(resolve(form.action).view_name)
        words = {name: f'<Chữ "{n}">' for n, name in enumerate(form.typed())}
        if missing := [text for text in words.values() if text not in came_back(user, address, form, words)]:
            lost.append((address, form.action, missing))

    assert lost == []
    assert len(views) > 15, views


def came_back(user: User, address: str, form: FormOnPage, words: dict[str, str]) -> list[str]:
    """The values of the page after the form was sent signed out and its words went through sign-in."""
    client = Client()
    sent = client.post(form.action, words, HTTP_REFERER=f"http://testserver{address}").content.decode()
    sealed = re.search(r'name="typed" value="([^"]*)"', sent)
    if sealed is None:
        return values_on(address, sent)  # a public page, which judged them
    kept = unseal(sealed[1])
    assert kept is not None
    rows.keep(user, kept, at("2026-11-23 09:00"))
    client.force_login(user)
    page = client.get(kept.page).content.decode()
    rows.delete(user)
    return values_on(address, page)


def values_on(address: str, page: str) -> list[str]:
    """What stands in the fields of a page."""
    texts = [unescape(text) for text in re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)]
    return [row["value"] for shown in forms_of(address, page) for row in shown.inputs] + texts


def test_a_browser_keeps_nobody_at_the_desk_and_fills_in_a_citizens_own_facts_alone(
    pages: list[tuple[User, str]],
) -> None:
    shown = [(address, form, row) for _user, address, form in forms_shown(pages) for row in form.inputs]

    kept = {
        (form.action, row["name"])
        for address, form, row in shown
        if address.startswith(("/can-bo/", "/rieng-tu/", "/bao-cao/")) and row["kind"] != "hidden"
        if (row["autocomplete"] or form.autocomplete) != "off"
    }
    filled = {row["name"] for address, _form, row in shown if "/phan/" in address and row["autocomplete"] in OWN}
    assert kept == set()
    assert {name.partition("-")[0] for name in filled} <= {"phone", "email", "current_address", "permanent_address"}
