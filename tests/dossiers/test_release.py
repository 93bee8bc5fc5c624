"""A result whose fee is owed is nobody's to take: by page, by API and at the desk the same question is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier, Paper
from payments.actions import confirm_void, propose_void, take_cash
from tests.support.calling import Caller
from tests.support.stories import THURSDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["result", "refusal"])
def result(cast: Cast, request: pytest.FixtureRequest) -> Paper:
    """A result whose file is there, and whose fee is owed."""
    dossier = cast.resolved() if request.param == "result" else refused(cast)
    return dossier.papers.get(kind=request.param)


def refused(cast: Cast) -> Dossier:
    """Decided against the applicant; its fee is owed all the same."""
    done = actions.approve(cast.proposed("granted"), "refused", "Điều 9", by=cast.leader, at=WEDNESDAY)
    return cast.make_files(done)


def address(paper: Paper) -> str:
    """Where its file is fetched."""
    return f"/ho-so/{paper.dossier.code}/van-ban/{paper.pk}/"


@pytest.mark.parametrize("part", ["citizen", "clerk"])
def test_nobody_gets_it_before_the_fee_is_settled(client: Client, cast: Cast, result: Paper, part: str) -> None:
    client.force_login(getattr(cast, part))

    answer = client.get(address(result))

    assert answer.status_code == 409
    assert "chưa nộp phí" in answer.content.decode()
    with pytest.raises(actions.Refused, match="chưa nộp phí"):
        actions.hand_out(result.dossier, by=cast.clerk, at=THURSDAY)
    cast.pay(result.dossier)
    assert client.get(address(result)).status_code == 200


def test_the_cashier_never_gets_it(client: Client, cast: Cast, result: Paper) -> None:
    client.force_login(cast.cashier)
    before = client.get(address(result)).status_code
    cast.pay(result.dossier)

    assert (before, client.get(address(result)).status_code) == (403, 403)


@pytest.mark.parametrize("part", ["officer", "head", "leader", "auditor"])
def test_who_makes_and_audits_it_reads_it_before(client: Client, cast: Cast, result: Paper, part: str) -> None:
    client.force_login(getattr(cast, part))

    assert client.get(address(result)).status_code == 200


def test_pages_and_api_have_no_link_and_say_why(
    client: Client, cast: Cast, result: Paper, caller: Callable[..., Caller]
) -> None:
    client.force_login(cast.citizen)
    page = client.get(f"/ho-so/{result.dossier.code}/").content.decode()
    listed = caller(cast.citizen).get(f"/dossiers/{result.dossier.code}/").json()["papers"]
    row = next(row for row in listed if row["id"] == result.pk)

    assert address(result) not in page
    assert "Nộp phí, lệ phí trước" in page
    assert (row["ready"], "chưa nộp phí" in row["withheld"]) == (False, True)
    cast.pay(result.dossier)
    assert address(result) in client.get(f"/ho-so/{result.dossier.code}/").content.decode()


def test_a_voided_receipt_takes_it_back(client: Client, cast: Cast, result: Paper) -> None:
    payer: dict[str, Any] = {"amount": 600_000, "payer": "A", "by": cast.cashier, "at": WEDNESDAY}
    payment = propose_void(take_cash(result.dossier, **payer), "Nhầm", by=cast.cashier, at=WEDNESDAY)
    client.force_login(cast.citizen)
    assert client.get(address(result)).status_code == 200

    confirmed = confirm_void(payment, by=overseer(cast), at=WEDNESDAY)

    assert confirmed.state == "voided"
    assert client.get(address(result)).status_code == 409


def overseer(cast: Cast) -> Any:
    """Head or leader of the unit that has it: the leader, since the desk has no head."""
    return cast.leader
