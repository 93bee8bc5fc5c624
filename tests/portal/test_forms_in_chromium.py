"""Forms of pages whose address is secret, sent by a real browser: it names its origin, as no test client does."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter

from notifications.verification import SALT, is_verified
from people.actions.contacts import token_of
from people.models import EmailChange, User
from tests.support.browsing import NEEDS_CHROMIUM

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


def pressed(page: Any, words: str) -> Any:
    """The answer to a button with these words."""
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name=words).click()
    return navigation.value


def test_a_strangers_file_is_checked(open_page: Any) -> None:
    content, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(content)
    page = open_page("/xac-minh/?ma=1-0000000000", scripts=False)

    page.set_input_files(
        "input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content.getvalue()}
    )
    answer = pressed(page, "Kiểm tra tệp")

    assert answer.status == 200
    assert "không có chữ ký số" in page.content()


def test_the_reader_of_a_mail_says_that_the_address_is_theirs(open_page: Any) -> None:
    page = open_page(f"/xac-nhan-thu/{signing.dumps('ai@example.vn', salt=SALT)}/", scripts=False)

    assert pressed(page, "Đây là địa chỉ của tôi").status == 200
    assert is_verified("ai@example.vn")


def test_the_reader_of_a_new_address_confirms_it(open_page: Any, citizen: User) -> None:
    client = Client()
    client.force_login(citizen)
    client.post("/tai-khoan/lien-he/", {"phone": "0912345678", "postal_address": "Số 1", "email": "moi@example.vn"})
    link = reverse("people:confirm_address", args=[token_of(EmailChange.objects.get())])

    assert pressed(open_page(link, scripts=False), "Đây là địa chỉ của tôi").status == 200
    assert is_verified("moi@example.vn")


def test_who_looks_up_a_code_signs_out_from_there(open_page: Any, citizen: User) -> None:
    client = Client()
    client.force_login(citizen)
    name = settings.SESSION_COOKIE_NAME
    page = open_page("/tra-cuu/?code=H99.16-261103-0001", **{name: client.cookies[name].value})

    page.locator(".mc-nav summary").click()
    assert pressed(page, "Đăng xuất").status == 200
    assert page.get_by_role("link", name="Đăng nhập").count()
