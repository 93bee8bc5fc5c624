"""Money: demands within the tariff; a ground counts once its proof is there and the desk confirmed it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier, Event
from dossiers.models.dossier import PROOF
from procedures.law.fees import most_of
from tests.dossiers.conftest import again, changed
from tests.support import factories
from tests.support.calling import Caller
from tests.support.posting import act
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast, items_of
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
DUE, MOST = 600_000, 1_000_000  # of the work permit: its amount, and the highest that its circular lets be charged


@pytest.fixture
def exempting(edition: Any) -> Any:
    """The work permit with a ground for paying nothing."""
    ground = {"group": "merit", "percent": 100, "ground_vi": "Điều 10 Luật Phí và lệ phí"}
    content = {**edition.content, "fee": {**edition.content["fee"], "reductions": [ground]}}
    return changed(edition, content=content)


def filed(cast: Cast, edition: Any, *, proof: bool = True) -> Dossier:
    """Filed online on the ground, with its proof or without."""
    draft = actions.claim_ground(cast.draft(edition), "merit", by=cast.citizen, at=MONDAY)
    if proof:
        factories.attach(draft, cast.citizen, MONDAY, factories.photo("navy"), PROOF)
    return actions.submit(draft, by=cast.citizen, at=MONDAY)


def test_a_claimed_ground_changes_nothing_until_it_is_confirmed(
    client: Client, cast: Cast, exempting: Any, caller: Callable[..., Caller]
) -> None:
    dossier = filed(cast, exempting)
    body = caller(cast.citizen).get(f"/dossiers/{dossier.code}/").json()
    client.force_login(cast.citizen)

    assert (dossier.fee_due, body["fee_due"], body["fee_if_confirmed"]) == (DUE, DUE, 0)
    assert (body["fee_ground"], body["fee_ground_confirmed"]) == ("merit", False)
    assert "nếu được xác nhận khi tiếp nhận" in client.get(f"/ho-so/{dossier.code}/").content.decode()


def test_the_desk_confirms_it_with_the_acceptance(cast: Cast, exempting: Any) -> None:
    accepted = actions.accept(filed(cast, exempting), by=cast.clerk, at=TUESDAY, ground_confirmed=True)

    assert (accepted.fee_due, accepted.fee_ground, accepted.fee_outstanding) == (0, "merit", False)
    event = Event.objects.get(dossier=accepted, verb="accepted")
    assert (event.particulars["from"], event.particulars["to"], event.particulars["fee_due"]) == ("merit", "merit", 0)


def test_without_the_confirmation_it_falls_and_the_applicant_is_told(cast: Cast, exempting: Any) -> None:
    accepted = actions.accept(filed(cast, exempting), by=cast.clerk, at=TUESDAY)

    assert (accepted.fee_due, accepted.fee_ground) == (DUE, "")
    told = cast.citizen.notices.filter(body__contains="không được xác nhận")
    assert told.exists()


def test_no_ground_counts_without_its_paper(cast: Cast, exempting: Any) -> None:
    dossier = filed(cast, exempting, proof=False)

    for confirm in (
        lambda: actions.accept(dossier, by=cast.clerk, at=TUESDAY, ground_confirmed=True),
        lambda: actions.confirm_ground(dossier, by=cast.clerk, at=TUESDAY),
        lambda: actions.correct_ground(dossier, "merit", "Quen biết", by=cast.clerk, at=TUESDAY),
    ):
        with pytest.raises(InvalidInput, match="Chưa có giấy tờ chứng minh"):
            confirm()

    assert again(dossier).fee_due == DUE


def test_the_proof_may_be_asked_for_and_is_seen_once_sent(cast: Cast, exempting: Any) -> None:
    dossier = filed(cast, exempting, proof=False)
    items = [{"component": PROOF, "todo": "Chụp giấy chứng nhận"}]
    asked = actions.request_supplement(dossier, items, "Thiếu", by=cast.clerk, at=MONDAY)
    factories.attach(asked, cast.citizen, MONDAY, factories.photo("navy"), PROOF)
    supplied = actions.supply(asked, by=cast.citizen, at=TUESDAY)

    assert actions.accept(supplied, by=cast.clerk, at=TUESDAY, ground_confirmed=True).fee_due == 0


def test_nothing_is_taken_while_the_ground_waits(cast: Cast, exempting: Any) -> None:
    changed(exempting, fee_timing="at_acceptance")
    dossier = filed(cast, exempting)

    with pytest.raises(actions.Refused, match="chưa xác nhận diện"):
        actions.settle_fee(dossier, DUE, "A", by=cast.cashier, at=MONDAY)
    for by in (cast.citizen, cast.officer, cast.cashier, cast.leader):
        with pytest.raises(actions.Forbidden):
            actions.confirm_ground(dossier, by=by, at=MONDAY)
    confirmed = actions.confirm_ground(dossier, by=cast.clerk, at=MONDAY)

    assert confirmed.fee_outstanding is False
    assert actions.accept(confirmed, by=cast.clerk, at=TUESDAY).accepted_at == TUESDAY


def test_the_page_asks_the_desk_to_decide(client: Client, cast: Cast, exempting: Any, clock_at: Any) -> None:
    dossier = filed(cast, exempting)
    clock_at(TUESDAY)

    assert act(client, cast.clerk, dossier, "tiep-nhan").status_code == 422
    assert act(client, cast.clerk, dossier, "tiep-nhan", ground_confirmed="yes").status_code == 302

    assert again(dossier).fee_due == 0


def test_at_the_counter_the_proof_is_counted(cast: Cast, exempting: Any) -> None:
    given: dict[str, Any] = {
        "edition": exempting,
        "applicant": cast.party,
        "answers": factories.answers(exempting),
        "fee_ground": "merit",
        "by": cast.clerk,
        "at": MONDAY,
    }
    papers = {row.key: {"original": 1} for row in exempting.components.filter(required=True)}

    with pytest.raises(InvalidInput, match="Chưa có giấy tờ chứng minh"):
        actions.intake(**given, components=papers)
    taken = actions.intake(**given, components={**papers, PROOF: {"copy": 1}})

    assert (taken.fee_due, taken.fee_ground) == (0, "merit")


@pytest.mark.parametrize("amount", [MOST + 1, 10**9, 10**12])
def test_nobody_demands_more_than_the_tariff(cast: Cast, amount: int) -> None:
    with pytest.raises(InvalidInput, match="mức thu") as refusal:
        actions.demand_payment(cast.appraised(), amount, "Lệ phí", by=cast.officer, at=TUESDAY)

    assert set(refusal.value.errors) == {"amount"}


def test_the_highest_of_the_tariff_may_be_demanded_and_nothing_where_nothing_is_charged(cast: Cast) -> None:
    demanded = actions.demand_payment(cast.appraised(), MOST, "Lệ phí", by=cast.officer, at=TUESDAY)
    other = cast.appraised()
    changed(cast.edition, content={**cast.edition.content, "fees": [], "fee_free": True})

    assert demanded.fee_due == MOST
    with pytest.raises(actions.Refused, match="không thu phí"):
        actions.demand_payment(again(other), 1, "Lệ phí", by=cast.officer, at=WEDNESDAY)


def test_a_line_without_an_amount_has_a_bound_of_the_house() -> None:
    tariff = {"fees": [{"kind": "phi"}, {"kind": "le_phi", "amount_vnd": 5, "max_vnd": 7}]}

    assert most_of(tariff, unpublished=100) == 107
    assert most_of({**tariff, "fee_free": True}, unpublished=100) == 0


def test_what_is_asked_for_names_the_proof_only_where_a_ground_is_claimed(cast: Cast) -> None:
    plain = cast.submitted()

    assert PROOF not in {row["key"] for row in plain.components}
    items = [*items_of(plain), {"component": PROOF, "todo": "x"}]
    with pytest.raises(InvalidInput):
        actions.request_supplement(plain, items, "Thiếu", by=cast.clerk, at=MONDAY)
