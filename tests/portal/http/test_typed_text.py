"""Text enters the house in one form: forms, addresses, JSON; passwords stay their owner's."""

import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework.test import APIClient

from people.actions import register_checked_party
from people.models import Party, User
from portal.http.typed_text import TypedText
from tests.conftest import at
from tests.support.factories import photo

TYPED = "\u202dÐặng\u00a0Thị\u200b Điệp\u202c \uff10\u0661\u09e8"
ENTERED = "Đặng Thị Điệp 012"
PASSWORD = "Mật-Khẩu-Dài-2026"


def taken_in(request: HttpRequest) -> dict[str, Any]:
    """What a view reads of *request*."""
    read: dict[str, Any] = {}

    def view(request: HttpRequest) -> HttpResponse:
        read.update(get=request.GET.dict(), post=request.POST.dict(), files=dict(request.FILES))
        return HttpResponse()

    TypedText(view)(request)
    return read


def test_a_view_reads_text_in_one_form_whatever_carries_it() -> None:
    make = RequestFactory()
    form = make.post("/x/", {"a": TYPED, "password1": TYPED})
    pasted = make.post("/x/?" + "q=" + "%C3%90", {"a": TYPED, "f": SimpleUploadedFile("a.jpg", photo())})

    assert taken_in(make.get("/x/", {"a": TYPED}))["get"] == {"a": ENTERED}
    assert taken_in(form)["post"] == {"a": ENTERED, "password1": TYPED}
    read = taken_in(pasted)
    assert (read["get"], read["post"], list(read["files"])) == ({"q": "Đ"}, {"a": ENTERED}, ["f"])


def test_a_form_nobody_reads_is_not_parsed() -> None:
    request = RequestFactory().post("/x/", {"a": TYPED})

    TypedText(lambda request: HttpResponse())(request)

    assert not hasattr(request, "_post")


@pytest.mark.django_db
@pytest.mark.parametrize("nothing", ["\u200b", "\u00a0\u2009", "\u3164", "\u2800", "\u202d\u202c", "\ufe0f", "\u00ad"])
def test_a_name_of_nothing_is_no_name(nothing: str) -> None:
    data = {
        "username": "khongten",
        "email": "",
        "full_name": nothing,
        "phone_number": "",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    answer = Client().post(reverse("account_signup"), data)

    assert "Nhập họ, chữ đệm và tên như trên căn cước" in answer.content.decode()
    assert not User.objects.filter(username="khongten").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_password_opens_however_its_accents_are_composed(form: str) -> None:
    user = User.objects.create_user("khoa1")
    user.set_password(PASSWORD)
    user.save()
    typed = unicodedata.normalize(form, PASSWORD)

    page = Client().post(reverse("account_login"), {"login": "khoa1", "password": typed})
    token = APIClient().post("/api/v1/token/", {"username": "khoa1", "password": typed}, format="json")

    assert (page.status_code, token.status_code) == (302, 200)


@pytest.mark.django_db
def test_a_password_from_before_forms_counted_still_opens() -> None:
    typed = unicodedata.normalize("NFD", PASSWORD)
    User.objects.create_user("khoa2", password=typed)

    assert Client().post(reverse("account_login"), {"login": "khoa2", "password": typed}).status_code == 302


@pytest.fixture
def known(clerk: User) -> Party:
    """Somebody whose papers the counter has seen."""
    data = {
        "name": "ĐẶNG THỊ O'BRIEN",
        "kind": "person",
        "citizen_id": "001190012345",
        "phone": "0912777001",
        "tax_code": "0100109106-001",
    }
    return register_checked_party(**data, by=clerk, at=at("2026-03-02 09:00"))


@pytest.mark.parametrize(
    "typed",
    [
        "0912.777.001",
        "+84 912 777 001",
        "0084912777001",
        "\u202d0912\u00a0777\u2009001\u202c",
        "001.190.012.345",
        "001 190 012 345",
        "００１１９００１２３４５",
        "0100109106001",
        "0100109106-001",
        "Ðặng Thị",
        "dang thi o’brien",
        "o'brien",
        "OʼBrien",
        "obrien",
        "Đặng\u00a0Thị",
    ],
)
def test_somebody_is_found_however_their_number_or_name_is_written(known: Party, typed: str) -> None:
    assert list(Party.objects.matching(typed)) == [known]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", " ", "\u200b", "'"])
def test_nothing_typed_finds_nobody(typed: str, known: Party) -> None:
    assert not Party.objects.matching(typed).exists()
    assert not Party.objects.called(typed).exists()
