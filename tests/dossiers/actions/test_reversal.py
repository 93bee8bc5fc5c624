"""Mistakes undone: by whom, until when, where the dossier is then, and what it does to clock, papers and people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Interruption, Paper, State
from dossiers.release import withheld
from notifications.models import Notice
from people.models import Agency, Post, User
from procedures.models import Edition
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.posting import act as posted
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


@pytest.mark.parametrize(
    ("resolved_on", "recalled_on", "due"),
    [
        ("2026-03-04 09:00", "2026-03-04 15:00", "2026-03-09 17:00"),  # within a day nothing is lost
        ("2026-03-04 09:00", "2026-03-06 09:00", "2026-03-11 17:00"),  # two working days
        ("2026-03-06 09:00", "2026-03-09 09:00", "2026-03-10 17:00"),  # over a weekend: one
        ("2026-03-09 16:00", "2026-03-11 09:00", "2026-03-11 17:00"),  # decided on the last day
        ("2026-03-10 09:00", "2026-03-12 09:00", "2026-03-09 17:00"),  # it was late, and stays so
    ],
)
def test_the_time_until_a_recall_is_neither_sides(cast: Cast, resolved_on: str, recalled_on: str, due: str) -> None:
    done = actions.approve(cast.proposed(), "granted", by=cast.leader, at=at(resolved_on))

    recalled = actions.recall_result(done, "Sai", by=cast.head, at=at(recalled_on))

    assert recalled.due_at == at(due)


def test_a_new_day_that_was_promised_moves_on_too(cast: Cast) -> None:
    day = at("2026-03-16 17:00")
    late = actions.apologise(
        cast.proposed(), day.date(), "Mất điện", cause="system", owner="system", by=cast.leader, at=WEDNESDAY
    )
    done = actions.approve(late, "granted", by=cast.leader, at=WEDNESDAY)

    recalled = actions.recall_result(done, "Sai", by=cast.head, at=FRIDAY)

    assert (recalled.first_due_at, recalled.due_at) == (at("2026-03-11 17:00"), at("2026-03-18 17:00"))


def test_an_undone_hand_out_leaves_promise_and_decision_as_they_are(cast: Cast) -> None:
    returned, right = undo(cast, "hand-out")

    assert (right.resolved_at, right.due_at, right.outcome) == (returned.resolved_at, DUE, "granted")
    assert right.papers.filter(voided_at=None).count() == right.papers.count()
    assert actions.hand_out(right, by=cast.clerk, at=NEXT_MONDAY).state == State.RETURNED


def test_a_refusal_undone_owes_its_first_answer_again_for_the_hours_that_were_left(cast: Cast) -> None:
    filed = cast.submitted()  # at nine on Monday: by ten on Tuesday, eight office hours
    refused = actions.refuse_reception(filed, "Sai", by=cast.clerk, at=at("2026-03-02 14:00"))
    assert refused.first_answered_at is not None

    right = actions.undo_refusal(refused, "Nhầm", by=cast.leader, at=at("2026-03-04 09:00"))

    left = refused.first_answer_due_at
    assert (right.first_answered_at, left) == (None, filed.first_answer_due_at)
    assert right.first_answer_due_at == at("2026-03-04 14:00")
    accepted = actions.accept(right, by=cast.clerk, at=at("2026-03-04 10:00"))
    assert (accepted.first_answered_at, accepted.due_at) == (at("2026-03-04 10:00"), at("2026-03-11 17:00"))


def test_an_answer_before_the_undone_refusal_still_counts(cast: Cast) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, MONDAY)
    supplied = actions.supply(asked, by=cast.citizen, at=TUESDAY)
    refused = actions.refuse_reception(supplied, "Sai", by=cast.clerk, at=TUESDAY)

    assert actions.undo_refusal(refused, "Nhầm", by=cast.leader, at=WEDNESDAY).first_answered_at == MONDAY


def test_what_was_owed_at_an_undone_stop_is_owed_again(cast: Cast) -> None:
    stopped = stopped_from(State.AWAITING_SUPPLEMENT)(cast)
    was = stopped.interruptions.get(kind="supplement")

    right = actions.undo_stop(stopped, "Nhầm", by=cast.leader, at=FRIDAY)

    wait = right.interruptions.get(kind="supplement")
    assert (wait.until, wait.answer_by) == (None, at("2026-04-06 17:00"))
    assert was.answer_by == at("2026-04-02 17:00")
    on = actions.continue_dossier(right, by=cast.citizen, at=FRIDAY)
    supplied = actions.supply(on, by=cast.citizen, at=NEXT_MONDAY)
    assert (supplied.state, supplied.due_at) == (State.APPRAISAL, at("2026-03-16 17:00"))
    assert verify(again(supplied)) == []


@pytest.mark.parametrize("part", ["officer", "head"])
def test_who_handled_it_has_it_again(cast: Cast, part: str) -> None:
    handled = actions.assign(cast.appraised(), getattr(cast, part), by=cast.head, at=TUESDAY)
    stopped = actions.stop_for_cessation(handled, *DEATH, by=cast.leader, at=WEDNESDAY)
    assert stopped.holder is None

    right = actions.undo_stop(stopped, "Người nộp còn sống", by=cast.head, at=THURSDAY)

    assert right.holder == getattr(cast, part)


def test_who_left_the_unit_does_not_have_it_again(cast: Cast) -> None:
    handled = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=TUESDAY)
    stopped = actions.stop_for_cessation(handled, *DEATH, by=cast.leader, at=WEDNESDAY)
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)

    assert actions.undo_stop(stopped, "Nhầm", by=cast.head, at=THURSDAY).holder is None


def test_the_api_tells_too_late_own_mistake_and_wrong_state_apart(
    cast: Cast, caller: Callable[..., Caller], clock_at: Callable[..., None]
) -> None:
    resolved = cast.resolved()  # by the leader, on Wednesday
    clock_at(THURSDAY)
    own = caller(cast.leader).act(resolved, "result-recall", {"reason": "Nhầm"})
    wrong_state = caller(cast.head).act(resolved, "stop-reversal", {"reason": "Nhầm"})
    clock_at(THURSDAY + timedelta(days=14))
    too_late = caller(cast.head).act(resolved, "result-recall", {"reason": "Nhầm"})

    assert [own.status_code, wrong_state.status_code, too_late.status_code] == [403, 409, 409]
    assert "không tự hủy" in own.json()["detail"]
    assert "Đã có kết quả" in wrong_state.json()["detail"]
    assert "chỉ hủy được đến 17:00 ngày 11/03/2026" in too_late.json()["detail"]


def test_the_api_says_which_papers_are_void_and_why_the_time_between_does_not_count(
    cast: Cast, caller: Callable[..., Caller], clock_at: Callable[..., None]
) -> None:
    recalled = actions.recall_result(cast.resolved(), "Sai", by=cast.head, at=FRIDAY)
    clock_at(FRIDAY)

    body = caller(cast.citizen).get(f"/dossiers/{recalled.code}/").json()

    void = {paper["kind"]: (paper["voided_at"], paper["ready"]) for paper in body["papers"]}
    assert void["result"] == ("2026-03-06T09:00:00+07:00", False)
    assert void["receipt"][0] is None
    assert [(row["kind"], row["mode"]) for row in body["interruptions"]] == [("mistake", "pause")]
    assert "waiting" in {day["verdict"] for day in body["ledger"]}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("hand-out", "huy-tra-ket-qua"),
        ("refusal", "huy-khong-tiep-nhan"),
        ("stop from appraisal", "huy-dung"),
        ("result", "thu-hoi-ket-qua"),
    ],
)
def test_the_page_offers_it_to_who_may_carries_it_out_and_shows_both(
    client: Client, cast: Cast, clock_at: Callable[..., None], name: str, slug: str
) -> None:
    story, _act, part, state = UNDONE[name]
    wrong = story(cast)
    clock_at(wrong.events.latest("seq").at + timedelta(hours=2))
    for user in (cast.clerk, cast.officer, cast.auditor, getattr(cast, part)):
        client.force_login(user)
        page = client.get(f"/can-bo/ho-so/{wrong.code}/")
        slugs = {offer.form.slug for offer in page.context["offers"]} if page.status_code == 200 else set()
        assert (slug in slugs) == (user == getattr(cast, part))

    assert posted(client, getattr(cast, part), wrong, slug, reason=" ").status_code == 422
    assert posted(client, getattr(cast, part), wrong, slug, reason="Trả nhầm người").status_code == 302

    assert again(wrong).state == state
    for user, address in ((getattr(cast, part), "/can-bo/ho-so/"), (cast.citizen, "/ho-so/")):
        client.force_login(user)
        text = client.get(f"{address}{wrong.code}/").content.decode()
        assert "Trả nhầm người" in text
        if again(wrong).papers.exclude(voided_at=None).exists():
            assert "không còn giá trị" in text


def test_a_recalled_result_is_not_downloaded_by_the_applicant_and_still_is_by_who_made_it(
    client: Client, cast: Cast
) -> None:
    recalled = actions.recall_result(cast.pay(cast.resolved()), "Sai", by=cast.head, at=THURSDAY)
    address = f"/ho-so/{recalled.code}/van-ban/{recalled.papers.get(kind='result').pk}/"

    client.force_login(cast.citizen)
    assert client.get(address).status_code in (403, 409)
    client.force_login(cast.officer)
    assert client.get(address).status_code == 200


def test_a_double_click_is_told_that_it_was_done(client: Client, cast: Cast, clock_at: Callable[..., None]) -> None:
    returned = cast.in_state(State.RETURNED)
    clock_at(FRIDAY)
    client.force_login(cast.head)
    data = {"seq": returned.head_seq, "reason": "Nhầm"}

    answers = [client.post(f"/can-bo/ho-so/{returned.code}/huy-tra-ket-qua/", data).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert returned.events.filter(verb="hand_out_undone").count() == 1


def test_a_mistake_after_a_mistake_is_undone_as_well(cast: Cast) -> None:
    returned = cast.in_state(State.RETURNED)
    right = actions.undo_hand_out(returned, "Nhầm", by=cast.head, at=FRIDAY)
    twice = actions.hand_out(right, by=cast.clerk, at=FRIDAY)
    right = actions.undo_hand_out(twice, "Lại nhầm", by=cast.leader, at=NEXT_MONDAY)

    recalled = actions.recall_result(right, "Sai nội dung", by=cast.head, at=NEXT_MONDAY)

    assert recalled.state == State.APPRAISAL
    assert list(Interruption.objects.values_list("mode", flat=True)) == ["none", "none", "pause"]
    assert recalled.due_at == at("2026-03-12 17:00")  # from Wednesday to Monday: three working days
    assert verify(again(recalled)) == []
