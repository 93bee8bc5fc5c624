"""Every act against every state and every person: what is out of turn or forbidden leaves no trace."""

import pytest

from dossiers import actions
from dossiers.models import State
from tests.support.stories import ACTS, THURSDAY, Cast, traces

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(State))
def test_an_act_out_of_turn_is_refused_in_words_and_leaves_no_trace(cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)
    before = traces(dossier)

    for name, act in ACTS.items():
        if state not in act.states and (name, state) != ("request_supplement", State.SUBMITTED):
            for part in act.may:
                with pytest.raises(actions.Refused) as refusal:
                    act.do(dossier, by=getattr(cast, part), at=THURSDAY)
                never = isinstance(refusal.value, actions.Forbidden)
                assert not never or name == "submit", (name, part)  # what the desk filed
                assert len(refusal.value.message.split()) > 4

    assert traces(dossier) == before


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_forbidden_to_everybody_else_and_leaves_no_trace(cast: Cast, name: str) -> None:
    act = ACTS[name]
    dossier = cast.in_state(act.states[0])
    before = traces(dossier)

    for part, person in cast.everybody().items():
        if part not in act.may:
            with pytest.raises(actions.Forbidden):
                act.do(dossier, by=person, at=act.at)

    assert traces(dossier) == before


@pytest.mark.parametrize("name", ACTS)
def test_an_act_by_whom_it_is_for_leaves_one_event_with_who_and_when(cast: Cast, name: str) -> None:
    act = ACTS[name]
    dossier = cast.in_state(act.states[0])
    if name == "hand_out":
        cast.pay(dossier)
    before, by = dossier.events.count(), getattr(cast, act.may[0])

    done = act.do(dossier, by=by, at=act.at)

    first = done.events.get(seq=before + 1)
    assert (first.by, first.at, first.from_state) == (by, act.at, dossier.state)
    assert done.head_seq == done.events.count()
    assert done.events.last().to_state == done.state
