"""Batches by the API: tried out, stored once, told to whoever asked; what is wrong is said before it is stored."""

from collections.abc import Callable
from typing import Any

import pytest

from dossiers.bulk import Target, begin, run_steps
from dossiers.models import Batch
from dossiers.papers.preview import digest_of_proposal
from tests.support.calling import Caller
from tests.support.stories import TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


def test_the_api_tries_out_stores_and_tells(
    cast: Cast, caller: Callable[..., Caller], clock_at: Callable[..., None]
) -> None:
    clock_at(WEDNESDAY)
    api, proposed, gone = caller(cast.leader), cast.proposed(), "H99.16-990101-0001"
    rows = [
        {"code": one, "seen": digest} for one, digest in ((proposed.name, digest_of_proposal(proposed)), (gone, "x"))
    ]
    body = {"action": "approval", "dossiers": rows}

    trial = api.post("/batches/", body | {"dry_run": True})
    stored = api.post("/batches/", body, key="mot-lan")
    same = api.post("/batches/", body, key="mot-lan")
    run_steps(WEDNESDAY)
    told = api.get(f"/batches/{stored.json()['id']}/").json()

    assert (trial.status_code, trial.json()["id"], trial.json()["done"], trial.json()["refused"]) == (200, None, 1, 1)
    assert (stored.status_code, stored.json()["waiting"], same.json()) == (202, 2, stored.json())
    assert (told["finished"], told["done"], told["items"][1]["refusal"]) == (True, 1, "Không tìm thấy hồ sơ này.")
    assert Batch.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"action": "discard", "dossiers": [{"code": "x"}]}, 400),
        ({"action": "handover", "dossiers": []}, 400),
        ({"action": "handover", "dossiers": "x"}, 400),
        ({"action": "handover", "dossiers": [{"code": "x"}] * 201}, 400),
        ({"action": "handover", "dossiers": [{"code": "x\u0000"}]}, 400),
        ({"action": "handover", "dossiers": [{"code": "x"}], "data": {"reason": "y"}}, 400),
        ({"action": "send-back", "dossiers": [{"code": "x"}]}, 400),
        ({"action": "approval", "dossiers": [{"code": "x"}]}, 400),
    ],
)
def test_bad_input_of_the_api_is_a_sentence_and_stores_nothing(
    cast: Cast, caller: Callable[..., Caller], body: Any, status: int
) -> None:
    answer = caller(cast.leader).post("/batches/", body)

    assert (answer.status_code, Batch.objects.count()) == (status, 0)


def test_a_batch_is_told_to_whoever_asked_for_it_and_to_nobody_else(cast: Cast, caller: Callable[..., Caller]) -> None:
    batch = begin("handover", [Target(cast.on_paper().name)], by=cast.clerk, at=TUESDAY)

    answers = [caller(who).get(f"/batches/{batch.pk}/").status_code for who in (cast.clerk, cast.leader, cast.citizen)]

    assert answers == [200, 404, 403]
    assert caller(cast.citizen).post("/batches/", {"action": "handover"}).status_code == 403
