"""A POST with an Idempotency-Key: carried out once, answered alike, scoped to the account, kept 48 hours."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dossiers.models import Dossier, State
from people.models import IdempotentAnswer
from people.tasks import forget_old_answers
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.factories import photo
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


def test_a_key_is_asked_for_on_every_post(cast: Cast, caller: Callers) -> None:
    me, draft = caller(cast.citizen), cast.draft()
    slug, key = cast.edition.procedure.slug, cast.edition.components.all()[0].key

    answers = [
        me.post("/dossiers/", {"procedure": slug}, key=""),
        me.act(draft, "submission", key=""),
        me.upload(f"/dossiers/{draft.ref}/attachments/", key, photo("red"), key=""),
    ]

    for answer in answers:
        assert answer.status_code == 400
        assert "Idempotency-Key" in answer.json()
    assert again(draft).is_draft


def test_neither_patch_nor_delete_needs_one(cast: Cast, caller: Callers) -> None:
    me, draft = caller(cast.citizen), cast.draft()

    assert me.patch(f"/dossiers/{draft.ref}/", {"answers": {}}).status_code == 200
    assert me.delete(f"/dossiers/{draft.ref}/").status_code == 204


def test_the_same_key_makes_one_draft_and_one_answer(cast: Cast, caller: Callers) -> None:
    me, data = caller(cast.citizen), {"procedure": cast.edition.procedure.slug}

    first, second = (me.post("/dossiers/", data, key="k1") for _n in range(2))

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Dossier.objects.count() == 1


def test_a_retried_act_gets_its_answer_though_the_dossier_has_moved_on(cast: Cast, caller: Callers) -> None:
    clerk, dossier = caller(cast.clerk), cast.submitted()
    first = clerk.act(dossier, "acceptance", key="k1")
    cast.ask(again(dossier), cast.officer, THURSDAY)

    second = clerk.act(dossier, "acceptance", key="k1")

    assert (second.status_code, second.json()) == (200, first.json())
    assert again(dossier).state == State.AWAITING_SUPPLEMENT
    assert dossier.events.filter(verb="accepted").count() == 1


def test_a_retried_act_that_could_be_done_again_is_not(cast: Cast, caller: Callers) -> None:
    officer, dossier = caller(cast.officer), cast.appraised()
    data = {"amount": 1000, "reason": "Phí"}
    first = officer.act(dossier, "payment-demand", data, key="k1")
    cast.pay(again(dossier), timezone.now())

    second = officer.act(dossier, "payment-demand", data, key="k1")

    assert second.json() == first.json()
    assert again(dossier).state == State.APPRAISAL
    assert dossier.events.filter(verb="payment_demanded").count() == 1


def test_a_retried_upload_is_one_file(cast: Cast, caller: Callers) -> None:
    me, draft = caller(cast.citizen), cast.draft()
    component, before = cast.edition.components.all()[0].key, draft.attachments.count()
    path = f"/dossiers/{draft.ref}/attachments/"

    first, second = (me.upload(path, component, photo("red"), key="k1") for _n in range(2))

    assert (first.status_code, first.json()) == (201, second.json())
    assert draft.attachments.count() == before + 1


@pytest.mark.parametrize("change", ["body", "path", "file"])
def test_the_same_key_for_another_request_is_422_in_words(cast: Cast, caller: Callers, change: str) -> None:
    me, draft, other = caller(cast.citizen), cast.draft(), cast.draft()
    component = cast.edition.components.all()[0].key
    path = f"/dossiers/{draft.ref}/attachments/"
    me.upload(path, component, photo("red"), key="k1")

    answer = {
        "body": lambda: me.upload(path, cast.edition.components.all()[1].key, photo("red"), key="k1"),
        "path": lambda: me.act(other, "submission", key="k1"),
        "file": lambda: me.upload(path, component, photo("blue"), key="k1"),
    }[change]()

    assert answer.status_code == 422
    assert "khóa mới" in answer.json()["detail"]
    assert again(other).is_draft


def test_fields_in_another_order_are_the_same_request(cast: Cast, caller: Callers) -> None:
    officer, dossier = caller(cast.officer), cast.appraised()

    first = officer.act(dossier, "proposal", '{"outcome": "granted", "text": "x"}', key="k1")
    second = officer.act(dossier, "proposal", '{"text": "x", "outcome": "granted"}', key="k1")

    assert (first.status_code, second.json()) == (200, first.json())


def test_a_key_belongs_to_one_account(cast: Cast, caller: Callers) -> None:
    slug = cast.edition.procedure.slug

    mine = caller(cast.citizen).post("/dossiers/", {"procedure": slug}, key="k1")
    theirs = caller(cast.neighbour).post("/dossiers/", {"procedure": slug}, key="k1")

    assert mine.json()["ref"] != theirs.json()["ref"]


def test_what_was_refused_may_be_tried_again_with_the_same_key(
    cast: Cast, caller: Callers, paid_first_edition: Any
) -> None:
    clerk, dossier = caller(cast.clerk), cast.submitted(paid_first_edition)
    refused = clerk.act(dossier, "acceptance", key="k1")
    cast.pay(dossier, THURSDAY)

    done = clerk.act(dossier, "acceptance", key="k1")

    assert (refused.status_code, done.status_code) == (409, 200)


def test_after_48_hours_a_key_is_new_again(cast: Cast, caller: Callers, clock_at: Any) -> None:
    me, data = caller(cast.citizen), {"procedure": cast.edition.procedure.slug}
    first = me.post("/dossiers/", data, key="k1")
    clock_at(THURSDAY + timedelta(hours=47))
    assert me.post("/dossiers/", data, key="k1").json() == first.json()

    clock_at(THURSDAY + timedelta(hours=49))
    later = me.post("/dossiers/", data, key="k1")

    assert later.json()["ref"] != first.json()["ref"]
    assert me.post("/dossiers/", data, key="k1").json() == later.json()


def test_answers_whose_time_is_over_are_forgotten_every_night(cast: Cast, caller: Callers, clock_at: Any) -> None:
    me, data = caller(cast.citizen), {"procedure": cast.edition.procedure.slug}
    me.post("/dossiers/", data, key="old")
    clock_at(THURSDAY + timedelta(hours=49))
    me.post("/dossiers/", data, key="new")

    forget_old_answers()

    assert [row.key for row in IdempotentAnswer.objects.all()] == ["new"]


def test_an_answer_is_kept_only_with_what_was_done(
    cast: Cast, caller: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.submitted()
    monkeypatch.setattr(IdempotentAnswer.objects, "create", _disk_full)

    with pytest.raises(OSError, match="disk full"):
        caller(cast.clerk).act(dossier, "acceptance", key="k1")

    assert again(dossier).state == State.SUBMITTED


def _disk_full(*_args: Any, **_more: Any) -> None:
    raise OSError("disk full")
