"""Mistakes undone: by whom, until when, where the dossier is then, and what it does to clock, papers and people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Paper, State
from dossiers.release import withheld
from notifications.models import Notice
from people.models import Agency, Post, User
from procedures.models import Edition
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.stories import AFTER_THE_WAIT, DEATH, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast, traces

pytestmark = pytest.mark.django_db
FRIDAY = THURSDAY + timedelta(days=1)
NEXT_MONDAY = MONDAY + timedelta(days=7)
DUE = at("2026-03-09 17:00")  # five working days from Monday 2 March


def closed(cast: Cast) -> Dossier:
    """Closed for silence by the head, weeks after it was asked for."""
    asked = cast.awaiting_supplement()
    return actions.close_for_silence(asked, "Điều 5", by=cast.head, at=AFTER_THE_WAIT)


def closed_unpaid(cast: Cast) -> Dossier:
    """The same where a fee was demanded."""
    asked = cast.in_state(State.AWAITING_PAYMENT)
    return actions.close_for_silence(asked, "Điều 5", by=cast.head, at=AFTER_THE_WAIT)


def stopped_from(state: State) -> Callable[[Cast], Dossier]:
    """Asked back by the citizen in that state, and stopped by the clerk."""

    def story(cast: Cast) -> Dossier:
        asked = actions.request_withdrawal(cast.in_state(state), by=cast.citizen, at=WEDNESDAY)
        return actions.stop(asked, "Theo đơn", by=cast.clerk if state != State.ACCEPTED else cast.leader, at=WEDNESDAY)

    return story


def ceased_from(state: State) -> Callable[[Cast], Dossier]:
    """Stopped in that state, as the applicant was said to have died."""
    return lambda cast: actions.stop_for_cessation(cast.in_state(state), *DEATH, by=cast.leader, at=WEDNESDAY)


# The story, the act that undoes its end, by whom, how long after the end, and where the dossier is then.
UNDONE: dict[str, tuple[Callable[[Cast], Dossier], Callable[..., Dossier], str, State]] = {
    "hand-out": (lambda c: c.in_state(State.RETURNED), actions.undo_hand_out, "head", State.RESOLVED),
    "refusal": (lambda c: c.in_state(State.NOT_ACCEPTED), actions.undo_refusal, "leader", State.SUBMITTED),
    "result": (Cast.resolved, actions.recall_result, "head", State.APPRAISAL),
    "closing of a supplement": (closed, actions.undo_stop, "leader", State.AWAITING_SUPPLEMENT),
    "closing of a demand": (closed_unpaid, actions.undo_stop, "leader", State.AWAITING_PAYMENT),
    **{
        f"stop from {state}": (stopped_from(state), actions.undo_stop, "leader", State.WITHDRAWAL_REQUESTED)
        for state in (State.SUBMITTED, State.APPRAISAL, State.APPROVAL, State.AWAITING_SUPPLEMENT)
    },
    **{
        f"death in {state}": (ceased_from(state), actions.undo_stop, "head", state)
        for state in (
            State.ACCEPTED,
            State.APPRAISAL,
            State.APPROVAL,
            State.AWAITING_SUPPLEMENT,
            State.AWAITING_PAYMENT,
        )
    },
}


def undo(cast: Cast, name: str, days: int = 1) -> tuple[Dossier, Dossier]:
    """The dossier with its mistake, and once it is undone so many days later."""
    story, act, part, _state = UNDONE[name]
    wrong = story(cast)
    last = wrong.events.latest("seq")
    return wrong, act(wrong, " Nhầm người ", by=getattr(cast, part), at=last.at + timedelta(days=days))


@pytest.mark.parametrize("name", UNDONE)
def test_a_mistake_is_undone_with_one_event_and_the_record_stays_whole(cast: Cast, name: str) -> None:
    wrong, right = undo(cast, name)

    assert (right.state, right.closed_at) == (UNDONE[name][3], None)
    events = list(right.events.order_by("seq"))
    assert len(events) == wrong.head_seq + 1
    assert (events[-1].from_state, events[-1].to_state) == (wrong.state, right.state)
    assert events[-1].particulars["undoes"] == wrong.head_seq
    lost = right.interruptions.get(kind="mistake")
    assert (lost.since, lost.until, lost.reason) == (events[-2].at, events[-1].at, "Nhầm người")
    assert verify(again(right)) == []


@pytest.mark.parametrize("name", UNDONE)
def test_the_applicant_is_told_what_was_undone_and_why(cast: Cast, name: str) -> None:
    _wrong, right = undo(cast, name)

    label = right.events.latest("seq").get_verb_display()
    for channel in ("inbox", "email") if right.channel == "online" else ("email",):
        told = Notice.objects.filter(kind="dossier_moved", channel=channel).latest("id")
        assert label in told.body
        assert "Lý do:\n- Nhầm người" in told.body


@pytest.mark.parametrize("name", UNDONE)
def test_papers_of_the_undone_act_are_void_and_kept_and_others_stand(cast: Cast, name: str) -> None:
    wrong, right = undo(cast, name)

    undone = right.events.get(seq=wrong.head_seq)
    for paper in right.papers.all():
        assert (paper.voided_at is not None) == (paper.event_id == undone.pk), paper
    assert right.papers.count() == wrong.papers.count()


@pytest.mark.parametrize("name", UNDONE)
def test_what_was_undone_is_not_undone_twice_and_not_without_a_reason(cast: Cast, name: str) -> None:
    story, act, part, _state = UNDONE[name]
    wrong = story(cast)
    soon, before = wrong.events.latest("seq").at + timedelta(hours=1), traces(wrong)
    with pytest.raises(actions.Refused, match="lý do"):
        act(wrong, "  ", by=getattr(cast, part), at=soon)
    assert traces(wrong) == before

    right = act(wrong, "Nhầm", by=getattr(cast, part), at=soon)

    with pytest.raises(actions.Refused, match="không làm được việc"):
        act(right, "Nhầm", by=getattr(cast, part), at=soon)


@pytest.mark.parametrize(("days", "hour", "in_time"), [(7, 16, True), (7, 18, False), (8, 8, False)])
def test_five_working_days_and_no_longer(cast: Cast, days: int, hour: int, in_time: bool) -> None:
    returned = cast.in_state(State.RETURNED)  # on Thursday: the fifth working day after it is the next Thursday
    when = THURSDAY.replace(hour=hour) + timedelta(days=days)

    if in_time:
        assert actions.undo_hand_out(returned, "Nhầm", by=cast.head, at=when).state == State.RESOLVED
    else:
        with pytest.raises(actions.Refused, match="17:00 ngày 12/03/2026"):
            actions.undo_hand_out(returned, "Nhầm", by=cast.head, at=when)


def test_the_days_are_a_setting(cast: Cast, settings: Any) -> None:
    settings.UNDO_DAYS = 1
    returned = cast.in_state(State.RETURNED)

    with pytest.raises(actions.Refused):
        actions.undo_hand_out(returned, "Nhầm", by=cast.head, at=NEXT_MONDAY)
    assert actions.undo_hand_out(returned, "Nhầm", by=cast.head, at=FRIDAY).state == State.RESOLVED


def test_whoever_erred_does_not_undo_it_whatever_their_post(cast: Cast, agencies: dict[str, Agency]) -> None:
    resolved = cast.resolved()  # by the leader
    with pytest.raises(actions.Forbidden, match="không tự hủy"):
        actions.recall_result(resolved, "Nhầm", by=cast.leader, at=THURSDAY)

    closing = cast.in_state(State.AWAITING_SUPPLEMENT)
    wrong = actions.close_for_silence(closing, "Điều 5", by=cast.head, at=AFTER_THE_WAIT)
    with pytest.raises(actions.Forbidden, match="Đóng hồ sơ"):
        actions.undo_stop(wrong, "Nhầm", by=cast.head, at=AFTER_THE_WAIT)
    assert actions.undo_stop(wrong, "Nhầm", by=cast.leader, at=AFTER_THE_WAIT).state == State.AWAITING_SUPPLEMENT


def test_the_head_of_the_desk_undoes_what_the_desk_did(
    cast: Cast, person: Callable[..., User], agencies: dict[str, Agency]
) -> None:
    head = person("truongmotcua", agencies["SLD-MC"], Post.Role.HEAD)

    right = actions.undo_refusal(cast.in_state(State.NOT_ACCEPTED), "Nhầm", by=head, at=TUESDAY)

    assert right.events.latest("seq").unit_name == str(head.active_posts[0])


def test_a_recalled_result_is_decided_anew_under_a_new_number(cast: Cast) -> None:
    first = cast.resolved()
    recalled = actions.recall_result(first, "Sai thời hạn", by=cast.head, at=THURSDAY)
    assert (recalled.resolved_at, recalled.outcome, recalled.holder) == (None, "", cast.officer)
    assert recalled.holder_unit.code == "SLD-VLATLD"

    proposed = actions.propose(recalled, "refused", "Không đủ", by=cast.officer, at=THURSDAY)
    done = cast.make_files(actions.approve(proposed, "refused", by=cast.leader, at=FRIDAY))

    old, new = done.papers.filter(kind__in=("result", "refusal")).order_by("id")
    assert (old.kind, new.kind, new.number) == ("result", "refusal", old.number + 1)
    assert (done.resolved_at, done.outcome, done.state) == (FRIDAY, "refused", State.RESOLVED)
    assert withheld(old, done, cast.citizen)
    assert not withheld(old, done, cast.officer)
    assert actions.hand_out(cast.pay(done, FRIDAY), by=cast.clerk, at=FRIDAY).state == State.RETURNED


def test_a_recalled_file_that_failed_does_not_keep_the_new_one_back(cast: Cast) -> None:
    first = cast.proposed()
    first = actions.approve(first, "granted", by=cast.leader, at=WEDNESDAY)
    first.papers.filter(kind="result").update(state=Paper.State.FAILED)
    recalled = actions.recall_result(first, "Sai", by=cast.head, at=THURSDAY)
    proposed = actions.propose(recalled, "granted", "", by=cast.officer, at=THURSDAY)
    done = actions.approve(proposed, "granted", by=cast.leader, at=FRIDAY)

    returned = actions.hand_out(cast.make_files(cast.pay(done, FRIDAY)), by=cast.clerk, at=FRIDAY)

    assert returned.state == State.RETURNED


def test_a_three_step_result_is_recalled_to_the_unit_and_signed_again(cast: Cast, three_step_edition: Edition) -> None:
    resolved = actions.resolve(cast.appraised(three_step_edition), "granted", "", by=cast.leader, at=TUESDAY)

    recalled = actions.recall_result(resolved, "Sai", by=cast.head, at=WEDNESDAY)
    again_signed = actions.resolve(recalled, "granted", "", by=cast.leader, at=WEDNESDAY)

    assert (recalled.state, recalled.holder) == (State.APPRAISAL, None)
    assert again_signed.resolved_at == WEDNESDAY
