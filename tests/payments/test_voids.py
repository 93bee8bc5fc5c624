"""Voids: a cashier proposes, head or leader decides, never who took the money; a day that is over stays as it was."""

from typing import Any

import pytest
from django.test import Client

from dossiers import actions as acts
from payments import actions
from payments.models import Payment
from people.actions import appoint
from people.models import Read
from tests.conftest import SINCE
from tests.dossiers.conftest import again
from tests.payments.test_cash import take
from tests.support.posting import pay
from tests.support.stories import WEDNESDAY, Cast
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db


def test_a_void_is_confirmed_by_neither_who_took_nor_who_proposed_nor_who_decided_it(cast: Cast, person: Any) -> None:
    payment = take(cast, cast.appraised())
    unit = payment.dossier.desk_unit
    with pytest.raises(Refused, match="Chưa có đề nghị"):
        actions.confirm_void(payment, by=cast.leader, at=WEDNESDAY)
    other = person("ketoan2", unit, "cashier")
    actions.propose_void(payment, "Nhầm", by=other, at=WEDNESDAY)
    for user in (cast.cashier, other):  # even were they leaders, too
        appoint(user=user, unit=unit.parent, role="leader", since=SINCE)
        user.__dict__.pop("active_posts", None)

    for by in (cast.cashier, other, cast.clerk, cast.officer, cast.citizen):
        with pytest.raises(acts.Forbidden):
            actions.confirm_void(payment, by=by, at=WEDNESDAY)

    assert again(payment.dossier).fee_outstanding is False
    assert actions.confirm_void(payment, by=cast.leader, at=WEDNESDAY).state == "voided"


def test_a_void_that_is_refused_leaves_the_receipt_and_may_be_proposed_again(cast: Cast) -> None:
    payment = actions.propose_void(take(cast, cast.appraised()), "Nhầm", by=cast.cashier, at=WEDNESDAY)
    with pytest.raises(Refused, match="đang chờ"):
        actions.propose_void(payment, "Nhầm", by=cast.cashier, at=WEDNESDAY)
    with pytest.raises(acts.Forbidden):
        actions.refuse_void(payment, "Không", by=cast.cashier, at=WEDNESDAY)

    stands = actions.refuse_void(payment, "Đúng người nộp", by=cast.leader, at=WEDNESDAY)

    assert (stands.state, stands.void_waits) == ("paid", False)
    verbs = list(payment.dossier.events.order_by("-seq").values_list("verb", flat=True)[:2])
    assert verbs == ["void_refused", "void_proposed"]
    assert actions.propose_void(payment, "Vẫn nhầm", by=cast.cashier, at=WEDNESDAY).void_waits


def test_the_page_of_a_voided_receipt_takes_no_money_and_says_so(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    pay(client, cast.cashier, dossier)
    payment = Payment.objects.get()
    actions.propose_void(payment, "Nhầm", by=cast.cashier, at=WEDNESDAY)
    actions.confirm_void(payment, by=cast.leader, at=WEDNESDAY)

    response = pay(client, cast.cashier, dossier)

    assert response.status_code == 409
    assert "nay đã hủy" in response.content.decode()
    assert (Payment.objects.count(), again(dossier).fee_outstanding) == (1, True)


def test_a_day_that_is_over_adds_up_as_it_did(client: Client, cast: Cast) -> None:
    payment = take(cast, cast.appraised())
    client.force_login(cast.cashier)
    before = client.get("/can-bo/thu-phi/so-thu/?day=3/3/2026").context["totals"]

    actions.propose_void(payment, "Nhầm", by=cast.cashier, at=WEDNESDAY)
    actions.confirm_void(payment, by=cast.leader, at=WEDNESDAY)

    assert client.get("/can-bo/thu-phi/so-thu/?day=3/3/2026").context["totals"] == before
    page = client.get("/can-bo/thu-phi/so-thu/?day=4/3/2026").content.decode()
    assert payment.receipt.reference in page


def test_the_api_voids_in_two_steps(cast: Cast, caller: Any) -> None:
    dossier = take(cast, cast.appraised()).dossier
    cashier, leader = caller(cast.cashier), caller(cast.leader)

    assert leader.act(dossier, "void-confirmation").status_code == 409
    assert cashier.act(dossier, "void-proposal", {"reason": ""}).status_code == 400
    assert cashier.act(dossier, "void-proposal", {"reason": "Nhầm"}).json()["void_waits"] is True
    assert cashier.act(dossier, "void-confirmation").status_code == 403
    assert caller(cast.citizen).act(dossier, "void-confirmation").status_code == 403
    assert leader.act(dossier, "void-refusal", {"reason": "Đúng"}).json()["state"] == "paid"
    cashier.act(dossier, "void-proposal", {"reason": "Nhầm"})
    assert leader.act(dossier, "void-confirmation").json()["state"] == "voided"
    assert leader.act(dossier, "void-confirmation").status_code == 409


def test_who_opens_a_receipt_leaves_a_read_of_its_dossier(client: Client, cast: Cast) -> None:
    payment = take(cast, cast.appraised())

    for who, page in ((cast.cashier, "huy"), (cast.leader, "quyet-dinh")):
        client.force_login(who)
        assert client.get(f"/can-bo/thu-phi/bien-lai/{payment.pk}/{page}/").status_code == 200

    reads = Read.objects.order_by("id")
    assert [(read.user, read.what, read.code) for read in reads] == [
        (cast.cashier, "fee", payment.dossier.code),
        (cast.leader, "fee", payment.dossier.code),
    ]
