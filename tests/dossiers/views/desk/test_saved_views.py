"""Saved views: a name for what an address of the queue shows, of one account, told when a part of it is gone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers.models import SavedView
from dossiers.saved_views import MOST, save_view
from people.models import Agency, User
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/cach-xem/"


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


@pytest.fixture
def reader(client: Client, cast: Cast) -> User:
    """The officer, signed in."""
    client.force_login(cast.officer)
    return cast.officer


def saved(user: User, query: str = "view=all&channel=online", name: str = "Trực tuyến") -> SavedView:
    """A view of theirs."""
    return save_view(name, query, by=user, at=timezone.now())


def test_a_view_is_saved_listed_and_current(client: Client, cast: Cast, reader: User) -> None:
    one, _two = cast.appraised(), cast.on_paper()
    query = "view=all&channel=online&from=01%2F03%2F2026"

    page = client.post(PAGE, {"name": "  Nộp   trực tuyến ", "query": query}, follow=True)

    assert page.request["QUERY_STRING"] == query
    assert [row.name for row, _standing in page.context["rows"]] == [one.name]
    assert page.context["current"].name == "Nộp trực tuyến"
    assert page.content.decode().count('aria-current="page">Nộp trực tuyến') == 1
    assert "Nộp trực tuyến" in client.get("/can-bo/").content.decode()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("view=mine&unit=khong-co&channel=online&cursor=abc&tim=x&next=//xau.example", "view=mine&channel=online"),
        ("view=khong-co", ""),
        ("%00=%00&view=%00", ""),
        ("x" * 9000, ""),
        ("", ""),
    ],
)
def test_only_what_means_something_is_kept(client: Client, reader: User, sent: str, kept: str) -> None:
    assert client.post(PAGE, {"name": "a", "query": sent}).status_code == 302

    assert SavedView.objects.get().query == kept


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Nhập tên cách xem."),
        ("   ", "Nhập tên cách xem."),
        ("x" * 61, "60"),
        ("a\x07b", "Tên có ký tự không đọc được"),
        ("Trực tuyến", "Ông/bà đã có một cách xem mang tên này"),
    ],
)
def test_a_wrong_name_is_told_beside_it_and_nothing_is_lost(
    client: Client, reader: User, name: str, words: str
) -> None:
    row = saved(reader)
    other = saved(reader, name="Khác")

    for address in (PAGE, f"{PAGE}{other.pk}/"):
        answer = client.post(address, {"name": name, "query": "view=mine"})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "<title>Lỗi:" in answer.content.decode()
    assert 'name="query" value="view=mine"' in client.post(PAGE, {"name": "", "query": "view=mine"}).content.decode()
    assert set(SavedView.objects.values_list("name", flat=True)) == {row.name, "Khác"}


def test_twenty_are_the_most(client: Client, reader: User) -> None:
    for number in range(MOST):
        saved(reader, name=str(number))

    answer = client.post(PAGE, {"name": "thêm", "query": ""})

    assert answer.status_code == 422
    assert "Đã lưu 20 cách xem" in answer.content.decode()
    assert SavedView.objects.count() == MOST


def test_a_view_is_renamed_and_deleted(client: Client, reader: User) -> None:
    row = saved(reader)

    client.post(f"{PAGE}{row.pk}/", {"name": "Mới"})
    assert SavedView.objects.get().name == "Mới"
    gone = client.post(f"{PAGE}{row.pk}/", {"name": "", "delete": "1"}, follow=True)

    assert "Đã xóa cách xem “Mới”" in gone.content.decode()
    assert not SavedView.objects.exists()


def test_another_account_s_views_are_not_there(client: Client, cast: Cast, reader: User) -> None:
    row = saved(cast.head, name="Riêng của trưởng phòng")

    assert row.name not in client.get("/can-bo/").content.decode()
    assert row.name not in client.get(PAGE).content.decode()
    for answer in (client.get(f"{PAGE}{row.pk}/"), client.post(f"{PAGE}{row.pk}/", {"delete": "1"})):
        assert answer.status_code == 404
    assert client.get(f"{PAGE}{2**70}/").status_code == 404
    assert SavedView.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "gone", ["unit=CU", "procedure=da-bo", "label=999", "field=da-bo"], ids=lambda text: text.partition("=")[0]
)
def test_what_is_gone_is_told_and_the_rest_still_filters(client: Client, cast: Cast, reader: User, gone: str) -> None:
    one, _two = cast.appraised(), cast.on_paper()
    Agency.objects.filter(code="CU").delete()
    row = saved(reader, f"view=all&channel=online&{gone}")

    page = client.get(f"/can-bo/?{row.query}")

    assert [row.name for row, _standing in page.context["rows"]] == [one.name]
    assert "không có hoặc không còn nữa" in page.content.decode()
    assert len(page.context["chips"]) == 1


def test_a_view_of_another_role_is_told(client: Client, cast: Cast, reader: Any) -> None:
    page = client.get("/can-bo/?view=fees")

    assert "không dành cho vị trí của ông/bà" in page.content.decode()
    assert page.context["chosen"].key == "unit"
