"""While it is being worked on: who handles it, what is asked for once, what is to be paid."""

from datetime import timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.models import DossierAccess, State
from notifications.models import Notice
from people.actions import appoint, clock_user, revoke
from people.models import Agency, Post
from tests.conftest import at
from tests.dossiers.conftest import again, changed
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast, items_of, traces
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
LATE = at("2026-03-06 09:00")  # the fourth working day after Monday


def test_a_head_gives_it_to_an_officer_of_the_unit_who_is_told(cast: Cast) -> None:
    given = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=TUESDAY)

    event = given.events.latest("seq")
    assert given.holder == cast.officer
    assert event.particulars == {"holder": cast.officer.pk}
    assert event.from_state == event.to_state == State.APPRAISAL
    assert Notice.objects.filter(kind="dossier_assigned", user=cast.officer).exists()


def test_an_officer_takes_from_the_pile_but_not_from_a_colleague(cast: Cast, person: Any) -> None:
    colleague = person("dongnghiep", Agency.objects.get(code="SLD-VLATLD"), Post.Role.OFFICER)
    taken = actions.assign(cast.appraised(), cast.officer, by=cast.officer, at=TUESDAY)

    with pytest.raises(actions.Forbidden):
        actions.assign(taken, colleague, by=colleague, at=TUESDAY)

    assert again(taken).holder == cast.officer


def test_nobody_outside_the_unit_or_out_of_office_is_given_anything(cast: Cast, person: Any) -> None:
    dossier = cast.appraised()
    gone = person("nghiviec", Agency.objects.get(code="SLD-VLATLD"), Post.Role.OFFICER)
    revoke(post=gone.posts.get(), until=MONDAY.date())

    for to in (cast.officer_elsewhere, cast.citizen, gone):
        with pytest.raises(actions.Refused, match="thuộc đơn vị"):
            actions.assign(dossier, to, by=cast.head, at=TUESDAY)


def test_what_nobody_works_on_is_given_to_nobody(cast: Cast) -> None:
    with pytest.raises(actions.Refused):
        actions.assign(cast.in_state("awaiting_payment"), cast.officer, by=cast.head, at=THURSDAY)


def test_what_is_missing_is_asked_for_once_and_in_full(cast: Cast) -> None:
    asked = cast.ask(cast.appraised(), cast.officer, TUESDAY)

    wait = asked.interruptions.get()
    component = items_of(asked)[0]["component"]
    assert (asked.state, asked.due_at, asked.step_due_at) == (State.AWAITING_SUPPLEMENT, None, None)
    assert (wait.mode, wait.from_state, wait.since) == ("restart", "appraisal", TUESDAY)
    assert wait.items[0]["name"] == cast.edition.components.get(key=component).name_vi
    paper = asked.papers.get(kind="supplement_request")
    assert paper.context["items"] == [f"{wait.items[0]['name']}: Chụp lại trang 2"]


def test_the_record_of_a_request_names_papers_and_keeps_the_words_beside(cast: Cast) -> None:
    event = cast.ask(cast.appraised(), cast.officer, TUESDAY).events.get(verb="supplement_requested")

    component = items_of(event.dossier)[0]["component"]
    assert event.particulars == {"components": [component], "due_at": ""}
    assert event.note.text == "Ảnh mờ"


def test_a_completed_supplement_starts_the_term_anew(cast: Cast) -> None:
    supplied = actions.supply(cast.awaiting_supplement(), by=cast.citizen, at=WEDNESDAY)

    assert supplied.due_at == at("2026-03-11 17:00")
    assert supplied.step_due_at is not None
    assert supplied.next_alert_at == at("2026-03-09 08:30")


def test_where_the_edition_says_so_the_clock_only_pauses(cast: Cast) -> None:
    changed(cast.edition, supplement_mode="pause")

    supplied = actions.supply(cast.awaiting_supplement(), by=cast.citizen, at=WEDNESDAY)

    assert supplied.due_at == at("2026-03-10 17:00")


def test_a_second_request_in_the_same_phase_is_refused(cast: Cast) -> None:
    supplied = actions.supply(cast.awaiting_supplement(), by=cast.citizen, at=TUESDAY)

    with pytest.raises(actions.Refused, match="chỉ cho phép một lần"):
        cast.ask(supplied, cast.officer, WEDNESDAY)


def test_the_desk_and_later_the_officer_may_each_ask_once(cast: Cast) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, MONDAY)
    supplied = actions.supply(asked, by=cast.citizen, at=MONDAY)
    with pytest.raises(actions.Refused):
        cast.ask(supplied, cast.clerk, MONDAY)

    accepted = actions.accept(supplied, by=cast.clerk, at=MONDAY)

    assert cast.ask(accepted, cast.officer, TUESDAY).state == State.AWAITING_SUPPLEMENT


def test_before_acceptance_a_request_touches_no_clock(cast: Cast) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, MONDAY)
    supplied = actions.supply(asked, by=cast.citizen, at=TUESDAY)

    accepted = actions.accept(supplied, by=cast.clerk, at=WEDNESDAY)

    assert asked.interruptions.get().mode == "none"
    assert accepted.due_at == at("2026-03-11 17:00")


def test_the_third_working_day_is_the_last_for_asking(cast: Cast) -> None:
    dossier = cast.appraised()

    with pytest.raises(actions.Refused, match="quá 3 ngày làm việc"):
        cast.ask(dossier, cast.officer, LATE)

    assert cast.ask(dossier, cast.officer, THURSDAY).state == State.AWAITING_SUPPLEMENT


@pytest.mark.parametrize(
    "items", [[], [{"component": "khong-co", "todo": "x"}], [{"component": "@", "todo": "  "}], [{"todo": "x"}]]
)
def test_a_request_names_listed_papers_and_what_to_do(cast: Cast, items: list[dict[str, str]]) -> None:
    dossier = cast.appraised()
    first = items_of(dossier)[0]["component"]
    wanted = [{k: first if v == "@" else v for k, v in item.items()} for item in items]

    with pytest.raises(InvalidInput) as refusal:
        actions.request_supplement(dossier, wanted, "Thiếu", by=cast.officer, at=TUESDAY)

    assert set(refusal.value.errors) == {"items"}


def test_an_act_that_needs_a_reason_refuses_an_empty_one_at_its_field(cast: Cast) -> None:
    dossier = cast.appraised()
    before = traces(dossier)

    for ask in (
        lambda: actions.request_supplement(dossier, items_of(dossier), " ", by=cast.officer, at=TUESDAY),
        lambda: actions.demand_payment(dossier, 1, "", by=cast.officer, at=TUESDAY),
    ):
        with pytest.raises(InvalidInput) as refusal:
            ask()
        assert set(refusal.value.errors) == {"reason"}

    assert traces(dossier) == before


def test_a_demanded_fee_lets_the_clock_run_and_the_cashier_in(cast: Cast) -> None:
    dossier = cast.appraised()
    DossierAccess.objects.filter(role="cashier").delete()

    asked = actions.demand_payment(dossier, 250000, "Lệ phí", by=cast.officer, at=TUESDAY)

    assert (asked.state, asked.fee_due, asked.due_at) == (State.AWAITING_PAYMENT, 250000, dossier.due_at)
    assert DossierAccess.objects.filter(dossier=asked, role="cashier").exists()
    until = at("2026-04-02 17:00").isoformat()
    assert asked.events.latest("seq").particulars == {"amount": 250000, "instead_of": 600000, "answer_by": until}


def test_settling_a_demand_lets_appraisal_go_on(cast: Cast) -> None:
    paid = cast.pay(cast.in_state("awaiting_payment"))

    event = paid.events.latest("seq")
    assert (paid.state, paid.fee_settled_at, paid.fee_reference) == (State.APPRAISAL, WEDNESDAY, "01/BL-BPMC")
    assert event.particulars == {"amount": 600000}
    assert paid.papers.get(kind="fee_receipt").context["payer"] == "BL-01"


def test_a_fee_may_be_demanded_again_once_the_first_is_paid(cast: Cast) -> None:
    paid = cast.pay(cast.in_state("awaiting_payment"))

    again_asked = actions.demand_payment(paid, 50000, "Bổ sung", by=cast.officer, at=THURSDAY)

    assert (again_asked.state, again_asked.fee_outstanding) == (State.AWAITING_PAYMENT, True)
    assert again_asked.events.latest("seq").particulars["amount"] == 50000


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_fee(cast: Cast, amount: int) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.demand_payment(cast.appraised(), amount, "Phí", by=cast.officer, at=TUESDAY)

    assert set(refusal.value.errors) == {"amount"}


def test_a_fee_is_settled_once_and_by_somebody(cast: Cast) -> None:
    dossier = cast.appraised()
    with pytest.raises(InvalidInput):
        actions.settle_fee(dossier, dossier.fee_due, " ", by=cast.cashier, at=TUESDAY)
    paid = cast.pay(dossier)

    with pytest.raises(actions.Refused, match="không còn khoản"):
        cast.pay(paid)

    assert paid.state == State.APPRAISAL


def test_only_the_cashier_of_the_receiving_desk_settles(cast: Cast, person: Any) -> None:
    other = person("thuquykhac", Agency.objects.get(code="SLD-NCC"), Post.Role.CASHIER)
    of_the_department = person("ketoanso", Agency.objects.get(code="SLD"), Post.Role.CASHIER)
    dossier = cast.appraised()

    for by in (other, cast.clerk, cast.leader, cast.citizen):
        with pytest.raises(actions.Forbidden):
            actions.settle_fee(dossier, dossier.fee_due, "BL", by=by, at=TUESDAY)

    assert actions.settle_fee(dossier, dossier.fee_due, "BL", by=of_the_department, at=TUESDAY).dossier.fee_settled_at


def test_another_sum_than_the_one_due_is_refused_and_leaves_no_trace(cast: Cast) -> None:
    dossier = cast.appraised()
    before = traces(dossier)

    with pytest.raises(InvalidInput) as refusal:
        actions.settle_fee(dossier, dossier.fee_due + 1, "BL", by=cast.cashier, at=TUESDAY)

    assert set(refusal.value.errors) == {"amount"}
    assert traces(dossier) == before


def test_a_gateway_confirms_a_payment_without_a_post_and_nobody_else_comes_in_that_way(cast: Cast) -> None:
    dossier, gateway = cast.appraised(), clock_user()
    owed = dossier.fee_due
    for by in cast.everybody().values():
        with pytest.raises(actions.Forbidden):
            actions.confirm_payment(dossier, owed, "Trần Văn Nộp", "GD-1", by=by, at=TUESDAY)

    settled = actions.confirm_payment(dossier, owed, " Trần Văn Nộp ", "GD-1", by=gateway, at=TUESDAY)

    assert (settled.amount, settled.payer) == (owed, "Trần Văn Nộp")
    assert settled.dossier.fee_reference == settled.receipt.reference
    event = settled.dossier.events.latest("seq")
    assert event.particulars == {"amount": owed, "reference": "GD-1"}
    assert (event.by, event.unit_name) == (gateway, "")


def test_a_draft_and_a_closed_dossier_take_no_money(cast: Cast) -> None:
    for state in ("draft", "stopped", "not_accepted"):
        with pytest.raises(actions.Refused):
            cast.pay(cast.in_state(state))


def test_a_post_counts_from_its_first_day_to_its_last(cast: Cast, person: Any) -> None:
    newcomer = person("moi")
    appoint(user=newcomer, unit=Agency.objects.get(code="SLD-VLATLD"), role=Post.Role.OFFICER, since=WEDNESDAY.date())
    dossier = cast.appraised()

    with pytest.raises(actions.Forbidden):
        actions.propose(dossier, "granted", "", by=newcomer, at=TUESDAY)

    assert actions.propose(dossier, "granted", "", by=newcomer, at=WEDNESDAY + timedelta(hours=1))
