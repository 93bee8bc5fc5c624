"""Whatever is packed, posted, changed under way and delivered: no parcel hands out what may not be handed out."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.actions.outcome import refusal_to_hand_out
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Parcel, ParcelItem, State
from dossiers.postal.numbers import check_digit
from dossiers.postal.questions import BREAKER
from people.actions import appoint
from tests.conftest import SINCE
from tests.dossiers.conftest import again
from tests.support.stories import THURSDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]


class World:
    """Two dossiers of one applicant, the parcels they went in, and the time."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance, self.at = cast, random.Random(seed), THURSDAY
        self.dossiers = [cast.make_files(cast.pay(cast.resolved())), cast.resolved()]
        self.numbers = 0

    def some(self) -> list[Dossier]:
        """One of them, or both."""
        return [again(row) for row in self.chance.sample(self.dossiers, self.chance.choice((1, 1, 2)))]

    def one(self) -> Dossier:
        """One of them."""
        return again(self.chance.choice(self.dossiers))

    def parcel(self, *states: str) -> Parcel:
        """Any parcel, rather one in these states."""
        rows = list(Parcel.objects.filter(state__in=states)) or list(Parcel.objects.all())
        if not rows:
            raise actions.Refused("none yet")
        return self.chance.choice(rows)

    def number(self) -> str:
        """A new number, or one that was used."""
        self.numbers += self.chance.choice((0, 1, 1, 1))
        serial = f"{self.numbers:08d}"
        return f"EA{serial}{check_digit(serial)}VN"


def _pack(w: World, by: dict[str, Any]) -> Any:
    return actions.register_parcel(w.some(), w.number(), address="Số 1", ground="Đề nghị", **by)


def _deliver(w: World, by: dict[str, Any]) -> Any:
    return actions.record_delivery(w.parcel("posted"), "Người nhận", "BP", w.at.date(), **by)


STEPS: dict[str, Callable[[World, dict[str, Any]], Any]] = {
    "pay": lambda w, by: w.cast.pay(w.one(), w.at),
    "pack": _pack,
    "post": lambda w, by: actions.hand_to_post([w.parcel("registered")], "Bưu", **by),
    "deliver": _deliver,
    "bring back": lambda w, by: actions.record_return(w.parcel("posted"), "Vắng", w.at.date(), **by),
    "take out": lambda w, by: actions.take_out(w.parcel("registered", "posted"), "Nhầm", **by),
    "take one out": lambda w, by: actions.take_out(w.parcel("registered", "posted"), "Nhầm", dossier=w.one(), **by),
    "ask": lambda w, by: actions.ask_post(w.parcel("posted"), **by),
    "hand out": lambda w, by: actions.hand_out(w.one(), **by),
    "correct": lambda w, by: actions.correct_result(w.one(), "Sai", "Ba năm", by=w.cast.leader, at=w.at),
    "make files": lambda w, by: w.cast.make_files(w.one()),
    "revoke": lambda w, by: actions.revoke_result(w.one(), "Sai", "Điều 20", by=w.cast.leader, at=w.at),
    "undo": lambda w, by: actions.undo_hand_out(w.one(), "Nhầm", by=w.cast.head, at=w.at),
    "recall": lambda w, by: actions.recall_result(w.one(), "Nhầm", by=w.cast.head, at=w.at),
    "propose": lambda w, by: actions.propose(w.one(), "granted", "Hai năm", by=w.cast.officer, at=w.at),
    "approve": lambda w, by: actions.approve(w.one(), "granted", by=w.cast.auditor, at=w.at),
}


# What parcels go through comes up more often than what ends a result for good.
OFTEN = {"pay": 3, "pack": 9, "post": 9, "deliver": 6, "bring back": 4, "undo": 9, "make files": 6, "propose": 4}
NAMES = [name for name in STEPS for _n in range(OFTEN.get(name, 3 if name == "approve" else 1))]
MET: set[str] = set()


@pytest.fixture(autouse=True)
def _second_leader(cast: Cast) -> None:
    """Somebody who signed none of it; and a company that is there."""
    BREAKER.close()
    cast.auditor.posts.all().delete()
    appoint(user=cast.auditor, unit=cast.leader.active_posts[0].unit, role="leader", since=SINCE)
    cast.auditor.__dict__.pop("active_posts", None)


@pytest.mark.parametrize("seed", range(4))
def test_no_parcel_hands_out_what_may_not_be(cast: Cast, seed: int) -> None:
    world = World(cast, seed)
    for _n in range(60):
        world.at += timedelta(minutes=world.chance.choice((7, 50, 200)))
        before = {row.pk: _may_be(row) for row in map(again, world.dossiers)}
        states = {row.pk: again(row).state for row in world.dossiers}
        name = world.chance.choice(NAMES)
        try:
            STEPS[name](world, {"by": cast.clerk, "at": world.at})
        except actions.Refused:
            assert {row.pk: again(row).state for row in world.dossiers} == states
            continue
        MET.add(name)
        handed = [row for row in map(again, world.dossiers) if row.state == State.RETURNED != states[row.pk]]
        assert all(before[row.pk] for row in handed), (name, before)
        whole(world.dossiers, world.at)


def test_the_walks_met_every_step_of_a_parcel() -> None:
    if len(MET) < 4:
        pytest.skip("asks what the walks before it did")

    assert {"pack", "post", "deliver", "bring back"} <= MET
    assert MET & {"take out", "take one out"}


def _may_be(dossier: Dossier) -> bool:
    """What the desk would hand out, or the parcel that it lies in."""
    item = dossier.parcel_items.filter(ended_at=None).first()
    return dossier.state == State.RESOLVED and refusal_to_hand_out(dossier, item) is None


def whole(dossiers: list[Dossier], when: datetime) -> None:
    """A place in a parcel is open as long as the parcel is, each record verifies, what is handed out is paid."""
    for item in ParcelItem.objects.select_related("parcel"):
        assert (item.ended_at is None) == (item.parcel.is_under_way and not item.taken_out)
    for row in map(again, dossiers):
        assert verify(row) == []
        assert row.state != State.RETURNED or not row.fee_outstanding
        assert row.closed_at is None or row.closed_at <= when
