"""The pages about dossiers in a real Chromium: no accessibility fault, nothing wider than a small phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from dossiers import actions
from dossiers.models import Dossier
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.factories import draft, in_appraisal, submitted

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(edition: Any, citizen: Any, clerk: Any, officer: Any) -> dict[str, Dossier]:
    """A draft, one waiting for papers, one late, one just filed."""
    now = timezone.now()
    waiting = submitted(edition, citizen)
    items = [{"component": edition.components.all()[0].key, "todo": "Chụp lại trang hai cho rõ bốn góc"}]
    actions.request_supplement(waiting, items, "Ảnh mờ", by=clerk, at=now)
    return {
        "draft": draft(edition, citizen),
        "waiting": waiting,
        "late": in_appraisal(edition, citizen, clerk, now - timedelta(days=20)),
        "filed": submitted(edition, citizen),
    }


@pytest.fixture
def opened_by(open_page: Any, client: Client) -> Any:
    """Opens a page signed in as somebody."""

    def opened(user: Any, address: str, width: int, **cookies: str) -> Page:
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page: Page = open_page(address, width, **{settings.SESSION_COOKIE_NAME: session, **cookies})
        return page

    return opened


CITIZEN_PAGES = (
    "/ho-so/",
    "/ho-so/{draft}/",
    "/ho-so/{draft}/phan/1/",
    "/ho-so/{draft}/phan/2/",
    "/ho-so/{draft}/giay-to/",
    "/ho-so/{draft}/kiem-tra/",
    "/ho-so/{draft}/xoa/",
    "/ho-so/{filed}/da-nop/",
    "/ho-so/{waiting}/",
    "/ho-so/{waiting}/bo-sung/",
    "/ho-so/{waiting}/rut/",
    "/ho-so/{late}/",
    "/ho-so/{late}/to-khai/",
    "/ho-so/{late}/ai-da-xem/",
    "/rieng-tu/ai-da-xem/",
    "/tra-cuu/?code={late}",
    "/tra-cuu/?code=khong-co",
    "/nop-ho-so/cap-giay-phep-lao-dong/",
    "/nop-ho-so/cap-giay-phep-lao-dong/nguoi-nop/",
    "/thong-bao/",
)
STAFF = ("clerk", "officer", "head", "leader", "administrator", "cashier", "auditor")
STAFF_PAGES = (
    ("clerk", "/can-bo/"),
    ("clerk", "/can-bo/quay/"),
    ("clerk", "/can-bo/quay/nguoi-nop/"),
    ("clerk", "/can-bo/quay/{party}/"),
    ("clerk", "/can-bo/quay/{party}/cap-lai-giay-phep-lao-dong/"),
    ("clerk", "/can-bo/ho-so/{filed}/"),
    ("officer", "/can-bo/ho-so/{late}/"),
    ("head", "/can-bo/ho-so/{late}/"),
    ("head", "/can-bo/?view=overdue"),
    ("leader", "/lanh-dao/"),
    ("leader", "/bao-cao/"),
    ("leader", "/bao-cao/overdue/"),
    ("officer", "/thong-bao/"),
    ("leader", "/can-bo/?view=no-letter"),
    ("leader", "/bao-cao/causes/"),
    ("leader", "/bao-cao/first-answer/"),
    ("administrator", "/can-bo/lich-lam-viec/"),
    ("administrator", "/can-bo/lich-lam-viec/2027/"),
    ("administrator", "/can-bo/lich-lam-viec/doi-ngay/"),
    ("administrator", "/rieng-tu/su-co/"),
    ("administrator", "/rieng-tu/su-co/moi/"),
    ("cashier", "/can-bo/ho-so/{late}/"),
    ("auditor", "/rieng-tu/luot-xem/"),
)


@pytest.mark.parametrize("contrast", ["thuong", "cao"])
def test_the_applicants_pages_are_accessible_and_fit_a_small_phone(
    opened_by: Any, world: dict[str, Dossier], citizen: Any, contrast: str
) -> None:
    names = {key: dossier.name for key, dossier in _fresh(world).items()}

    for address in CITIZEN_PAGES:
        page = opened_by(citizen, address.format(**names), 320, tuong_phan=contrast)
        assert page.locator("h1").count() == 1, address
        assert faults(page) == [], address
        assert overflow(page) <= 0, address


@pytest.mark.parametrize(("width", "contrast"), [(320, "thuong"), (1280, "thuong"), (1280, "cao")])
def test_the_officers_pages_are_accessible_and_fit_the_screen(
    opened_by: Any, request: Any, world: dict[str, Dossier], party: Any, width: int, contrast: str
) -> None:
    names = {key: dossier.name for key, dossier in _fresh(world).items()}
    people = {name: request.getfixturevalue(name) for name in STAFF}

    for who, path in STAFF_PAGES:
        address = path.format(party=party.pk, **names)
        page = opened_by(people[who], address, width, tuong_phan=contrast)
        assert page.locator("h1").count() == 1, address
        assert faults(page) == [], address
        assert overflow(page) <= 0, address


def test_the_keys_of_the_counter_reach_the_box_and_the_button(
    opened_by: Any, world: dict[str, Dossier], clerk: Any, party: Any
) -> None:
    page = opened_by(clerk, "/can-bo/quay/", 1280)
    page.locator("h1").click()
    page.keyboard.press("F2")
    assert page.evaluate("document.activeElement.id") == "q"

    page.goto(page.url + f"{party.pk}/cap-lai-giay-phep-lao-dong/")
    page.keyboard.press("F8")
    page.wait_for_selector(".govuk-error-summary")


def test_a_card_is_scanned_with_one_key_and_the_box_has_the_cursor_again(
    opened_by: Any, world: dict[str, Dossier], clerk: Any, party: Any
) -> None:
    page = opened_by(clerk, "/can-bo/quay/", 1280)

    page.keyboard.type(f"{party.citizen_id}|012345678|Nguyen Thi Mau|27041950|Nu|Thon Mau|15032021")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert party.citizen_id not in page.url
    assert page.locator(f"a[href='/can-bo/quay/{party.pk}/']").count() == 1
    assert page.evaluate("document.activeElement.id") == "q"
    assert faults(page) == []


def _fresh(world: dict[str, Dossier]) -> dict[str, Dossier]:
    return {key: Dossier.objects.get(pk=dossier.pk) for key, dossier in world.items()}
