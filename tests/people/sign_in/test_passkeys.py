"""Passkeys: enrolled, used on the way in, renamed and taken away; what is no credential is refused in words."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.urls import reverse

from people.models import ApiKey, User
from tests.support.passkey import Passkey

pytestmark = pytest.mark.django_db
PASSWORD = "MotCua@2026"
AUTHENTICATE = "/tai-khoan/bao-mat/authenticate/"


@pytest.fixture
def browser(clerk: User) -> Client:
    """The clerk's, signed in by password a moment ago."""
    client = Client(SERVER_NAME="localhost")
    client.post("/dang-nhap/", {"login": "motcua", "password": PASSWORD})
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    return client


def enrol(browser: Client, passkey: Passkey, name: str = "Điện thoại") -> Any:
    """Through the page that asks for a credential."""
    asked = browser.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]
    return browser.post(reverse("mfa_add_webauthn"), {"name": name, "credential": passkey.enrol(asked)})


def on_the_way_in() -> tuple[Client, dict[str, Any]]:
    """A new browser after the password, and what the page asks of the device."""
    client = Client(SERVER_NAME="localhost")
    client.post("/dang-nhap/", {"login": "motcua", "password": PASSWORD})
    return client, client.get(AUTHENTICATE).context["js_data"]["request_options"]


def test_a_passkey_is_enrolled_and_recovery_codes_are_shown(browser: Client) -> None:
    answer = enrol(browser, Passkey())

    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_view_recovery_codes"))
    assert "Điện thoại" in browser.get(reverse("mfa_list_webauthn")).content.decode()
    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES}


def test_it_opens_the_door_and_nothing_else_of_the_device_is_kept(browser: Client) -> None:
    passkey = Passkey()
    enrol(browser, passkey)
    client, asked = on_the_way_in()

    assert client.get("/can-bo/quay/").status_code == 302
    answer = client.post(AUTHENTICATE, {"credential": passkey.sign(asked)})

    assert answer.status_code == 302
    assert client.get("/can-bo/quay/").status_code == 200
    stored = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).data["credential"]
    assert set(stored) == {"id", "rawId", "type", "response"}


@pytest.mark.parametrize("whose", ["another device", "another site", "an old answer"])
def test_another_device_another_site_and_an_old_answer_are_refused(browser: Client, whose: str) -> None:
    passkey = Passkey()
    enrol(browser, passkey)
    client, asked = on_the_way_in()
    sent = passkey.sign(asked)
    if whose == "another device":
        other = Passkey()
        other.id = passkey.id
        sent = other.sign(asked)
    elif whose == "another site":
        passkey.origin = "https://mot-cua.evil.example"
        sent = passkey.sign(asked)
    else:
        client.get(AUTHENTICATE)  # a new challenge

    answer = client.post(AUTHENTICATE, {"credential": sent})

    assert "Chưa nhận được khóa" in answer.content.decode() or "Mã xác thực chưa đúng" in answer.content.decode()
    assert client.get("/can-bo/quay/").status_code == 302


BAD = ["", "{", "5", "[]", "{}", '"x"', "null", "[" * 5000, "x" * 30_000, '{"rawId":"AA","id":"AB"}', '{"rawId":5}']
BAD += [json.dumps({"rawId": "AA", "id": "AA", "response": part}) for part in (5, {}, {"clientDataJSON": "e30"}, None)]
PARTS = {"clientDataJSON": "e30", "attestationObject": "AAAA", "authenticatorData": "AAAA", "signature": "AA"}
BAD += [json.dumps({"rawId": "AA", "id": "AA", "response": {**PARTS, name: "\0"}}) for name in PARTS]
BAD += [json.dumps({"rawId": "AA", "id": "AA", "type": "public-key", "response": PARTS})]


@pytest.mark.parametrize("sent", BAD, ids=range(len(BAD)))
def test_no_credential_breaks_a_page(browser: Client, sent: str) -> None:
    browser.get(reverse("mfa_add_webauthn"))
    added = browser.post(reverse("mfa_add_webauthn"), {"name": "Máy", "credential": sent})
    enrol(browser, Passkey())
    client, _asked = on_the_way_in()
    entered = client.post(AUTHENTICATE, {"credential": sent})
    again = browser.post("/tai-khoan/bao-mat/webauthn/reauthenticate/", {"credential": sent})

    assert [added.status_code, entered.status_code, again.status_code] == [200, 200, 422]
    for answer in (added, entered, again):
        assert "govuk-error-summary" in answer.content.decode()
    assert 'value="Máy"' in added.content.decode()
    assert client.get("/can-bo/quay/").status_code == 302


def test_the_passkey_confirms_grave_things_again(browser: Client) -> None:
    passkey = Passkey()
    enrol(browser, passkey)
    again = reverse("mfa_reauthenticate_webauthn")
    asked = browser.get(again).context["js_data"]["request_options"]

    assert browser.post(again, {"credential": passkey.sign(asked)}).status_code == 302


def test_it_is_renamed_and_taken_away_and_other_sessions_end(browser: Client, clerk: User) -> None:
    passkey = Passkey()
    enrol(browser, passkey)
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    client, asked = on_the_way_in()
    client.post(AUTHENTICATE, {"credential": passkey.sign(asked)})

    browser.post(reverse("mfa_edit_webauthn", args=[row.pk]), {"name": "Máy ở quầy"})
    assert "Máy ở quầy" in browser.get(reverse("mfa_list_webauthn")).content.decode()
    browser.post(reverse("mfa_remove_webauthn", args=[row.pk]))

    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
    assert client.get("/can-bo/quay/").status_code == 302
    assert browser.get("/can-bo/quay/").status_code == 200


def test_nobody_renames_or_removes_another_s(browser: Client, officer: User) -> None:
    enrol(browser, Passkey())
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    stranger = Client()
    stranger.post("/dang-nhap/", {"login": "chuyenvien", "password": PASSWORD})
    stranger.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert stranger.post(reverse(name, args=[row.pk]), {"name": "x"}).status_code == 404


def test_a_password_alone_gets_no_key_where_a_passkey_is_the_factor(browser: Client) -> None:
    enrol(browser, Passkey())
    ask = {"username": "motcua", "password": PASSWORD}

    answer = Client().post("/api/v1/token/", ask, "application/json")

    assert answer.status_code == 400
    assert "Tạo mã truy cập trên trang" in answer.json()["detail"][0]
    assert not ApiKey.objects.exists()


def test_a_key_made_twice_is_one_that_is_shown(browser: Client) -> None:
    enrol(browser, Passkey())

    pages = [browser.post("/tai-khoan/ma-truy-cap/moi/", {"name": "Máy quét"}) for _ in range(2)]

    assert pages[1].context["token"].startswith(ApiKey.objects.get().token_key)


def test_the_page_makes_the_key_instead_and_shows_it_once(browser: Client) -> None:
    enrol(browser, Passkey())

    page = browser.post("/tai-khoan/ma-truy-cap/moi/", {"name": "Máy quét"})

    token = page.context["token"]
    assert token in page.content.decode()
    assert token not in browser.get("/tai-khoan/ma-truy-cap/").content.decode()
    assert Client().get("/api/v1/dossiers/", headers={"Authorization": f"Token {token}"}).status_code == 200
    assert browser.post("/tai-khoan/ma-truy-cap/moi/", {"name": ""}).status_code == 422


def test_a_key_is_made_only_after_confirming_again(citizen: User) -> None:
    browser = Client()
    browser.force_login(citizen)

    answer = browser.post("/tai-khoan/ma-truy-cap/moi/", {"name": "Máy"})

    assert answer["Location"].startswith("/tai-khoan/xac-nhan/")
    assert not ApiKey.objects.exists()


@override_settings(HTTPS=True, SITE_URL="https://mot-cua.example.vn")
def test_a_passkey_is_for_the_address_of_the_site_whatever_host_was_asked(browser: Client) -> None:
    asked = browser.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]

    assert asked["publicKey"]["rp"]["id"] == "mot-cua.example.vn"


@override_settings(STAFF_SECOND_FACTOR="required")
def test_a_post_chooses_between_passkey_and_app(clerk: User) -> None:
    client = Client()
    client.force_login(clerk)

    page = client.get("/can-bo/quay/", follow=True)

    assert page.request["PATH_INFO"] == reverse("mfa_index")
    for address in (reverse("mfa_add_webauthn"), reverse("mfa_activate_totp")):
        assert f'href="{address}"' in page.content.decode()
