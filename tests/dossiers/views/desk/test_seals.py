"""The page of the seal clerk: what waits, sealed one by one or many at once, and nothing beyond what she may see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.bulk import run_steps
from dossiers.models import Batch, Dossier, Paper
from people.actions import appoint
from people.models import Agency, Post, User
from tests.conftest import SINCE
from tests.dossiers.conftest import again
from tests.dossiers.test_sight import secrets_of
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/dong-dau/"


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


def paper_of(dossier: Dossier) -> Paper:
    return Paper.objects.filter(dossier=dossier, kind="result").latest("id")


def value_of(dossier: Dossier) -> str:
    """What the list sends of it."""
    return f"{dossier.name}|{paper_of(dossier).sha256}"


def sent(client: Client, user: User, **data: Any) -> Any:
    client.force_login(user)
    return client.post(PAGE, data)


def test_the_list_has_what_waits_the_oldest_first_and_no_secret(client: Client, cast: Cast, seal_clerk: User) -> None:
    first, second = cast.signed(), cast.signed()
    cast.resolved()
    client.force_login(seal_clerk)

    page = client.get(PAGE)
    text = page.content.decode()

    assert [paper.dossier_id for paper, _words in page.context["rows"]] == [first.pk, second.pk]
    for words in (first.name, first.applicant.name, paper_of(first).reference, str(cast.leader)):
        assert words in text
    assert f"/ho-so/{first.name}/van-ban/{paper_of(first).pk}/" in text
    assert [secret for secret in secrets_of(first) if secret in text] == []


def test_the_menu_counts_what_waits_and_an_empty_list_says_so(client: Client, cast: Cast, seal_clerk: User) -> None:
    client.force_login(seal_clerk)
    empty = client.get(PAGE).content.decode()
    cast.signed()

    full = client.get(PAGE)

    assert "Không có kết quả nào chờ đóng dấu" in empty
    assert {str(page["title"]): str(page["count"]) for page in full.context["staff_nav"]}["Đóng dấu"] == "1"


def test_one_is_sealed_at_once(client: Client, cast: Cast, seal_clerk: User) -> None:
    dossier = cast.signed()

    answer = sent(client, seal_clerk, mot=value_of(dossier))

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert again(dossier).events.latest("seq").verb == "sealed"
    assert not Batch.objects.exists()


def test_many_are_sealed_as_a_batch_whose_page_tells_of_each(client: Client, cast: Cast, seal_clerk: User) -> None:
    dossiers = [cast.signed() for _ in range(3)]
    values = [value_of(dossier) for dossier in dossiers]
    actions.recall_result(dossiers[1], "Sai thời hạn", by=cast.head, at=THURSDAY)

    answer = sent(client, seal_clerk, chon=values)
    waiting = client.get(answer["Location"]).content.decode()
    run_steps(THURSDAY)
    done = client.get(answer["Location"]).content.decode()

    assert "Xong 0 trên 3 hồ sơ" in waiting
    assert "data-under-way" in waiting
    assert "Xong 2 trên 3 hồ sơ" in done
    assert "data-under-way" not in done
    assert "không làm được việc “Đóng dấu kết quả”" in done
    assert f"/can-bo/ho-so/{dossiers[1].name}/" in done
    assert [again(row).events.latest("seq").verb for row in dossiers] == ["sealed", "result_recalled", "sealed"]


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({}, 422, "Chọn ít nhất một hồ sơ"),
    ({"chon": "|"}, 422, "Thiếu mã đối chiếu"),
    ({"chon": "x"}, 422, "Thiếu mã đối chiếu"),
    ({"chon": "\x00|\x00"}, 422, "Thiếu mã đối chiếu"),
    ({"mot": "H99.16-990101-0001|x"}, 409, "Không tìm thấy hồ sơ này"),
    ({"chon": [f"H99.16-990101-{n:04d}|x" for n in range(201)]}, 422, "nhiều nhất 200 hồ sơ"),
]


@pytest.mark.parametrize(("data", "status", "words"), WRONG)
def test_a_wrong_choice_is_said_on_the_list(
    client: Client, cast: Cast, seal_clerk: User, data: dict[str, Any], status: int, words: str
) -> None:
    cast.signed()

    answer = sent(client, seal_clerk, **data)

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_file_that_changed_since_it_was_listed_is_not_sealed(client: Client, cast: Cast, seal_clerk: User) -> None:
    dossier = cast.signed()

    answer = sent(client, seal_clerk, mot=f"{dossier.name}|{'0' * 64}")

    assert answer.status_code == 409
    assert "đã thay đổi sau khi ông/bà xem" in answer.content.decode()
    assert paper_of(dossier).sealed_at is None


def test_who_signed_it_is_told_to_leave_it_to_another(client: Client, cast: Cast) -> None:
    cast.signed()
    appoint(user=cast.leader, unit=Agency.objects.get(code="SLD"), role=Post.Role.SEAL_CLERK, since=SINCE)
    client.force_login(cast.leader)

    page = client.get(PAGE).content.decode()

    assert "không tự đóng dấu nó" in page
    assert 'name="chon"' not in page


@pytest.mark.parametrize("cursor", ["x", "YXx4fDE", "YXwyMDI2LTAzLTAyVDA5OjAwOjAwKzA3OjAwfDk5"])
def test_any_cursor_leads_to_a_page(client: Client, cast: Cast, seal_clerk: User, cursor: str) -> None:
    client.force_login(seal_clerk)

    assert client.get(PAGE, {"cursor": cursor}).status_code in (200, 302)


def test_a_batch_is_its_owner_s_alone(client: Client, cast: Cast, seal_clerk: User) -> None:
    address = sent(client, seal_clerk, chon=[value_of(cast.signed()), "H99.16-990101-0001|x"])["Location"]
    assert address.split("/")[-2] in client.get("/can-bo/loat/").content.decode()

    client.force_login(cast.leader)

    assert client.get(address).status_code == 404
    assert client.get(f"/can-bo/loat/{10**30}/").status_code == 404
    assert "chưa làm loạt việc nào" in client.get("/can-bo/loat/").content.decode()
