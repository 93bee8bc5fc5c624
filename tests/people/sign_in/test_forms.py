"""Sign-in, sign-up and sign-out, in the house's words."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from people.models import User

PASSWORD = "mot-Cua-2026-thu"


@pytest.fixture
def citizen(db: None) -> User:
    """Somebody with an account."""
    return User.objects.create_user("congdan1", "dan@example.vn", PASSWORD)


def sign_in(client: Client, password: str = PASSWORD) -> int:
    """Try once; the status of the answer."""
    data = {"login": "congdan1", "password": password}
    return client.post(reverse("account_login"), data).status_code


def test_signing_in_leads_to_the_page_of_one_s_role(client: Client, citizen: User) -> None:
    response = client.post(reverse("account_login"), {"login": "congdan1", "password": PASSWORD})

    assert response.headers["Location"] == reverse("portal:after_sign_in")


def test_a_wrong_password_is_told_without_saying_which_half_was_wrong(client: Client, citizen: User) -> None:
    response = client.post(reverse("account_login"), {"login": "congdan1", "password": "sai"})

    html = response.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in html
    assert "<title>Lỗi:" in html


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "100/m/ip,5/15m/key"})
def test_the_door_closes_after_five_wrong_passwords_even_for_the_right_one(client: Client, citizen: User) -> None:
    cache.clear()
    for _attempt in range(5):
        sign_in(client, "sai")

    response = client.post(reverse("account_login"), {"login": "congdan1", "password": PASSWORD})

    assert "Ông/bà đã thử nhiều lần" in response.content.decode()


@pytest.mark.django_db
def test_signing_up_keeps_the_name_as_on_the_identity_card(client: Client) -> None:
    data = {
        "full_name": "Nguyễn Thị Ái",
        "phone_number": "0912 345 678",
        "username": "ainguyen",
        "email": "",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    response = client.post(reverse("account_signup"), data)

    assert response.status_code == 302
    user = User.objects.get(username="ainguyen")
    assert (user.full_name, user.phone) == ("Nguyễn Thị Ái", "0912 345 678")


def test_signing_out_takes_a_post(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_account_pages_speak_vietnamese(client: Client, name: str) -> None:
    html = client.get(reverse(name)).content.decode()

    assert "Mật khẩu" in html or "mật khẩu" in html
    assert not {"Password", "Username", "Sign In", "E-mail"} & set(html.replace("<", " ").split())


def test_the_link_to_reset_a_password_leads_to_a_new_password(client: Client, citizen: User, mailoutbox: list) -> None:
    client.post(reverse("account_reset_password"), {"email": "dan@example.vn"})
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("http"))

    page = client.get(link, follow=True)
    new = {"password1": "mot-khac-2026-A", "password2": "mot-khac-2026-A"}
    client.post(page.request["PATH_INFO"], new)

    citizen.refresh_from_db()
    assert citizen.check_password("mot-khac-2026-A")


def test_a_second_factor_is_set_up_and_then_asked_for(client: Client, citizen: User) -> None:
    sign_in(client)
    activate = reverse("mfa_activate_totp")
    response = client.get(activate, follow=True)
    page = client.post(response.request["PATH_INFO"], {"password": PASSWORD, "next": activate}, follow=True)
    secret = client.session["mfa.totp.secret"]

    client.post(activate, {"code": code_of_now(secret)})

    assert "Bật bảo mật hai lớp" in page.content.decode()
    again = Client().post(reverse("account_login"), {"login": "congdan1", "password": PASSWORD})
    assert again.headers["Location"].startswith(reverse("mfa_authenticate"))


def code_of_now(secret: str) -> str:
    """What the telephone shows."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.django_db
def test_administration_is_behind_the_same_sign_in(client: Client) -> None:
    response = client.get("/quan-tri/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/dang-nhap/?next=")
    client.force_login(User.objects.create_user("dan"))
    assert client.get("/quan-tri/").status_code in (302, 403)
