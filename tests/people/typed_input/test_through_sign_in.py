"""What was typed as a session ended comes back after sign-in, in every form, and nothing is done without pressing."""

import re
from html import unescape
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from dossiers.models import Dossier, Event
from people.models import Party, TypedInput, User
from people.typed_input.words import BYTES_MAX
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "MotCua@2026"
NAME = 'Nguyễn <b>"Văn" Ánh</b> & con'


def sign_in(client: Client, page: str, user: User) -> Any:
    """Fill in the sign-in page that came, as a browser would, and press its button."""
    hidden = dict(re.findall(r'<input type="hidden" name="(typed|next)" value="([^"]*)"', page))
    fields = {name: unescape(value) for name, value in hidden.items()}
    return client.post("/dang-nhap/", {**fields, "login": user.username, "password": PASSWORD})


def sent_signed_out(client: Client, address: str, fields: dict[str, Any], page: str = "") -> str:
    """The page that answers a form sent after the session ended."""
    source = {"HTTP_REFERER": f"http://testserver{page}"} if page else {}
    response = client.post(address, fields, **source)
    assert response.status_code == 401
    return response.content.decode()


def test_the_counters_form_comes_back_filled_and_nobody_was_entered(client: Client, clerk: User) -> None:
    fields = {"kind": "person", "name": NAME, "citizen_id": "0011", "address": "Số 1"}
    page = sent_signed_out(client, "/can-bo/quay/nguoi-nop/", fields)
    assert "vẫn được giữ" in page

    arrived = client.get(sign_in(client, page, clerk)["Location"])

    html = arrived.content.decode()
    assert 'value="Nguyễn &lt;b&gt;&quot;Văn&quot; Ánh&lt;/b&gt; &amp; con"' in html
    assert 'value="0011"' in html
    assert "chưa gửi đi" in html
    assert not Party.objects.exists()


def test_an_officers_act_comes_back_on_the_page_of_the_dossier(client: Client, cast: Cast) -> None:
    dossier = cast.in_state("appraisal")
    address = f"/can-bo/ho-so/{dossier.code}/xin-bo-sung/"
    home, events = f"/can-bo/ho-so/{dossier.code}/", Event.objects.count()
    page = client_page(client, cast.officer, home)
    action = re.search(rf'action="({home}[^"#]+)[^"]*"[^>]*>(?:(?!</form>).)*<textarea[^>]* name="(\w+)"', page, re.S)
    assert action is not None, address
    client.logout()

    page = sent_signed_out(client, action[1], {action[2]: "Ý kiến\ndài </textarea>", "seq": "1"}, home)
    arrived = client.get(sign_in(client, page, cast.officer)["Location"], follow=True).content.decode()

    assert "Ý kiến\ndài &lt;/textarea&gt;</textarea>" in arrived
    assert Event.objects.count() == events


def client_page(client: Client, user: User, address: str) -> str:
    """A page as *user* sees it."""
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_section_comes_back_filled_and_the_draft_is_as_it_was(client: Client, cast: Cast) -> None:
    draft = Dossier.objects.get(pk=cast.draft().pk)
    key = draft.edition.form_definition[0]["key"]
    page = sent_signed_out(client, f"/ho-so/{draft.ref}/phan/1/", {key: "Vừa gõ"})

    arrived = client.get(sign_in(client, page, cast.citizen)["Location"]).content.decode()

    assert 'value="Vừa gõ"' in arrived
    assert Dossier.objects.get(pk=draft.pk).answers == draft.answers


def test_a_wrong_password_loses_nothing(client: Client, clerk: User) -> None:
    page = sent_signed_out(client, "/can-bo/quay/nguoi-nop/", {"name": NAME})
    sealed = re.search(r'name="typed" value="([^"]*)"', page)
    assert sealed is not None

    again = client.post("/dang-nhap/", {"typed": sealed[1], "login": clerk.username, "password": "sai"})

    assert f'name="typed" value="{sealed[1]}"' in again.content.decode()
    assert not TypedInput.objects.exists()


def test_a_second_factor_in_between_loses_nothing(client: Client, clerk: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    page = sent_signed_out(client, "/can-bo/quay/nguoi-nop/", {"name": NAME})
    assert sign_in(client, page, clerk)["Location"].startswith("/tai-khoan/bao-mat/")

    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    arrived = client.post("/tai-khoan/bao-mat/authenticate/", {"code": code}, follow=True)

    assert "Ánh&lt;/b&gt;" in arrived.content.decode()


def test_passwords_and_tokens_are_not_carried(client: Client, clerk: User) -> None:
    fields = {"name": NAME, "password": "bi-mat-lam", "csrfmiddlewaretoken": "x"}
    sign_in(client, sent_signed_out(client, "/can-bo/quay/nguoi-nop/", fields), clerk)

    client.get("/can-bo/quay/nguoi-nop/")
    row = TypedInput.objects.get()

    assert "Nguyễn" not in row.words
    assert "bi-mat-lam" not in client.get("/can-bo/quay/nguoi-nop/").content.decode()


def test_more_than_a_form_needs_is_not_carried_and_the_person_is_told(client: Client) -> None:
    response = client.post("/can-bo/quay/nguoi-nop/", {"name": "x" * (BYTES_MAX + 1)})

    assert response.status_code == 302
    assert "quá dài nên không giữ được" in client.get("/dang-nhap/").content.decode()


def test_words_that_we_did_not_seal_are_nobodys(client: Client, clerk: User) -> None:
    response = client.post("/dang-nhap/", {"typed": "gAAAAB", "login": clerk.username, "password": PASSWORD})

    assert response.status_code == 302
    assert not TypedInput.objects.exists()


def test_what_was_sent_is_deleted_and_signing_out_deletes_the_rest(client: Client, clerk: User) -> None:
    for address in ("/can-bo/quay/nguoi-nop/", "/can-bo/"):
        sign_in(client, sent_signed_out(client, address, {"name": NAME, "q": "x"}), clerk)
        client.cookies.clear()
    client.force_login(clerk)
    whole = {"kind": "person", "name": "Nguyễn Văn Ánh", "citizen_id": "001150012345", "address": "Số 1"}
    client.post("/can-bo/quay/nguoi-nop/", whole)
    assert [row.address for row in TypedInput.objects.all()] == ["/can-bo/"]

    client.post("/dang-xuat/")

    assert not TypedInput.objects.exists()


def test_somebody_else_who_signs_in_there_does_not_see_it(client: Client, cast: Cast) -> None:
    address = f"/ho-so/{cast.draft().ref}/phan/1/"
    page = sent_signed_out(client, address, {"employer_name": "Riêng tư"})

    arrived = client.get(sign_in(client, page, cast.neighbour)["Location"])

    assert arrived.status_code == 404
    assert "Riêng tư" not in arrived.content.decode()
