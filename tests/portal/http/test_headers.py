"""What every answer carries, pages, files and the API alike; and a program without TLS is refused, not led on."""

from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from dossiers.views.file_policy import FILE_POLICY
from people.models import User
from procedures.models import Edition
from tests.support import factories
from tests.support.routes import routes

pytestmark = pytest.mark.django_db
PLAIN = [f"/{route.plain}" for route in routes() if not route.arguments and not route.is_admin]


@pytest.mark.parametrize("part", ["", "clerk", "administrator"])
def test_every_answer_says_what_a_browser_may_do_with_it(client: Client, request: Any, part: str) -> None:
    wrong = []
    for address in [*PLAIN, "/khong-co/", "/api/v1/khong-co/", "/ho-so/x/tep/1/"]:
        if part:
            client.force_login(request.getfixturevalue(part))
        answer = client.get(address)
        policy = answer.headers.get("Content-Security-Policy", "")
        held = all(word in policy for word in ("default-src", "base-uri 'none'", "frame-ancestors 'none'"))
        names = ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy")
        names += ("Permissions-Policy",)
        has_type = not answer.content or "charset" in answer["Content-Type"] or "json" in answer["Content-Type"]
        has_type = has_type or "openapi" in answer["Content-Type"]  # YAML is UTF-8
        has_type = has_type or "spreadsheetml" in answer["Content-Type"]
        if not held or not has_type or any(name not in answer.headers for name in names):
            wrong.append((address, answer.status_code, policy, answer.get("Content-Type")))

    assert wrong == []


def test_no_page_keeps_its_own_forms_from_naming_their_origin(client: Client) -> None:
    """Under `no-referrer` a browser sends `Origin: null`, and every form of the page is refused as somebody else's."""
    secret = (
        "/xac-nhan-thu/x/",
        "/tai-khoan/lien-he/xac-nhan/x/",
        "/tra-cuu/?code=x",
        "/xac-minh/?ma=x",
        "/lich/x.ics",
    )
    policies = {address: client.get(address).headers.get("Referrer-Policy") for address in [*PLAIN, *secret]}

    assert {address: policy for address, policy in policies.items() if policy != "same-origin"} == {}


def test_nothing_is_shared_with_other_origins(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    for address in ("/", "/api/v1/procedures/", "/api/v1/dossiers/"):
        answer = client.get(address, headers={"Origin": "https://evil.example"})
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_a_page_is_led_to_https_and_a_program_is_refused(client: Client, settings: Any) -> None:
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True

    assert client.get("/thu-tuc/")["Location"].startswith("https://")
    answer = client.get("/api/v1/procedures/")

    assert answer.status_code == 403
    assert "https" in answer.json()["detail"]
    assert client.get("/api/v1/procedures/", secure=True).status_code == 200
    assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_methods_that_no_page_has_are_405(client: Client, method: str) -> None:
    for address in ("/", "/api/v1/procedures/", "/dang-nhap/"):
        assert client.generic(method, address).status_code == 405


def test_the_showcase_of_components_is_for_demos_alone(client: Client, clerk: User, settings: Any) -> None:
    client.force_login(clerk)
    assert client.get("/_ui/").status_code == 200

    settings.DEMO = False

    assert client.get("/_ui/").status_code == 404


def test_a_file_is_shown_and_does_nothing(client: Client, edition: Edition, citizen: User) -> None:
    dossier = factories.draft(edition, citizen)
    client.force_login(citizen)

    answer = client.get(f"/ho-so/{dossier.name}/tep/{dossier.attachments.order_by('pk')[0].pk}/")

    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["form-action"]) == ("'none'", "'none'")
    # A receipt is printed from a frame of our own pages; no other site frames it.
    assert (policy["frame-ancestors"], answer["X-Frame-Options"]) == ("'self'", "SAMEORIGIN")
    assert "script-src" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f'"{FILE_POLICY}"' in (site.BASE_DIR / "docker-compose.yml").read_text()
