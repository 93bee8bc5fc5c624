"""Sign-in, sign-up and sign-out, in the house's words."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from notifications.models import MailAddress
from notifications.verification import verify
from people.models import User

PASSWORD = "mot-Cua-2026-thu"


@pytest.fixture
def citizen(db: None) -> User:
    """Somebody with an account, whose address is verified."""
    verify("dan@example.vn", timezone.now())
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


def sign_up(**data: str) -> Any:
    """Ask for an account."""
    given = {"full_name": "Nguyễn Thị Ái", "username": "ainguyen", "email": "", **data}
    return Client().post(reverse("account_signup"), {**given, "password1": PASSWORD, "password2": PASSWORD})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "quаntri",
        "nguyễn",
        "admin",
        "Admin1",
        "dong-ho",
        "dongho",
        "d.o.n.g-ho",
        "quan_tri",
        "a@example.vn",
        "-a",
        "ａdmin",
    ],
)
def test_no_new_name_looks_like_another_s_or_like_the_house(name: str) -> None:
    answer = sign_up(username=name)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["username"]
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_name_is_folded_and_told_apart_by_more_than_capitals() -> None:
    User.objects.create_user("CongDan")

    assert sign_up(username="Ａinguyen").status_code == 302
    assert sign_up(username="congdan").status_code == 200
    assert User.objects.filter(username="ainguyen").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["quаntri", "a b", "a@b.vn", "nguyễn", ""])
def test_no_other_door_makes_such_an_account(name: str) -> None:
    with pytest.raises((ValidationError, ValueError)):
        User.objects.create_user(name)


@pytest.mark.django_db
def test_an_old_name_still_signs_in_and_its_account_is_still_changed(client: Client) -> None:
    User.objects.bulk_create([User(username="cũ@example.vn", password=make_password(PASSWORD))])
    old = User.objects.get()

    client.post(reverse("account_login"), {"login": "cũ@example.vn", "password": PASSWORD})
    old.full_name = "Tên mới"
    old.full_clean(exclude=["email"])
    old.save()

    assert client.session["_auth_user_id"] == str(old.pk)


def test_signing_up_with_somebody_s_address_tells_nothing_and_takes_nothing(citizen: User, mailoutbox: list) -> None:
    known, unknown = sign_up(email="dan@example.vn"), sign_up(username="khac", email="khac@example.vn")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mailoutbox] == [["khac@example.vn"]]
    assert MailAddress.objects.get(email="khac@example.vn").verified_at is None


@pytest.mark.parametrize("host", ["evil.example", "localhost:1234"])
def test_links_of_mails_lead_to_the_site_whatever_host_was_asked(citizen: User, mailoutbox: list, host: str) -> None:
    Client(headers={"host": host}).post(reverse("account_reset_password"), {"email": "dan@example.vn"})

    links = [word for word in mailoutbox[0].body.split() if "://" in word]
    assert links
    assert all(link.startswith(f"{settings.SITE_URL}/") for link in links)


def test_a_reset_writes_to_verified_addresses_of_accounts_only(citizen: User, mailoutbox: list) -> None:
    User.objects.create_user("la", "la@example.vn", PASSWORD)
    pages = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in ("dan@example.vn", "la@example.vn", "nobody@example.vn")
    ]

    assert {(page.status_code, page["Location"]) for page in pages} == {(302, reverse("account_reset_password_done"))}
    assert [(message.to[0], message.subject) for message in mailoutbox] == [
        ("dan@example.vn", "Đặt lại mật khẩu"),
        ("la@example.vn", "Xác nhận địa chỉ thư điện tử"),
    ]


def test_the_request_of_a_reset_asks_the_database_nothing_about_the_address(
    citizen: User, django_assert_num_queries: Any, monkeypatch: Any
) -> None:
    handed: list[str] = []
    monkeypatch.setattr("people.tasks.send_reset.delay", handed.append)

    for email in ("dan@example.vn", "nobody@example.vn"):
        with django_assert_num_queries(0):
            Client().post(reverse("account_reset_password"), {"email": email})

    assert handed == ["dan@example.vn", "nobody@example.vn"]


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
    assert (user.full_name, user.phone) == ("Nguyễn Thị Ái", "0912345678")


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("following", "place"),
    [
        ("/thong-bao/", "/thong-bao/"),
        ("http://localhost/x", "/sau-dang-nhap/"),
        ("http://127.0.0.1/x", "/sau-dang-nhap/"),
        ("//evil.example/x", "/sau-dang-nhap/"),
        ("https://evil.example/", "/sau-dang-nhap/"),
        ("/\\evil.example", "/sau-dang-nhap/"),
        ("javascript:alert(1)", "/sau-dang-nhap/"),
    ],
)
def test_signing_in_leads_to_a_path_of_this_site_alone(client: Client, following: str, place: str) -> None:
    User.objects.create_user("nguoidan", password="MotCua@2026")

    response = client.post("/dang-nhap/", {"login": "nguoidan", "password": "MotCua@2026", "next": following})

    assert (response.status_code, response["Location"]) == (302, place)
