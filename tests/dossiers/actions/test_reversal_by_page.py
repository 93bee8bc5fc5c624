"""Mistakes undone from outside: the page offers it to who may, the API tells refusals apart, papers are void."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import State
from tests.dossiers.actions.test_reversal import FRIDAY, UNDONE
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.posting import act as posted
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db


def test_the_api_tells_too_late_own_mistake_and_wrong_state_apart(
    cast: Cast, caller: Callable[..., Caller], clock_at: Callable[..., None]
) -> None:
    resolved = cast.resolved()  # by the leader, on Wednesday
    clock_at(THURSDAY)
    own = caller(cast.leader).act(resolved, "result-recall", {"reason": "Nhầm"})
    wrong_state = caller(cast.head).act(resolved, "stop-reversal", {"reason": "Nhầm"})
    clock_at(THURSDAY + timedelta(days=14))
    too_late = caller(cast.head).act(resolved, "result-recall", {"reason": "Nhầm"})

    assert [own.status_code, wrong_state.status_code, too_late.status_code] == [403, 409, 409]
    assert "không tự hủy" in own.json()["detail"]
    assert "Đã có kết quả" in wrong_state.json()["detail"]
    assert "chỉ hủy được đến 17:00 ngày 11/03/2026" in too_late.json()["detail"]


def test_the_api_says_which_papers_are_void_and_why_the_time_between_does_not_count(
    cast: Cast, caller: Callable[..., Caller], clock_at: Callable[..., None]
) -> None:
    recalled = actions.recall_result(cast.resolved(), "Sai", by=cast.head, at=FRIDAY)
    clock_at(FRIDAY)

    body = caller(cast.citizen).get(f"/dossiers/{recalled.code}/").json()

    void = {paper["kind"]: (paper["voided_at"], paper["ready"]) for paper in body["papers"]}
    assert void["result"] == ("2026-03-06T09:00:00+07:00", False)
    assert void["receipt"][0] is None
    assert [(row["kind"], row["mode"]) for row in body["interruptions"]] == [("mistake", "pause")]
    assert "waiting" in {day["verdict"] for day in body["ledger"]}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("hand-out", "huy-tra-ket-qua"),
        ("refusal", "huy-khong-tiep-nhan"),
        ("stop from appraisal", "huy-dung"),
        ("result", "thu-hoi-ket-qua"),
    ],
)
def test_the_page_offers_it_to_who_may_carries_it_out_and_shows_both(
    client: Client, cast: Cast, clock_at: Callable[..., None], name: str, slug: str
) -> None:
    story, _act, part, state = UNDONE[name]
    wrong = story(cast)
    clock_at(wrong.events.latest("seq").at + timedelta(hours=2))
    for user in (cast.clerk, cast.officer, cast.auditor, getattr(cast, part)):
        client.force_login(user)
        page = client.get(f"/can-bo/ho-so/{wrong.code}/")
        slugs = {offer.form.slug for offer in page.context["offers"]} if page.status_code == 200 else set()
        assert (slug in slugs) == (user == getattr(cast, part))

    assert posted(client, getattr(cast, part), wrong, slug, reason=" ").status_code == 422
    assert posted(client, getattr(cast, part), wrong, slug, reason="Trả nhầm người").status_code == 302

    assert again(wrong).state == state
    for user, address in ((getattr(cast, part), "/can-bo/ho-so/"), (cast.citizen, "/ho-so/")):
        client.force_login(user)
        text = client.get(f"{address}{wrong.code}/").content.decode()
        assert "Trả nhầm người" in text
        if again(wrong).papers.exclude(voided_at=None).exists():
            assert "không còn giá trị" in text


def test_a_recalled_result_is_not_downloaded_by_the_applicant_and_still_is_by_who_made_it(
    client: Client, cast: Cast
) -> None:
    recalled = actions.recall_result(cast.pay(cast.resolved()), "Sai", by=cast.head, at=THURSDAY)
    address = f"/ho-so/{recalled.code}/van-ban/{recalled.papers.get(kind='result').pk}/"

    client.force_login(cast.citizen)
    assert client.get(address).status_code in (403, 409)
    client.force_login(cast.officer)
    assert client.get(address).status_code == 200


def test_a_double_click_is_told_that_it_was_done(client: Client, cast: Cast, clock_at: Callable[..., None]) -> None:
    returned = cast.in_state(State.RETURNED)
    clock_at(FRIDAY)
    client.force_login(cast.head)
    data = {"seq": returned.head_seq, "reason": "Nhầm"}

    answers = [client.post(f"/can-bo/ho-so/{returned.code}/huy-tra-ket-qua/", data).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert returned.events.filter(verb="hand_out_undone").count() == 1
