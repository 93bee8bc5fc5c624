"""Who signs sees what waits, then exactly what would be signed, and signs many at once: what was shown, no more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossiers import actions
from dossiers.bulk import run_steps
from dossiers.models import Batch, Dossier, State
from dossiers.papers.preview import digest_of_proposal
from people.models import Read
from procedures.actions import load_result_templates
from tests.dossiers.conftest import again
from tests.support.stories import MONDAY, THURSDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
LIST, SUMMARY, SIGN = "/can-bo/cho-ky/", "/can-bo/cho-ky/xem-lai/", "/can-bo/cho-ky/ky/"


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


@pytest.fixture
def signing(client: Client, cast: Cast) -> Client:
    """The leader's browser."""
    client.force_login(cast.leader)
    return client


def value_of(dossier: Dossier) -> str:
    """What the list sends of it."""
    return f"{dossier.name}|{digest_of_proposal(again(dossier))}"


def test_the_list_has_what_is_theirs_to_sign_with_its_digest(signing: Client, cast: Cast) -> None:
    proposed = cast.proposed()
    cast.appraised()

    page = signing.get(LIST)
    text = page.content.decode()

    assert [one.dossier.pk for one in page.context["proposals"]] == [proposed.pk]
    assert f'value="{value_of(proposed)}"' in text
    assert "Đồng ý giải quyết" in text
    assert str(cast.officer) in text
    assert {str(row["title"]): str(row["count"]) for row in page.context["staff_nav"]}["Chờ ký"] == "1"


def test_a_head_who_does_not_sign_it_has_an_empty_list(client: Client, cast: Cast) -> None:
    cast.proposed()
    client.force_login(cast.head)

    assert "Không có hồ sơ nào chờ ông/bà ký" in client.get(LIST).content.decode()


def test_the_summary_shows_what_would_be_signed_and_records_that_it_was_read(signing: Client, cast: Cast) -> None:
    load_result_templates(at=MONDAY)
    granted, refused = cast.proposed(), cast.proposed("refused")

    page = signing.post(SUMMARY, {"chon": [value_of(granted), value_of(refused)]})
    text = page.content.decode()

    assert page.status_code == 200
    for words in (granted.name, "Hai năm", granted.applicant.name, digest_of_proposal(again(granted))[:12]):
        assert words in text
    assert "Thông báo từ chối giải quyết" in text
    assert f"/can-bo/ho-so/{granted.name}/xem-truoc/" in text
    assert "Ký 2 hồ sơ" in text
    assert set(Read.objects.filter(user=cast.leader).values_list("code", "what")) == {
        (granted.name, "dossier"),
        (refused.name, "dossier"),
    }


def _changed(dossier: Dossier, cast: Cast) -> None:
    actions.send_back(dossier, "Xem lại", by=cast.leader, at=WEDNESDAY)
    actions.propose(dossier, "granted", "Ba năm", by=cast.officer, at=WEDNESDAY)


def _gone(dossier: Dossier, cast: Cast) -> None:
    actions.send_back(dossier, "Xem lại", by=cast.leader, at=WEDNESDAY)


@pytest.mark.parametrize(("change", "words"), [(_changed, "Đề xuất đã thay đổi"), (_gone, "không còn chờ ông/bà ký")])
def test_what_changed_since_it_was_listed_is_left_out_in_words(
    signing: Client, cast: Cast, change: Any, words: str
) -> None:
    first, second = cast.proposed(), cast.proposed()
    values = [value_of(first), value_of(second)]
    change(first, cast)

    page = signing.post(SUMMARY, {"chon": values})

    assert words in page.content.decode()
    assert [one.dossier.pk for one in page.context["proposals"]] == [second.pk]


def test_what_changes_after_the_summary_is_refused_by_its_digest(signing: Client, cast: Cast) -> None:
    first, second = cast.proposed(), cast.proposed()
    values = [value_of(first), value_of(second)]

    answer = signing.post(SIGN, {"chon": values})
    _changed(first, cast)
    run_steps(THURSDAY)
    page = signing.get(answer["Location"]).content.decode()

    assert "Xong 1 trên 2 hồ sơ" in page
    assert "Dự thảo đã thay đổi sau khi ông/bà xem" in page
    assert (again(first).state, again(second).state) == (State.APPROVAL, State.RESOLVED)


def test_who_proposed_it_is_told_why_they_do_not_sign_it(client: Client, cast: Cast, person: Any) -> None:
    proposed = cast.proposed()
    Dossier.objects.filter(pk=proposed.pk).update(appraiser=cast.leader)
    client.force_login(cast.leader)

    page = client.get(LIST).content.decode()
    summary = client.post(SUMMARY, {"chon": value_of(proposed)}).content.decode()

    assert "nên không quyết định nó" in page
    assert 'name="chon"' not in page
    assert "nên không quyết định nó" in summary
    assert "Không còn hồ sơ nào để ký" in summary


WRONG: list[dict[str, Any]] = [{}, {"chon": "|"}, {"chon": [f"H99.16-990101-{n:04d}|x" for n in range(201)]}]


@pytest.mark.parametrize("address", [SUMMARY, SIGN])
@pytest.mark.parametrize("data", WRONG)
def test_a_wrong_choice_stores_nothing_and_says_so(
    signing: Client, cast: Cast, address: str, data: dict[str, Any]
) -> None:
    answer = signing.post(address, data)

    assert answer.status_code in (200, 422)
    assert not Batch.objects.exists()


@pytest.mark.parametrize("text", ["x", "\x00|\x00", "H99.16-990101-0001|x", "|" * 500, "ơ" * 900 + "|" + "ơ" * 900])
def test_any_text_is_answered_in_words(signing: Client, cast: Cast, text: str) -> None:
    assert signing.post(SUMMARY, {"chon": text}).status_code in (200, 422)
    assert signing.post(SIGN, {"chon": text}).status_code in (302, 422)
    run_steps(THURSDAY)

    assert set(Batch.objects.values_list("items__state", flat=True)) <= {"refused"}


@pytest.mark.parametrize(("address", "status"), [(SUMMARY, 302), (SIGN, 405)])
def test_the_steps_in_between_are_no_pages_of_their_own(signing: Client, cast: Cast, address: str, status: int) -> None:
    assert signing.get(address).status_code == status


def test_more_rows_cost_no_more_statements(signing: Client, cast: Cast) -> None:
    values, costs = [value_of(cast.proposed())], []
    signing.get(LIST)  # what the process keeps is read
    for _turn in range(2):
        with CaptureQueriesContext(connection) as list_cost:
            signing.get(LIST)
        with CaptureQueriesContext(connection) as summary_cost:
            signing.post(SUMMARY, {"chon": values})
        costs.append((len(list_cost), len(summary_cost)))
        values += [value_of(cast.proposed()) for _ in range(3)]

    assert costs[0] == costs[1]


def test_posts_without_a_second_factor_sign_nothing_where_it_is_demanded(
    signing: Client, cast: Cast, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = "required"

    answer = signing.post(SIGN, {"chon": value_of(cast.proposed())})

    assert answer["Location"].startswith("/tai-khoan/bao-mat/")
    assert not Batch.objects.exists()
