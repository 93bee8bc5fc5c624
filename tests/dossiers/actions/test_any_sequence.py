"""Whatever is done, undone and done again: the record verifies, the ledger adds up, and nothing decided is lost."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.deadlines.promise import deadline_of
from dossiers.deadlines.time_spent import parts_of, passages_of
from dossiers.journal.verification import faults_of_counters, verify
from dossiers.models import Dossier, Paper, State
from dossiers.release import RESULTS
from people.actions import appoint
from tests.conftest import SINCE
from tests.dossiers.conftest import again
from tests.support.stories import DEATH, MONDAY, Cast, counted, items_of

pytestmark = pytest.mark.django_db
CAUSE = {"cause": "system", "owner": "system"}
# Every act that leads on or back, each by whom it is for; which of them a state has is what is tried.
STEPS: dict[str, Callable[[Cast, Dossier, datetime], Any]] = {
    "accept": lambda c, d, t: actions.accept(d, by=c.clerk, at=t),
    "refuse": lambda c, d, t: actions.refuse_reception(d, "Sai", by=c.clerk, at=t),
    "ask": lambda c, d, t: actions.request_supplement(d, items_of(d), "Mờ", by=c.officer, at=t),
    "ask at the desk": lambda c, d, t: actions.request_supplement(d, items_of(d), "Mờ", by=c.clerk, at=t),
    "supply": lambda c, d, t: actions.supply(d, papers=counted(d), by=c.clerk, at=t),
    "demand": lambda c, d, t: actions.demand_payment(d, 1000, "Phí", by=c.officer, at=t),
    "pay": lambda c, d, t: actions.settle_fee(d, d.fee_due, "Nộp", by=c.cashier, at=t),
    "propose": lambda c, d, t: actions.propose(d, "granted", "", by=c.officer, at=t),
    "send back": lambda c, d, t: actions.send_back(d, "Thiếu", by=c.leader, at=t),
    "approve": lambda c, d, t: c.make_files(actions.approve(d, "granted", by=c.leader, at=t)),
    "apologise": lambda c, d, t: actions.apologise(d, new_day(t), "Chậm", **CAUSE, by=c.leader, at=t),
    "hand out": lambda c, d, t: actions.hand_out(d, by=c.clerk, at=t),
    "withdraw": lambda c, d, t: actions.request_withdrawal(d, by=c.citizen, at=t),
    "go on": lambda c, d, t: actions.continue_dossier(d, by=c.citizen, at=t),
    "stop": lambda c, d, t: actions.stop(d, "Đơn", by=c.clerk, at=t),
    "close": lambda c, d, t: actions.close_for_silence(d, "Điều 5", by=c.head, at=t),
    "die": lambda c, d, t: actions.stop_for_cessation(d, *DEATH, by=c.leader, at=t),
    "undo hand-out": lambda c, d, t: actions.undo_hand_out(d, "Nhầm", by=c.head, at=t),
    "undo refusal": lambda c, d, t: actions.undo_refusal(d, "Nhầm", by=c.leader, at=t),
    "undo stop": lambda c, d, t: actions.undo_stop(d, "Nhầm", by=c.head, at=t),
    "undo closing": lambda c, d, t: actions.undo_stop(d, "Nhầm", by=c.auditor, at=t),
    "recall": lambda c, d, t: actions.recall_result(d, "Nhầm", by=c.head, at=t),
}
UNDOING = [name for name in STEPS if name.startswith("undo") or name == "recall"]


@pytest.fixture(autouse=True)
def _second_leader(cast: Cast) -> None:
    """Somebody who did none of it."""
    cast.auditor.posts.all().delete()
    appoint(user=cast.auditor, unit=cast.leader.active_posts[0].unit, role="leader", since=SINCE)
    cast.auditor.__dict__.pop("active_posts", None)


def new_day(when: datetime) -> date:
    """A fortnight later."""
    return (when + timedelta(days=14)).date()


def walk(cast: Cast, seed: int) -> Iterator[Dossier]:
    """The dossier after each of some forty acts that chance chose, mistakes undone more often than not."""
    chance, dossier, when = random.Random(seed), cast.submitted(), MONDAY
    for _n in range(40):
        when += timedelta(minutes=chance.choice((30, 200, 1440, 3 * 1440)))
        names = list(STEPS)
        chance.shuffle(names)
        for name in (*UNDOING, *names) if chance.random() < 0.7 else names:
            try:
                STEPS[name](cast, again(dossier), when)
            except actions.Refused:
                continue
            break
        else:
            return
        yield again(dossier)


@pytest.mark.parametrize("seed", range(8))
def test_the_record_verifies_and_the_ledger_adds_up_after_every_act(cast: Cast, seed: int) -> None:
    states = set()
    for dossier in walk(cast, seed):
        states.add(dossier.state)
        when = dossier.events.latest("seq").at
        assert verify(dossier) == []
        adds_up(dossier)
        events = list(dossier.events.order_by("seq"))
        shares = [part.share for part in parts_of(dossier, events, when)]
        assert not shares or abs(sum(shares) - 100) < 1e-6
        assert all(passage.worked >= timedelta(0) for passage in passages_of(dossier, events, when))
    assert len(states) > 3
    assert list(faults_of_counters()) == []


def adds_up(dossier: Dossier) -> None:
    """Promise, ledger and facts of the row say the same; what is decided has one result that stands."""
    deadline = deadline_of(dossier)
    assert (deadline is None) == (dossier.accepted_at is None)
    if deadline and dossier.state not in (State.RESOLVED, State.RETURNED, State.STOPPED):
        assert dossier.first_due_at == deadline.due_at
        if deadline.due_at:
            assert dossier.due_at == max(filter(None, (deadline.due_at, dossier.new_due_at)))
            counts = [day.n for day in deadline.ledger]
            assert max(counts) <= 5, deadline.ledger
    decided = dossier.state in (State.RESOLVED, State.RETURNED)
    assert (dossier.resolved_at is not None) == bool(dossier.outcome) == decided
    assert (dossier.closed_at is not None) == dossier.is_final
    standing = dossier.papers.filter(kind__in=RESULTS, voided_at=None)
    assert standing.count() == decided
    assert dossier.papers.filter(kind=Paper.Kind.STOP_NOTICE, voided_at=None).count() == (
        dossier.state == State.STOPPED
    )
    waits = dossier.interruptions.filter(until=None).count()
    owes = State.AWAITING_SUPPLEMENT in (dossier.state, dossier.withdrawal_from)
    assert waits == (owes and not dossier.is_final)


def test_the_walk_meets_every_way_to_undo(cast: Cast) -> None:
    verbs: set[str] = set()
    for seed in range(12):
        *_others, last = walk(cast, seed)
        verbs |= set(last.events.values_list("verb", flat=True))

    assert {"hand_out_undone", "refusal_undone", "stop_undone", "result_recalled"} <= verbs
