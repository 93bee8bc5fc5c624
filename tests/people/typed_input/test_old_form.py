"""A form whose token is old, or that comes without cookies: its page keeps the words and sends them with one button."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from people.models import Party, User

pytestmark = pytest.mark.django_db
ADDRESS = "/can-bo/quay/nguoi-nop/"
WHOLE = {"kind": "person", "name": "Nguyễn Văn Ánh", "citizen_id": "001150012345", "address": "Số 1"}
OWN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def desk(clerk: User) -> Client:
    """The clerk's browser, whose forms must carry a token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    return client


def inputs_of(page: str) -> dict[str, str]:
    """The hidden fields of the button that sends again."""
    form = page[page.index(f'action="{ADDRESS}"') :]
    form = form[: form.index("</form>")]
    return {name: unescape(text) for name, text in re.findall(r'name="(\w+)" value="([^"]*)"', form)}


def test_an_old_form_is_sent_again_with_one_button_and_not_before(desk: Client) -> None:
    refused = desk.post(ADDRESS, {**WHOLE, "csrfmiddlewaretoken": "cũ", "password": "bi-mat"}, **OWN)
    page = refused.content.decode()
    assert (refused.status_code, Party.objects.count()) == (403, 0)
    assert "bi-mat" not in page
    assert '<li class="mc-lines">person</li>' not in page

    desk.post(ADDRESS, inputs_of(page), **OWN)

    assert Party.objects.get().name == "Nguyễn Văn Ánh"


@pytest.mark.parametrize("source", [{}, {"HTTP_ORIGIN": "https://xau.example"}, {"HTTP_ORIGIN": "null"}])
def test_what_another_site_sends_gets_no_button(desk: Client, source: dict[str, str]) -> None:
    page = desk.post(ADDRESS, WHOLE, **source).content.decode()

    assert f'action="{ADDRESS}"' not in page
    assert "Nguyễn Văn Ánh" in page


def test_without_any_cookie_the_page_says_how_to_switch_them_on() -> None:
    refused = Client(enforce_csrf_checks=True).post("/dang-nhap/", {"login": "a", "password": "bi-mat"}, **OWN)
    page = refused.content.decode()

    assert refused.status_code == 403
    assert "cho phép cookie" in page
    assert "mở quá lâu" not in page
    assert "bi-mat" not in page


def test_signed_out_meanwhile_it_goes_on_through_sign_in(desk: Client) -> None:
    page = desk.post(ADDRESS, WHOLE, **OWN).content.decode()
    desk.cookies.pop("sessionid")

    answer: Any = desk.post(ADDRESS, inputs_of(page), **OWN)

    assert answer.status_code == 401
    assert 'name="typed"' in answer.content.decode()
    assert not Party.objects.exists()
