"""Tokens of partner systems: given for name, password and one-time code; at most ten; they end."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from rest_framework.authtoken.models import Token

from people.models import ApiKey, User

pytestmark = pytest.mark.django_db
PASSWORD = "MotCua@2026"


def ask(username: str = "motcua", password: str = PASSWORD, **more: Any) -> Any:
    """Ask for a token."""
    data = {"username": username, "password": password, **more}
    return Client().post("/api/v1/token/", data, "application/json")


def listing(token: str) -> int:
    """The status of a request with that token."""
    return Client().get("/api/v1/dossiers/", headers={"Authorization": f"Token {token}"}).status_code


def test_name_and_password_give_a_token_that_opens_the_api_and_says_its_end(clerk: User) -> None:
    answer = ask()

    body = answer.json()
    assert answer.status_code == 200
    assert listing(body["token"]) == 200
    assert body["expires_at"] == ApiKey.objects.get().expiry.isoformat()


def test_a_form_does_as_well_as_json(clerk: User) -> None:
    as_form = Client().post("/api/v1/token/", {"username": "motcua", "password": PASSWORD})

    assert as_form.status_code == 200


def test_asking_again_gives_another_and_of_more_than_ten_the_oldest_ends(clerk: User) -> None:
    tokens = [ask().json()["token"] for _time in range(11)]

    assert len(set(tokens)) == 11
    assert [listing(token) for token in (tokens[0], tokens[1], tokens[-1])] == [401, 200, 200]
    assert ApiKey.objects.count() == 10


def test_a_token_ends_and_is_then_replaced(clerk: User) -> None:
    old = ask().json()["token"]
    ApiKey.objects.update(expiry=timezone.now() - timedelta(seconds=1))

    assert listing(old) == 401
    assert listing(ask().json()["token"]) == 200


def test_what_is_stored_opens_nothing(clerk: User) -> None:
    token = ask().json()["token"]
    key = ApiKey.objects.get()

    assert token not in (key.digest, key.token_key, key.mark)
    assert [listing(stored) for stored in (key.digest, key.token_key, key.mark)] == [401, 401, 401]


def test_keys_of_the_old_kind_open_nothing(clerk: User) -> None:
    assert listing(Token.objects.create(user=clerk).key) == 401


def test_an_account_sees_its_keys_and_ends_them_and_nobody_else_s(clerk: User, officer: User) -> None:
    token, browser = ask().json()["token"], Client()
    key = ApiKey.objects.get()
    browser.force_login(officer)
    assert browser.post(f"/tai-khoan/ma-truy-cap/{key.token_key}/ket-thuc/").status_code == 404
    browser.force_login(clerk)

    page = browser.get("/tai-khoan/ma-truy-cap/").content.decode()
    assert key.token_key[:6] in page
    assert token not in page
    browser.post(f"/tai-khoan/ma-truy-cap/{key.token_key}/ket-thuc/")

    assert listing(token) == 401


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "100/m/ip,5/15m/key"})
def test_right_requests_are_never_counted_for_the_api_or_the_page(clerk: User) -> None:
    cache.clear()

    assert [ask().status_code for _time in range(7)] == [200] * 7
    assert Client().post("/dang-nhap/", {"login": "motcua", "password": PASSWORD}).status_code == 302
    cache.clear()


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "100/m/ip,5/15m/key"})
def test_name_and_address_are_one_account_to_the_lock_out(clerk: User) -> None:
    cache.clear()
    for name in ("motcua", "motcua@example.vn", "MOTCUA", "motcua", "motcua@example.vn"):
        assert Client().post("/dang-nhap/", {"login": name, "password": "sai"}).status_code == 200

    assert "thử nhiều lần" in Client().post("/dang-nhap/", {"login": "motcua@example.vn", "password": PASSWORD}).text
    cache.clear()


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "60/m/ip,5/15m/key", "login": None})
def test_an_office_behind_one_address_signs_in(person: Any) -> None:
    cache.clear()
    for number in range(35):
        person(f"can.bo.{number}.a")
        data = {"login": f"can.bo.{number}.a", "password": PASSWORD}
        assert Client().post("/dang-nhap/", data).status_code == 302
    cache.clear()


@pytest.mark.parametrize(
    ("username", "password"), [("motcua", "sai"), ("khong-co", PASSWORD), ("motcua", f" {PASSWORD}")]
)
def test_a_wrong_name_or_password_is_bad_input_that_does_not_say_which(
    clerk: User, username: str, password: str
) -> None:
    answer = ask(username, password)

    assert answer.status_code == 400
    assert answer.json() == {"detail": ["Tên đăng nhập, mật khẩu hoặc mã xác thực chưa đúng."]}


@pytest.mark.parametrize("data", [{}, {"username": "motcua"}, {"username": "", "password": ""}])
def test_what_is_missing_is_named(clerk: User, data: dict[str, str]) -> None:
    answer = Client().post("/api/v1/token/", data, "application/json")

    assert answer.status_code == 400
    assert set(answer.json()) & {"username", "password"}


def test_a_closed_account_gets_no_token_and_its_old_one_stops(clerk: User) -> None:
    token = ask().json()["token"]
    User.objects.update(is_active=False)

    assert ask().status_code == 400
    assert listing(token) == 401


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "100/m/ip,5/15m/key"})
def test_after_five_wrong_passwords_even_the_right_one_waits(clerk: User) -> None:
    cache.clear()
    for _attempt in range(5):
        assert ask(password="sai").status_code == 400

    answer = ask()

    assert answer.status_code == 429
    assert "Thử lại" in answer.json()["detail"]
    cache.clear()


def test_with_a_second_factor_the_code_of_the_moment_is_asked_for(clerk: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    now = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    assert (ask().status_code, ask(otp="000000").status_code, ask(otp="x" * 11).status_code) == (400, 400, 400)
    assert ask(otp=now).status_code == 200


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "100/m/ip,5/15m/key"})
def test_wrong_codes_count_towards_the_lock_out(clerk: User) -> None:
    cache.clear()
    TOTP.activate(clerk, generate_totp_secret())

    statuses = [ask(otp="000000").status_code for _attempt in range(6)]

    assert statuses == [400] * 5 + [429]
    cache.clear()


@pytest.mark.parametrize("header", ["Token", "Token x", "Token x y", "Bearer abc", "Token \x00", "é"])
def test_a_token_nobody_gave_is_401_in_json(clerk: User, header: str) -> None:
    answer = Client().get("/api/v1/dossiers/", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.json()["detail"]


def test_a_new_password_ends_the_token_that_the_old_one_gave(clerk: User) -> None:
    token = ask().json()["token"]
    browser = Client()
    browser.force_login(clerk)

    changed = browser.post(
        "/tai-khoan/mat-khau/", {"oldpassword": PASSWORD, "password1": "Khac-Han-2027", "password2": "Khac-Han-2027"}
    )

    assert changed.status_code == 302
    assert listing(token) == 401
