"""One act on many dossiers of the queue: chosen, or all that match; tried out first, then a batch, each by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers import bulk
from dossiers.labels import create_label
from dossiers.models import Batch, Dossier, DossierLabel, Event
from tests.dossiers.conftest import again
from tests.support.stories import THURSDAY, TUESDAY, Cast

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/nhieu-ho-so/"


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


@pytest.fixture
def leading(client: Client, cast: Cast) -> Client:
    """The head's browser."""
    client.force_login(cast.head)
    return client


def begun(client: Client, names: list[str], **data: str) -> Any:
    """The page of the batch, once the worker went through it."""
    answer = client.post(PAGE, {"chon": names, "begin": "1", **data})
    assert answer.status_code == 302, answer.content.decode()
    bulk.run_steps(THURSDAY)
    return client.get(answer["Location"])


def test_the_queue_lets_choose_and_the_page_says_what_is_chosen(leading: Client, cast: Cast) -> None:
    one, _two = cast.appraised(), cast.appraised()

    text = leading.get("/can-bo/?view=all&channel=online").content.decode()
    page = leading.post(f"{PAGE}?view=all", {"chon": one.name})

    assert f'name="chon" value="{one.name}"' in text
    assert f'action="{PAGE}?view=all&amp;channel=online"' in text
    assert page.status_code == 200
    assert [row.name for row in page.context["rows"]] == [one.name]
    assert 'href="/can-bo/?view=all"' in page.content.decode()


def test_all_that_match_are_chosen_and_no_more(leading: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {cast.appraised().name, cast.appraised().name}
    cast.on_paper()
    address = f"{PAGE}?view=all&channel=online"

    page = leading.post(address, {"all": "1"})
    monkeypatch.setattr(bulk, "MOST", 1)
    refused = leading.post(address, {"all": "1"})

    assert {row.name for row in page.context["rows"]} == names
    assert refused.status_code == 422
    assert "nhiều nhất 1 hồ sơ" in refused.content.decode()


def test_a_trial_changes_nothing_and_says_why_not(leading: Client, cast: Cast) -> None:
    free, filed = cast.appraised(), cast.submitted()
    events = Event.objects.count()
    data = {"chon": [free.name, filed.name], "ask": "1", "action": "assign", "to": cast.officer.username}

    page = leading.post(PAGE, data)

    assert page.status_code == 200
    assert page.context["ready"] == [free.name]
    assert [one.name for one in page.context["refused"]] == [filed.name]
    assert (Event.objects.count(), Batch.objects.count(), again(free).holder) == (events, 0, None)
    assert "chưa có gì thay đổi" in page.content.decode()
    assert f'value="{cast.officer.username}"' in page.content.decode()


def test_the_batch_assigns_each_with_an_event_of_its_own(leading: Client, cast: Cast) -> None:
    rows = [cast.appraised(), cast.appraised()]

    page = begun(leading, [row.name for row in rows], action="assign", to=cast.officer.username)

    assert "Xong 2 trên 2 hồ sơ" in page.content.decode()
    assert {again(row).holder for row in rows} == {cast.officer}
    assert Event.objects.filter(verb="assigned", by=cast.head).count() == 2


def test_an_officer_takes_many(client: Client, cast: Cast) -> None:
    row = cast.appraised()
    client.force_login(cast.officer)

    begun(client, [row.name], action="take")

    assert again(row).holder == cast.officer
    assert 'value="assign"' not in client.post(PAGE, {"chon": row.name}).content.decode()


def test_a_leader_sends_many_back(client: Client, cast: Cast) -> None:
    row = cast.proposed()
    client.force_login(cast.leader)

    begun(client, [row.name], action="send-back", reason="Xem lại điều 5")

    assert again(row).state == "appraisal"


def test_many_get_a_label_once(client: Client, cast: Cast) -> None:
    unit = cast.officer.active_posts[0].unit
    label, row = create_label(unit, "Gấp", "info", by=cast.officer, at=TUESDAY), cast.appraised()
    client.force_login(cast.officer)

    first = begun(client, [row.name], action="label", label=str(label.pk))
    again_page = begun(client, [row.name], action="label", label=str(label.pk))

    assert "Xong 1 trên 1 hồ sơ" in first.content.decode()
    assert "Hồ sơ đã có nhãn này" in again_page.content.decode()
    assert DossierLabel.objects.filter(dossier=row.pk, label=label, by=cast.officer).count() == 1


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"ask": "1"}, "Chọn việc cần làm."),
    ({"action": "approval"}, "approval"),
    ({"action": "assign"}, "Chọn người xử lý."),
    ({"action": "assign", "to": "ai-do"}, "ai-do"),
    ({"action": "send-back", "reason": "  "}, "Nhập lý do trả lại."),
    ({"action": "label"}, "Chọn một nhãn."),
    ({"action": "label", "label": "99999"}, "99999"),
]


@pytest.mark.parametrize(("data", "words"), WRONG)
@pytest.mark.parametrize("begin", [{}, {"begin": "1"}])
def test_what_is_missing_is_told_beside_its_field(
    leading: Client, cast: Cast, data: dict[str, Any], words: str, begin: dict[str, str]
) -> None:
    row = cast.appraised()

    answer = leading.post(PAGE, {"chon": row.name, **data, **begin})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'name="chon" value="{row.name}"' in answer.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.parametrize("chosen", [[], ["\x00"], ["x" * 900], ["|"], [f"H99.16-990101-{n:04d}" for n in range(201)]])
def test_an_odd_choice_does_nothing_and_says_so(leading: Client, cast: Cast, chosen: list[str]) -> None:
    answer = leading.post(PAGE, {"chon": chosen, "action": "take"})

    assert answer.status_code in (200, 422)
    assert not answer.context.get("ready")
    assert not Batch.objects.exists()


def test_another_unit_s_dossiers_are_not_there(client: Client, cast: Cast) -> None:
    row = cast.appraised()
    client.force_login(cast.officer_elsewhere)

    page = client.post(PAGE, {"chon": row.name, "action": "take"})

    assert not page.context["rows"]
    assert "Không tìm thấy hồ sơ này" in page.content.decode()
    assert Dossier.objects.get(pk=row.pk).holder is None


@pytest.mark.parametrize("who", ["citizen", "cashier", "auditor", "administrator"])
def test_who_does_no_acts_has_no_page(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))

    assert client.post(PAGE, {"all": "1"}).status_code == 403
    assert client.get("/can-bo/").status_code == 403 or "nhieu-ho-so" not in client.get("/can-bo/").content.decode()


def test_asked_for_without_a_choice_it_leads_to_the_queue(leading: Client, cast: Cast) -> None:
    assert leading.get(PAGE)["Location"] == "/can-bo/"
