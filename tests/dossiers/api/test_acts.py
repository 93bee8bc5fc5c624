"""The acts by API: one resource each; who gets 403, 404, 409 or 400, and what is answered."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers.models import Dossier, Paper, State
from procedures.models import Edition
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.stories import AFTER_THE_WAIT, THURSDAY, WEDNESDAY, Cast, items_of, traces

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]
REASON = {"reason": "Vì lý do này"}
DEATH = {"ground": "death", "day": "2026-03-01", "document": "Trích lục khai tử số 12", "issuer": "UBND xã Mẫu"}
REVOKED = {**REASON, "ground": "Điều 20 Nghị định số 152/2020/NĐ-CP"}
GRANTED = {"outcome": "granted", "text": "Hai năm"}


def request_of(dossier: Dossier) -> dict[str, Any]:
    """A request for the first component."""
    return {"items": items_of(dossier), "reason": "Ảnh mờ"}


# resource: (state it is for, who may, what is sent, state it leads to)
RESOURCES: dict[str, tuple[State, str, Any, State]] = {
    "submission": (State.DRAFT, "citizen", {}, State.SUBMITTED),
    "acceptance": (State.SUBMITTED, "clerk", {}, State.APPRAISAL),
    "refusal": (State.SUBMITTED, "clerk", REASON, State.NOT_ACCEPTED),
    "handover": (State.ACCEPTED, "clerk", {}, State.APPRAISAL),
    "supplement-request": (State.APPRAISAL, "officer", request_of, State.AWAITING_SUPPLEMENT),
    "supplement": (State.AWAITING_SUPPLEMENT, "citizen", {}, State.APPRAISAL),
    "payment-demand": (State.APPRAISAL, "officer", {"amount": 5000, **REASON}, State.AWAITING_PAYMENT),
    "proposal": (State.APPRAISAL, "officer", GRANTED, State.APPROVAL),
    "approval": (State.APPROVAL, "leader", {"outcome": "refused", "text": "Điều 9"}, State.RESOLVED),
    "send-back": (State.APPROVAL, "leader", REASON, State.APPRAISAL),
    "return": (State.RESOLVED, "clerk", {"received_by": "Nguyễn Văn An"}, State.RETURNED),
    "withdrawal-request": (State.APPRAISAL, "citizen", {}, State.WITHDRAWAL_REQUESTED),
    "continuation": (State.WITHDRAWAL_REQUESTED, "citizen", {}, State.APPRAISAL),
    "stop": (State.WITHDRAWAL_REQUESTED, "clerk", REASON, State.STOPPED),
    "cessation": (State.APPRAISAL, "head", DEATH, State.STOPPED),
    "return-reversal": (State.RETURNED, "head", REASON, State.RESOLVED),
    "refusal-reversal": (State.NOT_ACCEPTED, "leader", REASON, State.SUBMITTED),
    "stop-reversal": (State.STOPPED, "head", REASON, State.WITHDRAWAL_REQUESTED),
    "result-recall": (State.RESOLVED, "head", REASON, State.APPRAISAL),
    "result-correction": (State.RESOLVED, "leader", {**REASON, "text": "Ba năm"}, State.RESOLVED),
    "result-revocation": (State.RETURNED, "leader", REVOKED, State.RETURNED),
    "closure": (State.AWAITING_SUPPLEMENT, "head", REASON, State.STOPPED),
}


WHEN = {"closure": AFTER_THE_WAIT}  # else on Thursday


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None], request: pytest.FixtureRequest) -> None:
    parameters = getattr(request.node, "callspec", None)
    clock_at(WHEN.get(parameters.params.get("word", ""), THURSDAY) if parameters else THURSDAY)


def ready(cast: Cast, word: str) -> tuple[Dossier, Any]:
    """A dossier where that resource applies, and what to send."""
    state, _who, data, _to = RESOURCES[word]
    dossier = cast.in_state(state)
    if word == "return":
        cast.pay(dossier)
    return dossier, data(dossier) if callable(data) else data


@pytest.mark.parametrize("word", RESOURCES)
def test_each_act_is_carried_out_by_whom_it_is_for(cast: Cast, caller: Callers, word: str) -> None:
    dossier, data = ready(cast, word)
    _state, who, _data, to = RESOURCES[word]

    answer = caller(getattr(cast, who)).act(dossier, word, data)

    assert answer.status_code == 200, answer.json()
    assert answer.json()["state"] == again(dossier).state == to
    assert again(dossier).events.latest("seq").at == WHEN.get(word, THURSDAY)


@pytest.mark.parametrize("word", RESOURCES)
def test_whoever_sees_it_but_may_not_is_told_so_and_others_find_nothing(cast: Cast, caller: Callers, word: str) -> None:
    dossier, data = ready(cast, word)
    may = {RESOURCES[word][1]} | {
        "supplement": {"clerk"},
        "continuation": {"clerk"},
        "closure": {"leader"},
        "cessation": {"leader"},
        "return-reversal": {"leader"},
        "stop-reversal": {"leader"},
        "stop": {"leader"},
        "supplement-request": {"head"},
        "payment-demand": {"head"},
        "proposal": {"head"},
    }.get(word, set())
    before = traces(dossier)

    for part, person in cast.everybody().items():
        if part not in may:
            sees = Dossier.objects.visible_to(person).filter(pk=dossier.pk).exists()
            answer = caller(person).act(dossier, word, data)
            assert answer.status_code == (403 if sees else 404), (part, answer.json())
            assert len(answer.json()["detail"].split()) > 2

    assert traces(dossier) == before


@pytest.mark.parametrize("word", RESOURCES)
def test_an_act_out_of_turn_is_a_conflict_in_words(cast: Cast, caller: Callers, word: str) -> None:
    state = State.STOPPED if word == "return-reversal" or "result-" in word else State.RETURNED
    dossier = cast.in_state(state)
    _dossier, data = ready(cast, word)

    answer = caller(getattr(cast, RESOURCES[word][1])).act(dossier, word, data)

    assert answer.status_code == 409
    assert str(state.label) in answer.json()["detail"]


@pytest.mark.parametrize(
    ("word", "wrong", "field"),
    [
        ("acceptance", {"due_day": "hôm nay"}, "due_day"),
        ("refusal", {}, "reason"),
        ("refusal", {"reason": "  "}, "reason"),
        ("supplement-request", {"items": [], "reason": "x"}, "items"),
        ("supplement-request", {"items": "x", "reason": "x"}, "items"),
        ("supplement-request", {"items": [{"component": "khong-co", "todo": "x"}], "reason": "x"}, "items"),
        ("payment-demand", {"amount": 0, "reason": "x"}, "amount"),
        ("payment-demand", {"amount": "nhiều", "reason": "x"}, "amount"),
        ("payment-demand", {"amount": 10**30, "reason": "x"}, "amount"),
        ("payment-demand", {"amount": 5}, "reason"),
        ("proposal", {"outcome": "maybe"}, "outcome"),
        ("proposal", {"text": "x"}, "outcome"),
        ("approval", {"outcome": "refused"}, "text"),
        ("send-back", {"reason": None}, "reason"),
        ("return", {"received_by": "x" * 151}, "received_by"),
        ("withdrawal-request", {"reason": "x" * 4001}, "reason"),
        ("cessation", {**DEATH, "ground": "age"}, "ground"),
        ("cessation", {**DEATH, "ground": "dissolution"}, "ground"),
        ("cessation", {**DEATH, "day": "2026-03-06"}, "day"),
        ("cessation", {**DEATH, "document": " "}, "document"),
        ("cessation", {**DEATH, "issuer": "x" * 301}, "issuer"),
        ("return-reversal", {}, "reason"),
        ("result-recall", {"reason": "x" * 4001}, "reason"),
        ("stop", {"reason": []}, "reason"),
        ("result-correction", {"text": "x"}, "reason"),
        ("result-correction", {**REASON, "fields": {"gender": "Nam"}}, "gender"),
        ("result-correction", {**REASON, "paper": 2**63}, "paper"),
        ("result-revocation", {"ground": "x"}, "reason"),
        ("result-revocation", {"reason": "x", "ground": " "}, "ground"),
        ("result-revocation", {"reason": "x", "ground": "x" * 501}, "ground"),
        ("closure", {"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_with_the_words_is_said_at_their_field(
    cast: Cast, caller: Callers, word: str, wrong: Any, field: str
) -> None:
    dossier, _data = ready(cast, word)
    before = traces(dossier)

    answer = caller(getattr(cast, RESOURCES[word][1])).act(dossier, word, wrong)

    assert answer.status_code == 400
    assert answer.json()[field]
    assert traces(dossier) == before


def test_three_steps_are_signed_by_their_own_resource(cast: Cast, caller: Callers, three_step_edition: Edition) -> None:
    dossier = cast.appraised(three_step_edition)
    leader = caller(cast.leader)

    assert leader.act(dossier, "approval", GRANTED).status_code == 409
    answer = leader.act(dossier, "resolution", GRANTED)

    assert (answer.status_code, answer.json()["outcome"]) == (200, "granted")


def test_a_refusal_without_its_ground_is_bad_input(cast: Cast, caller: Callers) -> None:
    answer = caller(cast.officer).act(cast.appraised(), "proposal", {"outcome": "refused"})

    assert answer.status_code == 400
    assert "căn cứ" in answer.json()["text"][0]


def test_acceptance_without_a_published_term_asks_for_day_and_ground(
    cast: Cast, caller: Callers, edition_without_term: Edition
) -> None:
    dossier, clerk = cast.submitted(edition_without_term), caller(cast.clerk)

    missing = clerk.act(dossier, "acceptance")
    given = clerk.act(dossier, "acceptance", {"due_day": "2026-03-12", "due_ground": "CV 1"})

    assert (missing.status_code, "due_day" in missing.json()) == (400, True)
    assert given.json()["due_at"] == "2026-03-12T17:00:00+07:00"


def test_acceptance_in_a_year_without_calendar_is_a_conflict_in_words(
    cast: Cast, caller: Callers, clock_at: Any
) -> None:
    dossier = cast.submitted()
    clock_at(THURSDAY.replace(year=2027, month=12, day=30))

    answer = caller(cast.clerk).act(dossier, "acceptance")

    assert answer.status_code == 409
    assert "2028" in answer.json()["detail"]


def test_a_result_whose_file_is_being_made_is_not_handed_out(cast: Cast, caller: Callers) -> None:
    dossier = cast.pay(cast.resolved())
    Paper.objects.filter(kind="result").update(state="pending", path="", sha256="")

    answer = caller(cast.clerk).act(dossier, "return")

    assert answer.status_code == 409
    assert "đang được tạo" in answer.json()["detail"]


def test_the_reference_of_the_draft_goes_on_working(cast: Cast, caller: Callers) -> None:
    filed = cast.submitted()

    assert caller(cast.clerk).act(filed.ref, "acceptance").status_code == 200


@pytest.mark.parametrize("word", [*RESOURCES, "resolution"])
def test_without_a_token_the_answer_is_401_in_json(cast: Cast, word: str) -> None:
    dossier = cast.submitted()

    answer = Caller(Client()).act(dossier, word, {})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert answer.json()["detail"]


def test_a_browser_session_works_with_its_csrf_token_and_not_without(cast: Cast) -> None:
    dossier = cast.submitted()
    client = Client(enforce_csrf_checks=True)
    token = client.get("/dang-nhap/").cookies["csrftoken"].value
    client.force_login(cast.clerk)
    path, key = f"/api/v1/dossiers/{dossier.code}/acceptance/", {"Idempotency-Key": "k1"}

    without = client.post(path, {}, "application/json", headers=key)
    with_it = client.post(path, {}, "application/json", headers={**key, "X-CSRFToken": token})

    assert (without.status_code, with_it.status_code) == (403, 200)


def test_there_is_no_resource_to_settle_a_fee(cast: Cast, caller: Callers) -> None:
    answer = caller(cast.cashier).act(cast.in_state(State.AWAITING_PAYMENT), "fee-settlement", {})

    assert answer.status_code == 404


def test_every_resource_takes_post_alone(cast: Cast, caller: Callers) -> None:
    dossier, me = cast.submitted(), caller(cast.clerk)

    for word in RESOURCES:
        path = f"/dossiers/{dossier.code}/{word}/"
        assert {me.get(path).status_code, me.delete(path).status_code} == {405}


def test_times_are_the_servers_whatever_is_sent(cast: Cast, caller: Callers) -> None:
    answer = caller(cast.clerk).act(cast.submitted(), "acceptance", {"at": str(WEDNESDAY), "by": 1})

    assert answer.json()["accepted_at"] == THURSDAY.isoformat()
