"""Whatever delegations there are, no one person is both eyes; and what is explained is what is allowed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dossiers import actions
from dossiers.models import Dossier
from dossiers.models.event import Verb
from dossiers.permissions import decision
from people.models import Agency, Delegation, Post, User
from people.models.reference import forget_version
from tests.conftest import SINCE
from tests.support.stories import Cast
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
PLACES = {"cashier": "SLD-MC", "officer": "SLD-VLATLD", "head": "SLD-VLATLD", "leader": "SLD"}
PEOPLE = 4
ROLES = st.sets(st.sampled_from(["officer", "leader", "head", "cashier"]), min_size=1, max_size=3)
HELD = st.lists(ROLES, min_size=PEOPLE, max_size=PEOPLE)
GIVEN = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, PEOPLE - 1), st.sampled_from(["leave", "document"])), max_size=8
)
# The first proposes by the post of the second, who is away, leads as well, and would approve.
CHAIN = (
    [{"officer"}, {"leader", "officer"}, {"leader"}, {"cashier"}],
    [(2, 0, "leave")],
    1,
    [3] * 4 + [0] * 4 + [1, 2, 1, 2],
)
TURNS = st.lists(st.integers(0, PEOPLE - 1), min_size=12, max_size=12)


def do(verb: Verb, dossier: Dossier, by: User) -> Dossier:
    """The act of *verb*, now."""
    at = timezone.now()
    if verb == Verb.FEE_SETTLED:
        return actions.settle_fee(dossier, dossier.fee_due, "x", by=by, at=at).dossier
    if verb == Verb.PROPOSED:
        return actions.propose(dossier, "granted", "x", by=by, at=at)
    return actions.approve(dossier, "granted", by=by, at=at)


def world(people: list[User], held: Any, given_to: Any) -> None:
    """Posts and delegations as drawn: cycles, chains and absences of whoever stands in are all there."""
    units, today = {unit.code: unit for unit in Agency.objects.all()}, timezone.localdate()
    posts = [
        Post.objects.create(user=user, unit=units[PLACES[role]], role=role, valid_from=SINCE)
        for user, roles in zip(people, held, strict=True)
        for role in sorted(roles)
    ]
    for number, to, kind in given_to:
        post = posts[number % len(posts)]
        if post.user != people[to]:
            term = {"valid_from": today, "valid_to": today, "made_by": post.user, "made_at": timezone.now()}
            Delegation.objects.create(kind=kind, post=post, to=people[to], basis="1/GUQ", **term)
    forget_version()


def turn(dossier: Dossier, verb: Verb, who: User) -> tuple[Dossier, set[int]]:
    """*who* tries *verb*: what they were told is what happened. Returns both people of it, none of a refused act."""
    by, seen = User.objects.get(pk=who.pk), Dossier.objects.get(pk=dossier.pk)
    answer = decision(by, seen, verb, timezone.localdate())
    if answer.post is None:
        with pytest.raises(Refused, match=re.escape(answer.words)), transaction.atomic():
            do(verb, seen, User.objects.get(pk=who.pk))
        return dossier, set()
    after = do(verb, seen, User.objects.get(pk=who.pk))
    event = after.events.get(verb=verb)
    return after, {event.by_id, event.particulars.get("acts_for", event.by_id)}


def story(dossier: Dossier, turns: list[User]) -> int:
    """Fee, proposal, approval, each tried by four; how many people the proposal was of, once it was approved."""
    eyes: dict[Verb, set[int]] = {}
    for number, who in enumerate(turns):
        verb = (Verb.FEE_SETTLED, Verb.PROPOSED, Verb.APPROVED)[number // 4]
        if verb not in eyes and (verb != Verb.APPROVED or Verb.PROPOSED in eyes):
            dossier, both = turn(dossier, verb, who)
            eyes |= {verb: both} if both else {}
    if Verb.APPROVED not in eyes:
        return 0
    first = eyes[Verb.PROPOSED] | eyes.get(Verb.FEE_SETTLED, set()) | {dossier.submitted_by_id}
    assert not eyes[Verb.APPROVED] & first
    return len(eyes[Verb.PROPOSED])


@pytest.fixture
def people(person: Callable[..., User]) -> list[User]:
    """Four accounts without any post."""
    return [person(f"nguoi{number}") for number in range(PEOPLE)]


def test_no_chain_of_delegations_makes_one_person_both_eyes(cast: Cast, people: list[User]) -> None:
    start = cast.appraised()
    reached: list[int] = []

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @example(*CHAIN)
    @given(HELD, GIVEN, st.integers(0, PEOPLE - 1), TURNS)
    def play(held: Any, given_to: Any, holder: int, turns: list[int]) -> None:
        mark = transaction.savepoint()
        try:
            world(people, held, given_to)
            Dossier.objects.filter(pk=start.pk).update(holder=people[holder])  # so that others act in their place
            reached.append(story(start, [people[who] for who in turns]))
        finally:
            transaction.savepoint_rollback(mark)
            forget_version()

    play()

    assert any(count == 2 for count in reached), "nobody ever acted for another and was decided on: poor worlds"
