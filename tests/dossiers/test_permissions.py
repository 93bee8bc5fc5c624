"""Four eyes: whoever did one thing does not decide it; nobody acts on their own case; what is handled binds others."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier, State
from people.actions import appoint, register_party, represent
from people.models import Agency, User
from tests.conftest import SINCE
from tests.dossiers.actions.test_outcome import signed_by_a_head
from tests.dossiers.conftest import again
from tests.support import factories
from tests.support.calling import Caller
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast, items_of, traces

pytestmark = pytest.mark.django_db
EVERY_POST = (("SLD-MC", "desk"), ("SLD-VLATLD", "officer"), ("SLD", "leader"), ("SLD-MC", "cashier"))


@pytest.fixture
def everything(person: Callable[..., User], cast: Cast) -> User:
    """One account with every post a case needs."""
    user = person("mot-minh")
    for code, role in EVERY_POST:
        appoint(user=user, unit=Agency.objects.get(code=code), role=role, since=SINCE)
    return user


def acts_on(dossier: Dossier, **who: Any) -> list[Callable[[], Any]]:
    """Every act that an officer might do to a dossier somewhere in its life."""
    return [
        lambda: actions.accept(dossier, **who),
        lambda: actions.refuse_reception(dossier, "x", **who),
        lambda: actions.request_supplement(dossier, items_of(dossier), "x", **who),
        lambda: actions.hand_over(dossier, **who),
        lambda: actions.demand_payment(dossier, 1000, "x", **who),
        lambda: actions.propose(dossier, "granted", "x", **who),
        lambda: actions.approve(dossier, "granted", **who),
        lambda: actions.resolve(dossier, "granted", "x", **who),
        lambda: actions.settle_fee(dossier, dossier.fee_due, "x", **who),
        lambda: actions.hand_out(dossier, **who),
        lambda: actions.close_for_silence(dossier, "x", **who),
    ]


IN_STATE = {State.SUBMITTED: (0, 1, 2), State.APPRAISAL: (2, 4, 5, 8), State.APPROVAL: (6, 8), State.RESOLVED: (8, 9)}


@pytest.mark.parametrize("state", IN_STATE)
@pytest.mark.parametrize("scope", ["own", "employee", "guardian", "authorised"])
def test_nobody_acts_on_the_case_of_whom_they_stand_for(cast: Cast, everything: User, state: State, scope: str) -> None:
    dossier = cast.in_state(state)
    represent(user=everything, party=dossier.applicant, scope=scope, since=SINCE, until=date(2024, 2, 1))
    before = traces(dossier)

    for number in IN_STATE[state]:
        with pytest.raises(actions.Forbidden, match="liên quan"):
            acts_on(dossier, by=everything, at=THURSDAY)[number]()

    assert traces(dossier) == before


def test_nobody_acts_on_what_they_filed_for_another(cast: Cast, everything: User) -> None:
    firm = register_party(name="Công ty", kind="organisation", tax_code="0100109106")
    row = represent(user=everything, party=firm, scope="employee", since=SINCE)
    filed = actions.submit(factories.draft(cast.edition, everything, MONDAY), by=everything, at=MONDAY)
    row.delete()

    with pytest.raises(actions.Forbidden, match="liên quan"):
        actions.accept(filed, by=everything, at=MONDAY)


def test_a_second_account_of_the_same_person_is_the_same_person(cast: Cast, everything: User) -> None:
    party = register_party(name="Ai đó", citizen_id="001150055555")
    represent(user=everything, party=party, scope="own", since=SINCE)
    represent(user=cast.neighbour, party=party, scope="own", since=SINCE)
    firm = register_party(name="Công ty", kind="organisation", tax_code="0100109106")
    draft = actions.start(edition=cast.edition, applicant=party, by=cast.neighbour, at=MONDAY)
    Dossier.objects.filter(pk=draft.pk).update(applicant=firm)

    assert again(draft).is_own_case_of(everything)
    assert not again(draft).is_own_case_of(cast.officer)


def test_whoever_proposed_does_not_approve(cast: Cast, everything: User) -> None:
    proposed = actions.propose(cast.appraised(), "granted", "x", by=everything, at=TUESDAY)

    with pytest.raises(actions.Forbidden, match="không quyết định"):
        actions.approve(proposed, "granted", by=everything, at=WEDNESDAY)

    assert actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY).outcome == "granted"


def test_a_head_who_proposed_leaves_it_to_the_leader(cast: Cast) -> None:
    signed_by_a_head(cast.edition)
    proposed = actions.propose(cast.appraised(), "granted", "x", by=cast.head, at=TUESDAY)

    with pytest.raises(actions.Forbidden):
        actions.approve(proposed, "granted", by=cast.head, at=WEDNESDAY)

    assert actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY).outcome == "granted"


def test_whoever_took_the_money_does_not_approve(cast: Cast, everything: User) -> None:
    proposed = cast.proposed()
    actions.settle_fee(proposed, proposed.fee_due, "A", by=everything, at=TUESDAY)

    with pytest.raises(actions.Forbidden, match="không quyết định"):
        actions.approve(proposed, "granted", by=everything, at=WEDNESDAY)


def test_three_steps_are_signed_by_another_than_who_accepted_or_handles_it(
    cast: Cast, everything: User, three_step_edition: Any
) -> None:
    accepted = actions.accept(cast.submitted(three_step_edition), by=everything, at=MONDAY)
    assigned = actions.assign(cast.appraised(three_step_edition), everything, by=everything, at=TUESDAY)

    for dossier in (accepted, assigned):
        with pytest.raises(actions.Forbidden, match="không quyết định"):
            actions.resolve(dossier, "granted", "x", by=everything, at=WEDNESDAY)
        assert actions.resolve(dossier, "granted", "x", by=cast.leader, at=WEDNESDAY).state == State.RESOLVED


def test_the_api_refuses_the_same_and_the_page_offers_nothing(
    client: Client, cast: Cast, everything: User, caller: Callable[..., Caller], clock_at: Any
) -> None:
    clock_at(THURSDAY)
    proposed = actions.propose(cast.appraised(), "granted", "x", by=everything, at=TUESDAY)

    answer = caller(everything).act(proposed, "approval", {"outcome": "granted"})
    client.force_login(everything)
    page = client.get(f"/can-bo/ho-so/{proposed.code}/")

    assert answer.status_code == 403
    assert "phe-duyet" not in {offer.form.slug for offer in page.context["offers"]}


def test_a_declared_interest_bars_and_is_recorded(client: Client, cast: Cast, everything: User) -> None:
    appraised = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=TUESDAY)

    declared = actions.declare_interest(appraised, "Em trai tôi là người nộp", by=cast.officer, at=TUESDAY)

    event = declared.events.latest("seq")
    assert (event.verb, event.note.text, declared.holder) == ("interest_declared", "Em trai tôi là người nộp", None)
    with pytest.raises(actions.Forbidden, match="liên quan"):
        actions.propose(declared, "granted", "x", by=cast.officer, at=TUESDAY)
    with pytest.raises(actions.Refused, match="liên quan"):
        actions.assign(declared, cast.officer, by=cast.head, at=TUESDAY)
    with pytest.raises(actions.Forbidden):
        actions.assign(declared, cast.officer, by=cast.officer, at=TUESDAY)
    with pytest.raises(actions.Refused, match="đã khai"):
        actions.declare_interest(declared, "x", by=cast.officer, at=TUESDAY)
    for by in (cast.citizen, cast.auditor, cast.administrator, cast.officer_elsewhere):
        with pytest.raises(actions.Forbidden):
            actions.declare_interest(declared, "x", by=by, at=TUESDAY)
    client.force_login(cast.officer)
    assert "có liên quan" in client.get(f"/can-bo/ho-so/{declared.code}/").content.decode()


def test_a_proposal_sent_back_does_not_return_to_whom_it_concerns(cast: Cast) -> None:
    proposed = cast.proposed()
    Dossier.objects.filter(pk=proposed.pk).update(recused=[cast.officer.pk])

    assert actions.send_back(proposed, "Xem lại", by=cast.leader, at=WEDNESDAY).holder is None


@pytest.fixture
def colleague(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Another officer of the same division."""
    return person("chuyenvien2", agencies["SLD-VLATLD"], "officer")


@pytest.fixture
def held(cast: Cast) -> Dossier:
    """In the hands of the officer."""
    return actions.assign(cast.appraised(), cast.officer, by=cast.head, at=TUESDAY)


def test_what_one_handles_binds_the_colleagues(cast: Cast, held: Dossier, colleague: User) -> None:
    before = traces(held)
    w: dict[str, Any] = {"by": colleague, "at": WEDNESDAY}

    for act in (
        lambda: actions.propose(held, "granted", "x", **w),
        lambda: actions.demand_payment(held, 1000, "x", **w),
        lambda: actions.request_supplement(held, items_of(held), "x", **w),
        lambda: actions.name_delay(held, "officer", "own_unit", "x", **w),
        lambda: actions.assign(held, colleague, **w),
    ):
        with pytest.raises(actions.Forbidden):
            act()

    assert traces(held) == before
    assert actions.propose(held, "granted", "x", by=cast.head, at=WEDNESDAY).state == State.APPROVAL


def test_a_colleague_takes_over_by_an_act_of_which_the_former_is_told(
    client: Client, cast: Cast, held: Dossier, colleague: User
) -> None:
    with pytest.raises(actions.Refused, match="lý do"):
        actions.take_over(held, " ", by=colleague, at=WEDNESDAY)
    with pytest.raises(actions.Forbidden):
        actions.take_over(held, "x", by=cast.officer_elsewhere, at=WEDNESDAY)
    with pytest.raises(actions.Refused, match="không có người khác"):
        actions.take_over(held, "x", by=cast.officer, at=WEDNESDAY)

    taken = actions.take_over(held, "Người xử lý nghỉ ốm", by=colleague, at=WEDNESDAY)

    event = taken.events.latest("seq")
    assert (event.verb, event.particulars) == ("assigned", {"holder": colleague.pk, "from_holder": cast.officer.pk})
    assert cast.officer.notices.filter(kind="dossier_taken_over").exists()
    assert actions.propose(taken, "granted", "x", by=colleague, at=WEDNESDAY).appraiser == colleague
    client.force_login(cast.head)
    assert f"Phân công người xử lý: {colleague}" in client.get(f"/can-bo/ho-so/{held.code}/").content.decode()


def test_the_api_takes_over_and_declares(
    cast: Cast, held: Dossier, colleague: User, caller: Callable[..., Caller], clock_at: Any
) -> None:
    clock_at(THURSDAY)
    api = caller(colleague)

    assert api.act(held, "proposal", {"outcome": "granted"}).status_code == 403
    assert api.act(held, "take-over", {"reason": "Nghỉ ốm"}).status_code == 200
    assert api.act(held, "interest", {"reason": "Người nhà"}).status_code == 200
    assert api.act(held, "proposal", {"outcome": "granted"}).status_code == 403
