"""Deciding and giving: proposing, approving, sending back, resolving, handing out."""

from typing import Any

import pytest

from dossiers import actions
from dossiers.models import Dossier, Paper, State
from people.actions import revoke
from people.models import Agency, Post
from procedures.models import Edition
from tests.dossiers.conftest import again, changed
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db


def signed_by_a_head(edition: Edition) -> Edition:
    """The edition, signed in the division."""
    units = {**edition.content["units"], "signer_role": "head"}
    return changed(edition, content={**edition.content, "units": units})


def test_a_proposal_goes_up_to_the_department_with_its_words_beside(cast: Cast) -> None:
    proposed = cast.proposed()

    event = proposed.events.latest("seq")
    assert (proposed.state, proposed.appraiser, proposed.holder) == (State.APPROVAL, cast.officer, None)
    assert proposed.holder_unit == Agency.objects.get(code="SLD")
    assert event.particulars == {"outcome": "granted"}
    assert event.note.text == proposed.result_text == "Hai năm"


def test_the_division_still_sees_what_it_proposed(cast: Cast) -> None:
    proposed = cast.proposed()

    for who in (cast.officer, cast.head, cast.leader, cast.clerk):
        assert Dossier.objects.visible_to(who).filter(pk=proposed.pk).exists()


def test_a_refusal_names_its_ground_when_proposed_and_when_decided(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as proposal:
        actions.propose(cast.appraised(), "refused", " ", by=cast.officer, at=TUESDAY)
    with pytest.raises(InvalidInput) as decision:
        actions.approve(cast.proposed(), "refused", by=cast.leader, at=WEDNESDAY)

    assert set(proposal.value.errors) == set(decision.value.errors) == {"text"}


def test_an_outcome_is_granted_or_refused_and_nothing_else(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.propose(cast.appraised(), "maybe", "x", by=cast.officer, at=TUESDAY)

    assert set(refusal.value.errors) == {"outcome"}


def test_approval_numbers_the_result_and_returns_it_to_the_desk(cast: Cast) -> None:
    done = actions.approve(cast.proposed(), "granted", by=cast.leader, at=WEDNESDAY)

    result = done.papers.get(kind="result")
    assert (done.state, done.outcome, done.resolved_at) == (State.RESOLVED, "granted", WEDNESDAY)
    assert (done.result_text, done.holder_unit) == ("Hai năm", done.desk_unit)
    assert (result.number, result.state, result.event.verb) == (1, "pending", "approved")
    assert done.next_alert_at is None


def test_a_signer_may_decide_against_the_proposal_in_their_own_words(cast: Cast) -> None:
    done = actions.approve(cast.proposed(), "refused", "Điều 9, thiếu kinh nghiệm", by=cast.leader, at=WEDNESDAY)

    assert (done.outcome, done.papers.get(kind="refusal").context["text"]) == ("refused", "Điều 9, thiếu kinh nghiệm")


def test_a_decision_keeps_the_promise_it_was_made_under(cast: Cast) -> None:
    proposed = cast.proposed()

    done = actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY)

    assert done.due_at == proposed.due_at is not None


def test_what_is_sent_back_is_proposed_again_by_who_knows_it(cast: Cast) -> None:
    back = actions.send_back(cast.proposed(), "Bổ sung căn cứ", by=cast.leader, at=WEDNESDAY)

    assert (back.state, back.holder, back.proposed_outcome) == (State.APPRAISAL, cast.officer, "")
    assert back.holder_unit == Agency.objects.get(code="SLD-VLATLD")
    assert back.events.latest("seq").note.text == "Bổ sung căn cứ"
    proposed = actions.propose(back, "refused", "Không đủ", by=cast.officer, at=THURSDAY)
    assert (proposed.state, proposed.proposed_outcome) == (State.APPROVAL, "refused")


def test_what_is_sent_back_to_somebody_who_left_falls_to_the_unit(cast: Cast) -> None:
    proposed = cast.proposed()
    revoke(post=cast.officer.posts.get(), until=MONDAY.date())

    back = actions.send_back(proposed, "Xem lại", by=cast.leader, at=WEDNESDAY)

    assert (back.holder, back.holder_unit) == (None, Agency.objects.get(code="SLD-VLATLD"))


def test_sending_back_says_what_is_still_wanted(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.send_back(cast.proposed(), "", by=cast.leader, at=WEDNESDAY)

    assert set(refusal.value.errors) == {"reason"}


def test_three_steps_are_resolved_by_the_signer_without_a_proposal(cast: Cast, three_step_edition: Edition) -> None:
    dossier = cast.appraised(three_step_edition)

    with pytest.raises(actions.Refused, match="ba bước"):
        actions.propose(dossier, "granted", "", by=cast.officer, at=TUESDAY)
    with pytest.raises(actions.Forbidden):
        actions.resolve(dossier, "granted", "", by=cast.officer, at=TUESDAY)
    done = actions.resolve(dossier, "granted", "", by=cast.leader, at=TUESDAY)

    assert (done.state, done.outcome) == (State.RESOLVED, "granted")
    assert done.events.latest("seq").verb == "resolved"


def test_four_steps_are_not_resolved_past_their_approval(cast: Cast) -> None:
    with pytest.raises(actions.Refused, match="bốn bước"):
        actions.resolve(cast.appraised(), "granted", "", by=cast.leader, at=TUESDAY)
    with pytest.raises(actions.Refused, match="trong ngày"):
        actions.resolve(cast.on_paper(), "granted", "", by=cast.leader, at=TUESDAY)


def test_a_same_day_procedure_is_resolved_on_the_spot(cast: Cast, same_day_edition: Edition) -> None:
    accepted = actions.accept(cast.submitted(same_day_edition), by=cast.clerk, at=MONDAY)

    done = actions.resolve(accepted, "granted", "", by=cast.leader, at=MONDAY)

    assert accepted.state == State.ACCEPTED
    assert accepted.due_at == MONDAY.replace(hour=17)
    assert (done.state, done.events.latest("seq").from_state) == (State.RESOLVED, "accepted")


def test_where_the_head_signs_the_dossier_stays_in_the_division(cast: Cast) -> None:
    signed_by_a_head(cast.edition)

    proposed = cast.proposed()

    assert proposed.holder_unit == Agency.objects.get(code="SLD-VLATLD")
    with pytest.raises(actions.Forbidden):
        actions.approve(proposed, "granted", by=cast.officer, at=WEDNESDAY)
    assert actions.approve(proposed, "granted", by=cast.head, at=WEDNESDAY).outcome == "granted"


def test_a_result_is_handed_out_once_paid_and_made(cast: Cast) -> None:
    done = cast.resolved()
    with pytest.raises(actions.Refused, match="chưa nộp phí"):
        actions.hand_out(done, by=cast.clerk, at=THURSDAY)
    paid = cast.pay(done)

    given = actions.hand_out(paid, "Nguyễn Văn An, 001", by=cast.clerk, at=THURSDAY)

    assert (given.state, given.closed_at, given.holder) == (State.RETURNED, THURSDAY, None)
    assert given.events.latest("seq").note.text == "Nguyễn Văn An, 001"
    assert given.events.latest("seq").particulars == {}


@pytest.mark.parametrize(("state", "words"), [("pending", "đang được tạo"), ("failed", "Báo quản trị")])
def test_without_its_file_a_result_is_not_handed_out(cast: Cast, state: str, words: str) -> None:
    paid = cast.pay(cast.resolved())
    Paper.objects.filter(kind="result").update(state=state)

    with pytest.raises(actions.Refused, match=words):
        actions.hand_out(paid, by=cast.clerk, at=THURSDAY)

    assert again(paid).state == State.RESOLVED


def test_a_result_lets_the_seal_clerk_of_the_department_see_it(cast: Cast, person: Any) -> None:
    seal = person("vanthu", Agency.objects.get(code="SLD"), Post.Role.SEAL_CLERK)
    other = person("vanthukhac", Agency.objects.get(code="SLD-NCC"), Post.Role.SEAL_CLERK)
    proposed = cast.proposed()
    assert not Dossier.objects.visible_to(seal).exists()

    actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY)

    assert Dossier.objects.visible_to(seal).exists()
    assert not Dossier.objects.visible_to(other).exists()
