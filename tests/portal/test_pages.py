"""The public pages, in both languages, with and without an account."""

from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.actions import appoint, open_agency
from people.models import Agency, Post, User

PUBLIC = ["home", "display_settings", "help", "privacy", "accessibility", "open_source"]


@pytest.fixture
def department(db: None) -> str:
    """A department with a name of its own."""
    open_agency(code="SLD", name="Sở Thử Nghiệm", kind="department", since=date(2024, 1, 1))
    return "Sở Thử Nghiệm"


def staff(role: str) -> User:
    """Someone who holds *role* today."""
    user = User.objects.create_user(f"{role}1", password="x")
    unit = open_agency(code="MC", name="Bộ phận", kind="desk", since=date(2024, 1, 1))
    appoint(user=user, unit=unit, role=role, since=date(2024, 1, 1))
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_open_without_an_account(client: Client, name: str) -> None:
    response = client.get(reverse(f"portal:{name}"))

    assert response.status_code == 200
    assert b'<html lang="vi"' in response.content
    assert response.content.count(b"<h1") == 1


def test_the_frame_names_the_department_of_today(client: Client, department: str) -> None:
    response = client.get("/")

    assert department in response.content.decode()


def test_the_english_frame_gives_the_english_name(client: Client, department: str) -> None:
    Agency.objects.update(name_en="Department of Trials")

    assert "Department of Trials" in client.get("/en/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "words"), [("/", "Phiên bản"), ("/en/", "Version")])
def test_the_foot_says_which_version_the_site_is(client: Client, path: str, words: str) -> None:
    foot = client.get(path).content.decode().rpartition("<footer")[2]

    assert f"{words} {settings.VERSION}" in foot


@pytest.mark.django_db
def test_the_foot_of_the_desk_says_it_too(client: Client) -> None:
    client.force_login(staff("desk"))

    foot = client.get("/can-bo/").content.decode().rpartition("<footer")[2]

    assert f"Phiên bản {settings.VERSION}" in foot


@pytest.mark.django_db
def test_every_page_has_an_english_twin(client: Client) -> None:
    response = client.get("/en/tro-giup/")

    assert b'<html lang="en"' in response.content
    assert b'href="/tro-giup/" lang="vi" hreflang="vi"' in response.content


@pytest.mark.django_db
def test_no_page_carries_inline_script_or_style(client: Client) -> None:
    html = client.get("/").content.decode()

    assert "<script>" not in html
    assert " style=" not in html
    assert " onclick=" not in html


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("leader", "/can-bo/cho-ky/"),
        ("desk", "/can-bo/quay/"),
        ("cashier", "/can-bo/thu-phi/"),
        ("officer", "/can-bo/"),
        ("", "/ho-so/"),
        ("administrator", "/can-bo/thu-tuc/"),
        ("seal_clerk", "/can-bo/dong-dau/"),
    ],
)
@pytest.mark.django_db
def test_each_role_starts_on_its_own_page(client: Client, role: str, address: str) -> None:
    user = staff(role) if role else User.objects.create_user("dan")
    client.force_login(user)

    response = client.get(reverse("portal:after_sign_in"))

    assert response.headers["Location"] == address


@pytest.mark.django_db
def test_display_settings_are_kept_in_cookies_and_change_every_page(client: Client) -> None:
    client.post("/cach-hien-thi/", {"text_size": "lon", "contrast": "cao"})

    html = client.get("/").content.decode()

    assert 'class="govuk-template mc-large mc-contrast"' in html


@pytest.mark.django_db
def test_display_settings_with_nonsense_say_what_is_wrong(client: Client) -> None:
    response = client.post("/cach-hien-thi/", {"text_size": "khổng lồ"})

    assert response.status_code == 422
    assert "Có phần cần sửa" in response.content.decode()
    assert "<title>Lỗi:" in response.content.decode()


@pytest.mark.django_db
def test_the_components_page_is_for_staff_only(client: Client) -> None:
    client.force_login(User.objects.create_user("dan"))
    assert client.get("/_ui/").status_code == 403

    client.force_login(staff(Post.Role.DESK))
    assert client.get("/_ui/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("desk", {"Hồ sơ", "Quầy", "Trả kết quả", "Bưu gửi", "Ủy quyền"}),
        ("leader", {"Hồ sơ", "Chờ ký", "Ủy quyền", "Kết quả", "Lãnh đạo", "Hủy biên lai", "Báo cáo", "Sự cố dữ liệu"}),
        ("seal_clerk", {"Hồ sơ", "Đóng dấu", "Ủy quyền", "Kết quả"}),
        ("auditor", {"Hồ sơ", "Ủy quyền", "Kết quả", "Lãnh đạo", "Báo cáo", "Lượt xem", "Sự cố dữ liệu"}),
        ("administrator", {"Danh mục thủ tục", "Nhân sự", "Đơn vị", "Bổ nhiệm", "Lịch làm việc", "Sự cố dữ liệu"}),
    ],
)
def test_the_staff_navigation_shows_what_the_post_permits(client: Client, role: str, seen: set[str]) -> None:
    client.force_login(staff(role))

    response = client.get("/_ui/")

    assert {str(page["title"]) for page in response.context["staff_nav"]} == seen


def test_a_fault_of_the_site_is_told_to_somebody(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "an-ninh@example.vn"

    response = client.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response["Content-Type"].startswith("text/plain")
    assert lines["Contact"] == "mailto:an-ninh@example.vn"
    assert datetime.fromisoformat(lines["Expires"]) > timezone.now()


def test_search_engines_are_kept_from_pages_of_people_in_both_languages(client: Client) -> None:
    answer = client.get("/robots.txt")

    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/plain")
    assert {"Disallow: /ho-so/", "Disallow: /en/ho-so/", "Disallow: /can-bo/", "Disallow: /api/"} <= set(lines)
    assert "Disallow: /" not in lines
