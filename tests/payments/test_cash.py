"""The cash desk: money for one fee is one payment with one numbered receipt; a void keeps its number."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dossiers import actions as acts
from dossiers.models import Paper, State
from payments import actions
from payments.models import Payment
from people.actions import appoint
from tests.conftest import SINCE, at
from tests.dossiers.conftest import again, changed
from tests.support.papers import made, one_line, read
from tests.support.parallel import at_once
from tests.support.posting import pay
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast, traces
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
DUE = 600_000


def take(cast: Cast, dossier: Any, **more: Any) -> Payment:
    """Take the fee on Tuesday."""
    given = {"amount": DUE, "payer": "Trần Văn Nộp", "by": cast.cashier, "at": TUESDAY, **more}
    return actions.take_cash(dossier, **given)


def test_money_is_one_payment_with_one_receipt_and_one_event(cast: Cast) -> None:
    payment = take(cast, cast.appraised())

    dossier = payment.dossier
    assert (payment.amount, payment.state, payment.receipt.reference) == (DUE, "paid", "01/BL-BPMC")
    assert (dossier.fee_reference, dossier.fee_outstanding) == ("01/BL-BPMC", False)
    event = dossier.events.get(verb="fee_settled")
    assert (event.particulars["amount"], payment.receipt.event_id) == (DUE, event.pk)


def test_the_receipt_says_who_paid_what_to_whom_in_figures_and_words(cast: Cast) -> None:
    text = one_line(read(made(take(cast, cast.appraised()).receipt)))

    for words in ("Trần Văn Nộp", "600.000", "Sáu trăm nghìn đồng", "0000001", "BL-BPMC", "Lệ phí giải quyết"):
        assert words in text


def test_the_same_page_sent_twice_is_one_payment(cast: Cast) -> None:
    dossier = cast.appraised()

    assert take(cast, dossier, token="trang-1").pk == take(cast, dossier, token="trang-1").pk
    with pytest.raises(Refused, match="không còn khoản"):
        take(cast, dossier, token="trang-2")


def test_another_sum_than_is_due_is_refused_and_leaves_nothing(cast: Cast) -> None:
    dossier = cast.appraised()
    before = traces(dossier)

    with pytest.raises(Refused, match="vừa đổi"):
        take(cast, dossier, amount=DUE - 1)

    assert traces(dossier) == before
    assert take(cast, dossier).receipt.number == 1


def test_a_void_keeps_its_number_and_the_fee_is_owed_again(cast: Cast) -> None:
    payment = take(cast, cast.appraised())

    proposed = actions.propose_void(payment, "Ghi nhầm người nộp", by=cast.cashier, at=WEDNESDAY)
    assert (proposed.state, again(payment.dossier).fee_outstanding) == ("paid", False)
    voided = actions.confirm_void(payment, by=cast.leader, at=WEDNESDAY)

    dossier = again(payment.dossier)
    assert (voided.state, voided.void_reason, dossier.fee_outstanding) == ("voided", "Ghi nhầm người nộp", True)
    assert Paper.objects.get(pk=payment.receipt_id).voided_at == WEDNESDAY
    assert take(cast, dossier).receipt.number == 2
    assert dossier.events.filter(verb="fee_voided").count() == 1
    with pytest.raises(Refused, match="đã hủy"):
        actions.propose_void(payment, "Lần nữa", by=cast.cashier, at=WEDNESDAY)


def test_only_a_paid_fee_of_a_running_dossier_is_owed_again(cast: Cast) -> None:
    dossier = cast.appraised()

    with pytest.raises(Refused):
        acts.unsettle_fee(dossier, "Nhầm", by=cast.leader, at=TUESDAY)
    paid = acts.settle_fee(dossier, DUE, "Trần Văn Nộp", by=cast.cashier, at=TUESDAY).dossier
    with pytest.raises(acts.Forbidden):
        acts.unsettle_fee(paid, "Nhầm", by=cast.cashier, at=WEDNESDAY)
    owed = acts.unsettle_fee(paid, "Nhầm", by=cast.leader, at=WEDNESDAY)

    assert (owed.fee_outstanding, owed.fee_reference) == (True, "")
    assert owed.events.latest("seq").particulars == {"receipt": "01/BL-BPMC", "amount": DUE}


def test_nothing_is_voided_without_a_reason_by_another_or_after_the_result_was_handed_out(cast: Cast) -> None:
    payment = take(cast, cast.resolved(), at=WEDNESDAY)

    with pytest.raises(Refused, match="Nhập lý do"):
        actions.propose_void(payment, "  ", by=cast.cashier, at=WEDNESDAY)
    with pytest.raises(acts.Forbidden):
        actions.propose_void(payment, "Nhầm", by=cast.clerk, at=WEDNESDAY)
    acts.hand_out(payment.dossier, "Trần Văn Nộp", by=cast.clerk, at=WEDNESDAY + timedelta(hours=1))
    with pytest.raises(Refused):
        actions.propose_void(payment, "Nhầm", by=cast.cashier, at=WEDNESDAY + timedelta(hours=2))


def test_numbers_begin_again_with_the_year(cast: Cast) -> None:
    first, second = cast.appraised(), cast.appraised()

    take(cast, first)
    later = take(cast, second, at=at("2027-01-04 09:00"))

    assert (later.receipt.number, later.receipt.year) == (1, 2027)


def test_where_the_fee_comes_first_the_cash_desk_accepts_too(cast: Cast, paid_first_edition: Any) -> None:
    taken = cast.on_paper(paid_first_edition)
    appoint(user=cast.cashier, unit=taken.desk_unit, role="desk", since=SINCE)
    cast.cashier.__dict__.pop("active_posts", None)

    payment = take(cast, taken, accept=True)

    assert again(taken).state == State.ACCEPTED
    verbs = list(payment.dossier.events.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["submitted", "fee_settled", "accepted"]


@pytest.mark.django_db(transaction=True)
def test_twenty_cashiers_at_once_take_one_fee_once(cast: Cast) -> None:
    dossier = cast.appraised()

    done = at_once([lambda: take(cast, dossier) for _n in range(20)])

    assert sum(isinstance(one, Payment) for one in done) == 1
    assert Payment.objects.count() == Paper.objects.filter(kind="fee_receipt").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_fees_at_once_have_twenty_numbers_without_a_hole(cast: Cast) -> None:
    filed = [cast.appraised() for _n in range(20)]

    at_once([lambda one=one: take(cast, one) for one in filed])  # type: ignore[misc]

    numbers = Paper.objects.filter(kind="fee_receipt").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 21))


def test_the_cash_page_takes_the_money_and_says_the_change(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()

    response = pay(client, cast.cashier, dossier, received="1.000.000")
    page = client.get(response["Location"]).content.decode()

    assert "Đã thu 600.000 đồng, biên lai 01/BL-BPMC. Trả lại khách 400.000 đồng." in page
    assert pay(client, cast.cashier, dossier).status_code == 302
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"payer": ""}, "Nhập họ tên người nộp tiền."),
        ({"received": "500.000"}, "nhỏ hơn số phải thu"),
        ({"received": "nhiều"}, "phải là số"),
        ({"received": "-5"}, "phải từ 0 trở lên"),
        ({"amount": "-1"}, ""),
        ({"amount": "x"}, ""),
        ({"amount": 10**30}, ""),
        ({"token": "x" * 41}, ""),
        ({"payer": "x" * 300}, ""),
    ],
)
def test_what_does_not_do_is_said_and_takes_nothing(client: Client, cast: Cast, wrong: Any, words: str) -> None:
    response = pay(client, cast.cashier, cast.appraised(), **wrong)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Payment.objects.exists()


def test_the_book_of_a_day_adds_up_and_shows_voids(client: Client, cast: Cast) -> None:
    kept, voided = take(cast, cast.appraised()), take(cast, cast.appraised())
    actions.propose_void(voided, "Nhầm", by=cast.cashier, at=TUESDAY)
    actions.confirm_void(voided, by=cast.leader, at=TUESDAY)
    client.force_login(cast.cashier)

    page = client.get("/can-bo/thu-phi/so-thu/?day=3/3/2026")

    assert page.context["totals"] == {"count": 1, "sum": DUE, "voids": 1}
    assert kept.receipt.reference in page.content.decode()
    assert "Đã hủy: Nhầm" in page.content.decode()
    assert client.get("/can-bo/thu-phi/so-thu/?day=31/02/2026").status_code == 422
    assert client.get("/can-bo/thu-phi/so-thu/?day=2/3/2026").context["totals"]["count"] == 0


def test_a_receipt_is_voided_on_two_pages_by_two_people(client: Client, cast: Cast) -> None:
    payment = take(cast, cast.appraised())
    address = f"/can-bo/thu-phi/bien-lai/{payment.pk}/"
    client.force_login(cast.cashier)
    assert client.post(f"{address}huy/", {"reason": ""}).status_code == 422
    assert client.post(f"{address}huy/", {"reason": "Ghi nhầm"}).status_code == 302
    assert client.post(f"{address}huy/", {"reason": "Ghi nhầm"}).status_code == 409
    assert client.post(f"{address}quyet-dinh/", {"decision": "confirm"}).status_code == 403

    client.force_login(cast.leader)
    assert payment.receipt.reference in client.get("/can-bo/thu-phi/cho-huy/").content.decode()
    assert client.post(f"{address}quyet-dinh/", {"decision": "refuse"}).status_code == 422
    assert client.post(f"{address}quyet-dinh/", {"decision": "confirm"}).status_code == 302
    assert client.post(f"{address}quyet-dinh/", {"decision": "confirm"}).status_code == 409
    assert Payment.objects.get().state == "voided"


def test_only_cashiers_come_in_and_only_to_what_they_may_see(client: Client, cast: Cast) -> None:
    dossier = cast.submitted()  # the fee is not wanted yet
    for user in (cast.clerk, cast.officer, cast.citizen):
        client.force_login(user)
        assert client.get("/can-bo/thu-phi/").status_code == 403
    client.force_login(cast.cashier)
    assert client.get(f"/can-bo/thu-phi/{dossier.name}/").status_code == 404
    assert dossier.name not in client.get("/can-bo/thu-phi/").content.decode()
    waiting = cast.appraised()
    assert waiting.name in client.get("/can-bo/thu-phi/?cursor=x", follow=True).content.decode()


def test_the_api_takes_cash_once(cast: Cast, caller: Any) -> None:
    dossier, api = cast.appraised(), caller(cast.cashier)
    data = {"payer": "Trần Văn Nộp", "amount": DUE}

    first = api.act(dossier, "cash-payment", data, key="mot")
    again_sent = api.act(dossier, "cash-payment", data, key="mot")

    assert (first.status_code, first.json()["receipt"]) == (201, "01/BL-BPMC")
    assert again_sent.json() == first.json()
    assert api.act(dossier, "cash-payment", data).status_code == 409
    assert api.act(dossier, "cash-payment", {"payer": "", "amount": 0}).status_code == 400
    assert caller(cast.officer).act(dossier, "cash-payment", data).status_code in (403, 404, 409)


@pytest.fixture
def exempting(edition: Any) -> Any:
    """The work permit with a ground for paying nothing."""
    ground = {"group": "merit", "percent": 100, "ground_vi": "Điều 10 Luật Phí và lệ phí"}
    content = {**edition.content, "fee": {**edition.content["fee"], "reductions": [ground]}}
    return changed(edition, content=content)


def test_a_ground_claimed_before_filing_counts_once_it_is_confirmed(client: Client, cast: Cast, exempting: Any) -> None:
    draft = cast.draft(exempting)
    client.force_login(cast.citizen)
    chosen = client.get(f"/ho-so/{draft.ref}/phi/").content.decode()

    client.post(f"/ho-so/{draft.ref}/phi/", {"ground": "merit"})
    page = client.get(f"/ho-so/{draft.ref}/kiem-tra/").content.decode()
    filed = acts.submit(draft, by=cast.citizen, at=MONDAY)

    assert "checked" not in chosen.partition('value="merit"')[2][:80]
    assert "nếu được xác nhận" in page
    assert (filed.fee_due, filed.fee_ground, filed.ground_waits) == (DUE, "merit", True)
    assert client.post(f"/ho-so/{cast.draft(exempting).ref}/phi/", {"ground": "child"}).status_code == 422


def test_the_desk_sets_a_claimed_ground_right_with_a_reason(cast: Cast, exempting: Any) -> None:
    draft = acts.claim_ground(cast.draft(exempting), "merit", by=cast.citizen, at=MONDAY)
    filed = acts.submit(draft, by=cast.citizen, at=MONDAY)

    with pytest.raises(Refused):
        acts.correct_ground(filed, "", " ", by=cast.clerk, at=TUESDAY)
    with pytest.raises(Refused, match="không có diện"):
        acts.correct_ground(filed, "child", "Nhầm", by=cast.clerk, at=TUESDAY)
    with pytest.raises(acts.Forbidden):
        acts.correct_ground(filed, "", "Thiếu giấy", by=cast.officer, at=TUESDAY)
    corrected = acts.correct_ground(filed, "", "Thiếu giấy chứng minh", by=cast.clerk, at=TUESDAY)

    assert (corrected.fee_due, corrected.fee_ground) == (DUE, "")
    event = corrected.events.latest("seq")
    assert (event.verb, event.particulars) == (
        "fee_corrected",
        {"from": "merit", "to": "", "from_due": DUE, "fee_due": DUE},
    )
    with pytest.raises(Refused):
        acts.correct_ground(take(cast, corrected).dossier, "merit", "Muộn", by=cast.clerk, at=TUESDAY)
