"""Many acts at once: each an event of its own or a sentence, nothing lost or doubled, whoever kills the worker."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.module_loading import import_string

from dossiers import actions, bulk
from dossiers.bulk import CLAIM, LASTS, MAX_TRIES, MOST, STEPS, Target, begin, carry_out, run_steps
from dossiers.journal.verification import faults_in_record, verify
from dossiers.models import Batch, BatchItem, Dossier, Paper, State
from dossiers.papers.preview import digest_of_proposal, digests_of_proposals
from people.models import Post, User
from people.seals.backlog import declare_whole
from tests.dossiers.conftest import again
from tests.support.parallel import at_once
from tests.support.stories import THURSDAY, TUESDAY, WEDNESDAY, Cast, traces
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def seen(dossier: Dossier) -> Target:
    """The dossier with what is proposed now."""
    return Target(dossier.name, digest_of_proposal(again(dossier)))


def finish(at: Any = THURSDAY) -> None:
    """As the worker goes on until nothing waits."""
    while run_steps(at) == STEPS:
        pass


def states(batch: Batch) -> list[str]:
    return list(batch.items.order_by("order").values_list("state", flat=True))


def test_a_batch_approves_what_was_seen_and_each_act_is_an_event_of_its_own(cast: Cast) -> None:
    proposed = [cast.proposed() for _ in range(3)]

    batch = begin("approval", map(seen, proposed), by=cast.leader, at=WEDNESDAY)
    finish()

    assert states(batch) == ["done"] * 3
    for dossier in map(again, proposed):
        event = dossier.events.latest("seq")
        assert (event.verb, event.by, event.at, dossier.outcome) == ("approved", cast.leader, THURSDAY, "granted")
        assert verify(dossier) == []
    assert Paper.objects.filter(kind="result").count() == 3


def test_a_proposal_that_changed_since_is_refused_by_its_digest(cast: Cast) -> None:
    first, second = cast.proposed(), cast.proposed()
    batch = begin("approval", [seen(first), seen(second)], by=cast.leader, at=WEDNESDAY)
    actions.send_back(first, "Xem lại", by=cast.leader, at=WEDNESDAY)
    actions.propose(first, "granted", "Ba năm", by=cast.officer, at=WEDNESDAY)

    finish()

    assert states(batch) == ["refused", "done"]
    assert "đã thay đổi sau khi ông/bà xem" in batch.items.get(order=0).words
    assert again(first).state == State.APPROVAL


def test_a_batch_of_two_hundred_with_every_third_refused(cast: Cast) -> None:
    dossiers = [cast.on_paper() for _ in range(MOST)]
    for dossier in dossiers[::3]:
        actions.hand_over(dossier, by=cast.clerk, at=TUESDAY)

    batch = begin("handover", [Target(row.name) for row in dossiers], by=cast.clerk, at=WEDNESDAY)
    finish()

    assert [state == "refused" for state in states(batch)] == [n % 3 == 0 for n in range(MOST)]
    assert all("nên không làm được việc" in item.words for item in batch.items.filter(state="refused"))
    assert {row.events.filter(verb="handed_over").count() for row in dossiers} == {1}
    assert batch.counts == {"waiting": 0, "done": 133, "refused": 67, "all": MOST, "ended": MOST}


WRONG: list[tuple[list[Target], str]] = [
    ([], "Chọn ít nhất một hồ sơ"),
    ([Target(f"H99.16-260302-{n:04d}", "x") for n in range(MOST + 1)], "nhiều nhất 200 hồ sơ"),
    ([Target("H99.16-260302-0001")], "Thiếu mã đối chiếu của văn bản đã xem"),
]


@pytest.mark.parametrize("run", [carry_out, begin])
@pytest.mark.parametrize(("targets", "words"), WRONG)
def test_a_wrong_choice_is_refused_whole(cast: Cast, run: Callable[..., Any], targets: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        run("approval", targets, by=cast.leader, at=WEDNESDAY)

    assert not Batch.objects.exists()


def test_what_is_named_twice_is_done_once_and_what_is_not_theirs_is_not_there(cast: Cast) -> None:
    dossier, other = cast.on_paper(), cast.appraised()
    names = [dossier.name, dossier.name.lower(), "H99.16-990101-0001", "x\x00y", other.name]

    answers = carry_out("handover", map(Target, names), by=cast.clerk, at=TUESDAY)
    strange = carry_out("handover", [Target(other.name)], by=cast.officer_elsewhere, at=TUESDAY)

    assert [bool(one.refusal) for one in answers] == [False, True, True, True]
    assert strange[0].refusal == answers[1].refusal == "Không tìm thấy hồ sơ này."


def test_a_trial_tells_the_same_and_leaves_no_trace(cast: Cast) -> None:
    proposed, decided = cast.proposed(), cast.resolved()
    before = traces(proposed)
    targets = [seen(proposed), Target(decided.name, "x" * 32)]

    trial = carry_out("approval", targets, by=cast.leader, at=THURSDAY, dry_run=True)

    assert traces(proposed) == before
    assert [bool(one.refusal) for one in trial] == [False, True]
    assert carry_out("approval", targets, by=cast.leader, at=THURSDAY) == trial


def test_shared_data_go_to_each(cast: Cast) -> None:
    proposed = [cast.proposed(), cast.proposed()]

    carry_out("send-back", [Target(row.name) for row in proposed], {"reason": "Xem lại"}, by=cast.leader, at=WEDNESDAY)

    assert {row.events.latest("seq").note.text for row in proposed} == {"Xem lại"}


KILLED = ("dossiers.bulk._tried", "dossiers.bulk._hindrance", "dossiers.models.BatchItem.save")


@pytest.mark.parametrize("step", KILLED)
@pytest.mark.parametrize("after", [0, 1, 2, 3])
@pytest.mark.parametrize("before", [True, False])
def test_a_worker_killed_in_the_middle_loses_none_and_doubles_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str, after: int, before: bool
) -> None:
    dossiers, calls = [cast.on_paper() for _ in range(3)], list[Any]()
    batch = begin("handover", [Target(row.name) for row in dossiers], by=cast.clerk, at=TUESDAY)
    real = import_string(step) if step.islower() else BatchItem.save

    def killed(*args: Any, **options: Any) -> Any:
        calls.append(args)
        if len(calls) <= after:
            return real(*args, **options)
        if not before:
            real(*args, **options)
        raise SystemExit  # as a signal ends it: nothing catches this

    with monkeypatch.context() as patch:
        patch.setattr(step, killed)
        with suppress(SystemExit):
            finish(TUESDAY)
    finish(TUESDAY + CLAIM)

    assert states(batch) == ["done"] * 3
    assert {row.events.filter(verb="handed_over").count() for row in dossiers} == {1}


def test_what_kills_every_worker_is_given_up_and_the_others_go_on(cast: Cast, monkeypatch: Any) -> None:
    bad, good = cast.on_paper(), cast.on_paper()
    batch = begin("handover", [Target(bad.name), Target(good.name)], by=cast.clerk, at=TUESDAY)
    real = bulk._tried

    def falls(word: str, target: Target, *args: Any, **options: Any) -> str:
        if target.name == bad.name:
            raise MemoryError
        return real(word, target, *args, **options)

    monkeypatch.setattr(bulk, "_tried", falls)
    for turn in range(MAX_TRIES + 1):
        finish(TUESDAY + turn * CLAIM)

    assert states(batch) == ["refused", "done"]
    assert "Đã thử nhiều lần" in batch.items.get(order=0).words
    assert again(bad).state == State.ACCEPTED


def _forged(batch: Batch, cast: Cast) -> None:
    Batch.objects.filter(pk=batch.pk).update(by=cast.head)


def _swapped(batch: Batch, cast: Cast) -> None:
    batch.items.update(seen="x" * 32)


def _dismissed(batch: Batch, cast: Cast) -> None:
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)


def _ended(batch: Batch, cast: Cast) -> None:
    Post.objects.filter(user=cast.leader).update(valid_to=TUESDAY.date())


@pytest.mark.parametrize(
    ("change", "late", "words"),
    [
        (_forged, timedelta(), "sửa ngoài hệ thống"),
        (_swapped, timedelta(), "sửa ngoài hệ thống"),
        (_dismissed, timedelta(), "không còn hoạt động"),
        (_ended, timedelta(), "Không tìm thấy"),
        (lambda batch, cast: None, LASTS + MINUTE, "Đã quá một ngày"),
    ],
)
def test_the_worker_does_nothing_in_whose_name_it_may_not(cast: Cast, change: Any, late: timedelta, words: str) -> None:
    proposed = cast.proposed()
    batch = begin("approval", [seen(proposed)], by=cast.leader, at=WEDNESDAY)
    change(batch, cast)

    finish(WEDNESDAY + late)

    assert states(batch) == ["refused"]
    assert words in batch.items.get().words
    assert again(proposed).state == State.APPROVAL


def test_a_batch_that_was_put_in_by_sql_is_not_carried_out_and_is_named(cast: Cast) -> None:
    declare_whole()
    proposed = cast.proposed()
    [batch] = Batch.objects.bulk_create([Batch(by=cast.leader, action="approval", created_at=WEDNESDAY)])
    one = seen(proposed)
    BatchItem.objects.bulk_create([BatchItem(batch=batch, order=0, name=one.name, seen=one.seen, not_before=WEDNESDAY)])

    finish(WEDNESDAY)

    assert again(proposed).state == State.APPROVAL
    assert any("batch row" in fault for fault in faults_in_record(files=False))


def test_an_honest_batch_leaves_no_fault_in_the_record(cast: Cast) -> None:
    declare_whole()
    begin("handover", [Target(cast.on_paper().name)], by=cast.clerk, at=TUESDAY)
    finish(TUESDAY)

    assert [fault for fault in faults_in_record(files=False) if "batch" in fault] == []


def test_the_digests_of_many_are_those_of_each(cast: Cast) -> None:
    rows = [again(cast.proposed()), again(cast.proposed("refused")), again(cast.appraised())]

    with_one_statement = digests_of_proposals(rows)

    assert with_one_statement == {row.pk: digest_of_proposal(row) for row in rows}
    assert len(set(with_one_statement.values())) == 3


@pytest.mark.django_db(transaction=True)
def test_two_leaders_on_the_same_dossiers_sign_each_once(
    cast: Cast, person: Callable[..., User], monkeypatch: Any
) -> None:
    monkeypatch.setattr(bulk.run_waiting, "delay", lambda: None)
    second = person("phogiamdoc", cast.leader.active_posts[0].unit, Post.Role.LEADER)
    proposed = [cast.proposed() for _ in range(4)]
    targets = list(map(seen, proposed))

    def sign(leader: User) -> None:
        begin("approval", targets, by=leader, at=WEDNESDAY)

    at_once([lambda: sign(cast.leader), lambda: sign(second)])
    at_once([lambda: finish(THURSDAY)] * 2)

    ended = BatchItem.objects.order_by("name").values_list("name", "state")
    assert sorted(state for _name, state in ended) == ["done"] * 4 + ["refused"] * 4
    assert {row.events.filter(verb="approved").count() for row in proposed} == {1}
    assert Paper.objects.filter(kind="result").count() == 4


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks of a real PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_batch_and_do_each_once(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(bulk.run_waiting, "delay", lambda: None)
    dossiers = [cast.on_paper() for _ in range(12)]
    batch = begin("handover", [Target(row.name) for row in dossiers], by=cast.clerk, at=TUESDAY)

    at_once([lambda: finish(TUESDAY)] * 4)

    assert states(batch) == ["done"] * 12
    assert {row.events.filter(verb="handed_over").count() for row in dossiers} == {1}
    assert set(batch.items.values_list("tries", flat=True)) == {1}
