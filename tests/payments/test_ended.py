"""Paid, and ended without a result: nothing is offered that is always refused, and the money is named."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers import actions as acts
from dossiers.models import Dossier, State
from payments import actions
from payments.models import Payment
from tests.dossiers.conftest import again, changed
from tests.payments.test_cash import take
from tests.support.calling import Caller
from tests.support.posting import act
from tests.support.stories import DEATH, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
BACK = "hoàn trả theo quy định"


def withdrawn(cast: Cast) -> Payment:
    """Paid on Tuesday, withdrawn and stopped on Wednesday."""
    payment = take(cast, cast.appraised())
    asked = acts.request_withdrawal(payment.dossier, by=cast.citizen, at=WEDNESDAY)
    acts.stop(asked, "Theo đơn", by=cast.clerk, at=WEDNESDAY)
    return Payment.objects.get(pk=payment.pk)


def dead(cast: Cast) -> Payment:
    """Paid; then the applicant died."""
    payment = take(cast, cast.appraised())
    acts.stop_for_cessation(payment.dossier, *DEATH, by=cast.head, at=WEDNESDAY)
    return Payment.objects.get(pk=payment.pk)


def not_accepted(cast: Cast) -> Payment:
    """Paid before acceptance, and refused there."""
    edition = changed(cast.edition, fee_timing="at_acceptance")
    filed = acts.submit(cast.draft(edition), by=cast.citizen, at=MONDAY)
    payment = take(cast, filed)
    acts.refuse_reception(payment.dossier, "Sai", by=cast.clerk, at=WEDNESDAY)
    return Payment.objects.get(pk=payment.pk)


def returned(cast: Cast) -> Payment:
    """Paid, decided and handed out: the money is earned."""
    payment = take(cast, cast.resolved(), at=WEDNESDAY)
    cast.make_files(payment.dossier)
    acts.hand_out(payment.dossier, by=cast.clerk, at=THURSDAY)
    return Payment.objects.get(pk=payment.pk)


def replaced(cast: Cast) -> Payment:
    """Paid, and another sum was demanded later."""
    payment = take(cast, cast.appraised())
    acts.demand_payment(payment.dossier, 1000, "Thêm", by=cast.officer, at=WEDNESDAY)
    return Payment.objects.get(pk=payment.pk)


def open_still(cast: Cast) -> Payment:
    """Paid, and being worked on."""
    return take(cast, cast.appraised())


# How it ended, whether its receipt may be voided, and whether money is to be given back.
ENDS: dict[str, tuple[Callable[[Cast], Payment], bool, bool]] = {
    "withdrawn": (withdrawn, False, True),
    "dead": (dead, False, True),
    "not accepted": (not_accepted, False, True),
    "returned": (returned, False, False),
    "replaced": (replaced, False, False),
    "open": (open_still, True, False),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_void_is_offered_exactly_where_it_can_be_proposed(
    client: Client, cast: Cast, clock_at: Callable[..., None], end: str
) -> None:
    story, voidable, _back = ENDS[end]
    payment = story(cast)
    clock_at(THURSDAY)
    client.force_login(cast.cashier)
    address = f"/can-bo/thu-phi/bien-lai/{payment.pk}/huy/"

    book = client.get(f"/can-bo/thu-phi/so-thu/?day={payment.taken_at:%d/%m/%Y}").content.decode()
    form = client.get(address).content.decode()

    assert (f'href="{address}"' in book) == voidable
    assert ("<textarea" in form) == voidable
    if voidable:
        assert actions.propose_void(payment, "Nhầm", by=cast.cashier, at=THURSDAY).void_waits
    else:
        with pytest.raises(Refused) as refusal:
            actions.propose_void(payment, "Nhầm", by=cast.cashier, at=THURSDAY)
        assert refusal.value.message in form


@pytest.mark.parametrize("end", ENDS)
def test_money_that_is_to_be_given_back_is_named_on_page_and_list(
    client: Client, cast: Cast, clock_at: Callable[..., None], end: str
) -> None:
    story, _voidable, back = ENDS[end]
    payment = story(cast)
    clock_at(THURSDAY)
    client.force_login(cast.cashier)

    page = client.get(f"/can-bo/ho-so/{payment.dossier.name}/").content.decode()
    waiting = client.get("/can-bo/thu-phi/").content.decode()

    assert (BACK in page) == back
    assert ("Đã thu, hồ sơ kết thúc không có kết quả" in waiting) == back
    assert (payment.receipt.reference in waiting) == back


def test_the_api_says_the_same(cast: Cast, caller: Callable[..., Caller], clock_at: Callable[..., None]) -> None:
    payment = withdrawn(cast)
    clock_at(THURSDAY)

    answer = caller(cast.cashier).act(payment.dossier, "void-proposal", {"reason": "Nhầm"})

    assert answer.status_code == 409
    assert BACK in answer.json()["detail"]


def test_a_void_that_waits_when_the_case_ends_can_only_be_let_stand(
    client: Client, cast: Cast, clock_at: Callable[..., None]
) -> None:
    payment = actions.propose_void(take(cast, cast.appraised()), "Nhầm", by=cast.cashier, at=TUESDAY)
    acts.stop_for_cessation(payment.dossier, *DEATH, by=cast.head, at=WEDNESDAY)
    clock_at(THURSDAY)
    client.force_login(cast.leader)
    address = f"/can-bo/thu-phi/bien-lai/{payment.pk}/quyet-dinh/"

    form = client.get(address).content.decode()

    assert BACK in form
    assert 'value="confirm"' not in form
    assert client.post(address, {"decision": "confirm"}).status_code == 409
    assert client.post(address, {"decision": "refuse", "reason": "Đã dừng"}).status_code == 302
    assert again(payment.dossier).fee_settled_at


def test_the_list_of_waiting_voids_links_only_for_who_may_decide(client: Client, cast: Cast, clock_at: Any) -> None:
    payment = actions.propose_void(take(cast, cast.resolved(), at=WEDNESDAY), "Nhầm", by=cast.cashier, at=WEDNESDAY)
    clock_at(THURSDAY)
    address = f"/can-bo/thu-phi/bien-lai/{payment.pk}/quyet-dinh/"

    for user, may in ((cast.leader, True), (cast.head, False)):  # the desk has it: not the division's to decide
        client.force_login(user)
        assert (f'href="{address}"' in client.get("/can-bo/thu-phi/cho-huy/").content.decode()) == may
        assert ("<textarea" in client.get(address).content.decode()) == may


@pytest.mark.parametrize("state", [State.STOPPED, State.NOT_ACCEPTED])
def test_no_fee_is_offered_to_be_taken_of_what_has_ended(
    client: Client, cast: Cast, clock_at: Callable[..., None], state: State
) -> None:
    dossier = Dossier.objects.get(pk=cast.in_state(state).pk)
    clock_at(THURSDAY)
    client.force_login(cast.cashier)

    answer = client.get(f"/can-bo/thu-phi/{dossier.name}/")

    if answer.status_code == 200:  # the cashier is let in at acceptance
        assert 'name="payer"' not in answer.content.decode()
        assert act(client, cast.cashier, dossier, "dung", reason="x").status_code in (403, 409)


def test_after_the_stop_is_undone_the_receipt_may_be_voided_again(cast: Cast) -> None:
    payment = withdrawn(cast)
    acts.undo_stop(payment.dossier, "Nhầm", by=cast.head, at=THURSDAY)

    assert actions.propose_void(payment, "Nhầm", by=cast.cashier, at=THURSDAY).void_waits
