"""Typing in a real Chromium: kept while it is typed, carried into the other language, sent again with one button."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from dossiers.models import Dossier
from people.models import Party, TypedInput
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.factories import draft

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
NEW_PARTY, PASSWORD = "/can-bo/quay/nguoi-nop/", "MotCua@2026"
PATIENCE = 60  # seconds, on a machine that runs two browsers and a database beside


@pytest.fixture
def opened_by(open_page: Any, client: Client) -> Any:
    """Opens a page signed in as somebody."""

    def opened(user: Any, address: str, width: int = 1280, scripts: bool = True) -> Page:
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page: Page = open_page(address, width, scripts, **{settings.SESSION_COOKIE_NAME: session})
        return page

    return opened


def wait_for(is_so: Callable[[], bool]) -> None:
    """Until it is so, or the test fails."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_session_that_ended_loses_nothing(
    opened_by: Any, edition: Any, clerk: Any, width: int, scripts: bool
) -> None:
    page = opened_by(clerk, NEW_PARTY, width, scripts)
    page.fill("[name=name]", "Nguyễn Văn Ánh")
    page.check("[name=kind][value=organisation]")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("main form[novalidate] button.govuk-button")
    page.wait_for_selector("[name=login]")
    assert not scripts or faults(page) == []
    page.fill("[name=login]", clerk.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{NEW_PARTY}")

    assert page.input_value("[name=name]") == "Nguyễn Văn Ánh"
    assert page.is_checked("[name=kind][value=organisation]")
    assert not scripts or (faults(page) == [] and overflow(page) <= 0)
    assert not Party.objects.filter(name="Nguyễn Văn Ánh").exists()


def test_half_typed_it_is_kept_and_goes_along_into_english(opened_by: Any, edition: Any, clerk: Any) -> None:
    page = opened_by(clerk, NEW_PARTY)
    page.fill("[name=name]", "Nguyễn Văn Dở")
    wait_for(TypedInput.objects.exists)
    page.fill("#id_address", "Số 1")

    page.click(".mc-menu summary")
    page.click("a[hreflang=en]")
    page.wait_for_url("**/en/**")

    assert page.input_value("[name=name]") == "Nguyễn Văn Dở"
    assert page.input_value("#id_address") == "Số 1"
    page.click("text=Discard this")
    page.wait_for_load_state()
    assert page.input_value("[name=name]") == ""


def test_a_citizens_section_is_saved_while_it_is_typed_and_sent_without_conflict(
    opened_by: Any, edition: Any, citizen: Any
) -> None:
    row = draft(edition, citizen)
    page = opened_by(citizen, f"/ho-so/{row.ref}/phan/1/")
    page.fill("[name=employer_name]", "Công ty Đang Gõ")
    wait_for(lambda: Dossier.objects.get(pk=row.pk).answers.get("employer_name") == "Công ty Đang Gõ")

    page.fill("[name=employer_name]", "Công ty Gõ Xong")
    page.click("button[name=save]")
    page.wait_for_url("**/ho-so/")

    assert Dossier.objects.get(pk=row.pk).answers["employer_name"] == "Công ty Gõ Xong"


def test_an_old_form_is_sent_again_with_one_button(opened_by: Any, edition: Any, clerk: Any) -> None:
    page = opened_by(clerk, NEW_PARTY, 360)
    for name, text in {"name": "Nguyễn Văn Cũ", "citizen_id": "001150012345", "address": "Số 1"}.items():
        page.fill(f"[name={name}]", text)
    page.context.clear_cookies(name="csrftoken")
    page.click("main form[novalidate] button.govuk-button")
    page.wait_for_selector("text=Gửi lại nội dung này")
    assert faults(page) == []
    assert overflow(page) <= 0

    page.click("text=Gửi lại nội dung này")
    page.wait_for_url("**/can-bo/quay/*/")

    assert Party.objects.filter(name="Nguyễn Văn Cũ").exists()


def test_before_a_session_ends_the_page_says_so_and_one_may_stay(
    opened_by: Any, edition: Any, clerk: Any, settings: Any
) -> None:
    page = opened_by(clerk, NEW_PARTY)
    assert page.locator("[data-session-seconds]").is_hidden()
    settings.IDLE_MINUTES = {"staff": 5, "citizen": 5}
    used = timezone.now() - timedelta(seconds=178)
    Session.objects.update(expire_date=used + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    page.reload()
    page.wait_for_selector("[data-session-seconds]:not([hidden])")
    assert faults(page) == []

    page.get_by_role("button", name="Ở lại").click()
    page.wait_for_selector("[data-session-seconds]", state="hidden")

    assert Session.objects.get().expire_date > timezone.now() + timedelta(hours=19)


def test_who_is_signed_out_is_asked_before_the_language_changes(open_page: Any) -> None:
    page, questions = open_page("/dang-ky/"), list[str]()
    page.on("dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss()))
    page.fill("[name=full_name]", "Nguyễn Văn Ánh")

    page.click("a[hreflang=en]")

    assert len(questions) == 1
    assert page.input_value("[name=full_name]") == "Nguyễn Văn Ánh"


def test_without_scripts_a_word_stands_beside_the_language(open_page: Any) -> None:
    assert open_page("/dang-ky/", scripts=False).locator(".mc-unsent").is_visible()
    assert not open_page("/tro-giup/", scripts=False).locator(".mc-unsent").is_visible()
