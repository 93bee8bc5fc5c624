"""Steps of an inner procedure: completed, drafted, endorsed, sent back a level; never both eyes, never a lost clock."""

from collections.abc import Callable
from typing import Any

import pytest

from dossiers import actions
from dossiers.deadlines.time_spent import passages_of
from dossiers.journal.verification import verify
from dossiers.models import Dossier, State
from dossiers.next_actor import next_actor
from people.actions import appoint
from people.models import Agency, User
from procedures.models import Edition
from tests.conftest import SINCE
from tests.dossiers.conftest import again
from tests.support.inner_steps import LEVELS, SIGNING, with_steps
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def levels(cast: Cast) -> Edition:
    """Two steps of appraisal, then the head, then the leader."""
    return with_steps(cast, LEVELS)


@pytest.fixture
def inspected(cast: Cast, levels: Edition) -> Dossier:
    """Accepted on Monday, its first step done on Tuesday."""
    return actions.complete_step(cast.appraised(levels), by=cast.officer, at=TUESDAY)


@pytest.fixture
def proposed(cast: Cast, inspected: Dossier) -> Dossier:
    """The same, proposed on Tuesday: the head has it."""
    return actions.propose(inspected, "granted", "Hai năm", by=cast.officer, at=TUESDAY)


def test_a_step_is_completed_and_the_next_begins_with_its_own_time(cast: Cast, levels: Edition) -> None:
    appraised = cast.appraised(levels)
    assert (appraised.step, appraised.holder_unit) == ("xem", Agency.objects.get(code="SLD-VLATLD"))

    done = actions.complete_step(appraised, by=cast.officer, at=TUESDAY)

    assert (done.state, done.step, done.step_since) == (State.APPRAISAL, "kiem-tra", TUESDAY)
    assert done.step_due_at
    assert done.step_due_at.date() == WEDNESDAY.date()
    assert done.due_at == appraised.due_at  # nothing that was promised moves
    with pytest.raises(Refused, match="bước thẩm định cuối"):
        actions.complete_step(done, "x", by=cast.officer, at=TUESDAY)


def test_a_step_that_needs_something_written_is_not_left_without_it(cast: Cast) -> None:
    steps = [*LEVELS[:1], LEVELS[2], LEVELS[1], *LEVELS[3:]]
    appraised = cast.appraised(with_steps(cast, steps))

    with pytest.raises(InvalidInput, match="Kết luận kiểm tra"):
        actions.complete_step(appraised, " ", by=cast.officer, at=TUESDAY)

    assert actions.complete_step(appraised, "Đạt", by=cast.officer, at=TUESDAY).step == "xem"


def test_a_step_of_another_unit_is_done_there(cast: Cast, person: Callable[..., User]) -> None:
    other = Agency.objects.get(code="SLD-NCC")
    steps = [*LEVELS[:2], {**LEVELS[2], "unit": "SLD-NCC"}, *LEVELS[3:]]
    done = actions.complete_step(cast.appraised(with_steps(cast, steps)), by=cast.officer, at=TUESDAY)
    there = person("ncc", other, "officer")

    assert (done.holder_unit, done.holder) == (other, None)
    with pytest.raises(Forbidden):
        actions.propose(done, "granted", "x", by=cast.officer, at=TUESDAY)
    proposed = actions.propose(done, "granted", "x", by=there, at=TUESDAY)
    assert proposed.holder_unit == Agency.objects.get(code="SLD-VLATLD")  # its head has the next word


def test_officer_head_and_leader_each_in_turn(cast: Cast, proposed: Dossier) -> None:
    assert (proposed.step, proposed.state) == ("phong", State.APPROVAL)
    assert proposed.holder_unit == Agency.objects.get(code="SLD-VLATLD")

    endorsed = actions.endorse(proposed, "Đồng ý", by=cast.head, at=WEDNESDAY)
    assert (endorsed.step, endorsed.endorsed_by) == ("so", [cast.head.pk])
    assert endorsed.holder_unit == Agency.objects.get(code="SLD")
    with pytest.raises((Forbidden, Refused)):
        actions.endorse(endorsed, by=cast.head, at=WEDNESDAY)

    resolved = actions.approve(endorsed, "granted", by=cast.leader, at=WEDNESDAY)
    last = resolved.events.latest("seq")
    assert (resolved.state, "passed_over" in last.particulars) == (State.RESOLVED, False)
    assert verify(resolved) == []


def test_the_signer_may_pass_over_a_level_and_the_record_says_so(cast: Cast, proposed: Dossier) -> None:
    resolved = actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY)

    assert resolved.events.latest("seq").particulars["passed_over"] == ["phong"]


def test_a_strict_edition_passes_over_nothing(cast: Cast) -> None:
    appraised = cast.appraised(with_steps(cast, LEVELS, levels="strict"))
    with pytest.raises(Refused, match="quy trình nội bộ"):
        actions.propose(appraised, "granted", "x", by=cast.officer, at=TUESDAY)

    done = actions.complete_step(appraised, by=cast.officer, at=TUESDAY)
    proposed = actions.propose(done, "granted", "x", by=cast.officer, at=TUESDAY)
    with pytest.raises(Refused, match="phong"):
        actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY)
    endorsed = actions.endorse(proposed, by=cast.head, at=WEDNESDAY)
    assert actions.approve(endorsed, "granted", by=cast.leader, at=WEDNESDAY).state == State.RESOLVED


def test_a_head_who_proposes_does_not_endorse_it(cast: Cast, inspected: Dossier) -> None:
    proposed = actions.propose(inspected, "granted", "x", by=cast.head, at=TUESDAY)

    assert (proposed.step, proposed.holder_unit) == ("so", Agency.objects.get(code="SLD"))
    assert proposed.events.latest("seq").particulars["passed_over"] == ["phong"]


def test_who_endorsed_does_not_decide(cast: Cast, proposed: Dossier) -> None:
    appoint(user=cast.head, unit=Agency.objects.get(code="SLD"), role="leader", since=SINCE)
    endorsed = actions.endorse(proposed, by=cast.head, at=WEDNESDAY)

    with pytest.raises(Forbidden, match="cấp trước"):
        actions.approve(endorsed, "granted", by=User.objects.get(pk=cast.head.pk), at=WEDNESDAY)


def test_it_goes_back_to_a_level_or_to_who_drafted_it(cast: Cast, proposed: Dossier) -> None:
    endorsed = actions.endorse(proposed, by=cast.head, at=WEDNESDAY)

    back = actions.send_back(endorsed, "Xem lại mục 3", to="phong", by=cast.leader, at=WEDNESDAY)
    assert (back.state, back.step, back.endorsed_by) == (State.APPROVAL, "phong", [])
    assert back.proposed_outcome == "granted"
    with pytest.raises(Refused, match="cấp trước"):
        actions.send_back(back, "x", to="so", by=cast.head, at=WEDNESDAY)

    home = actions.send_back(back, "Thiếu biên bản", by=cast.head, at=WEDNESDAY)
    assert (home.state, home.step, home.holder) == (State.APPRAISAL, "kiem-tra", cast.officer)
    assert verify(home) == []


def test_a_level_may_be_kept_from_sending_back(cast: Cast) -> None:
    steps = [*LEVELS[:3], {**LEVELS[3], "may_send_back": False}, *LEVELS[4:]]
    proposed = actions.propose(cast.appraised(with_steps(cast, steps)), "granted", "x", by=cast.officer, at=TUESDAY)

    with pytest.raises(Forbidden):
        actions.send_back(proposed, "x", by=cast.head, at=WEDNESDAY)
    assert actions.send_back(proposed, "x", by=cast.leader, at=WEDNESDAY).state == State.APPRAISAL


def test_in_three_steps_a_draft_goes_to_the_signer_who_is_another(cast: Cast) -> None:
    drafted = actions.draft(
        cast.appraised(with_steps(cast, SIGNING, 3)), "granted", "Hai năm", by=cast.officer, at=TUESDAY
    )
    assert (drafted.state, drafted.step, drafted.is_drafted) == (State.APPRAISAL, "ky", True)
    assert drafted.holder_unit == Agency.objects.get(code="SLD")
    with pytest.raises((Forbidden, Refused)):
        actions.draft(drafted, "granted", "x", by=cast.officer, at=TUESDAY)
    with pytest.raises(Forbidden):
        actions.resolve(drafted, "granted", "", by=cast.officer, at=TUESDAY)

    resolved = actions.resolve(drafted, "granted", "", by=cast.leader, at=WEDNESDAY)

    assert (resolved.state, resolved.result_text) == (State.RESOLVED, "Hai năm")
    assert verify(resolved) == []


def test_a_draft_comes_back_to_who_wrote_it(cast: Cast) -> None:
    appraised = cast.appraised(with_steps(cast, SIGNING, 3))
    drafted = actions.draft(appraised, "granted", "x", by=cast.officer, at=TUESDAY)

    back = actions.send_back(drafted, "Sửa câu chữ", by=cast.leader, at=WEDNESDAY)

    assert (back.state, back.step, back.holder, back.is_drafted) == (State.APPRAISAL, "xem", cast.officer, False)
    assert actions.draft(back, "refused", "Thiếu", by=cast.officer, at=WEDNESDAY).is_drafted


@pytest.mark.parametrize("act", ["draft", "propose"])
def test_each_kind_of_procedure_has_its_own_act(cast: Cast, act: str) -> None:
    edition = with_steps(cast, SIGNING, 3) if act == "propose" else cast.edition

    with pytest.raises(Refused):
        getattr(actions, act)(cast.appraised(edition), "granted", "x", by=cast.officer, at=TUESDAY)


def test_every_passage_through_a_step_is_kept_with_its_time(cast: Cast, proposed: Dossier) -> None:
    endorsed = actions.endorse(proposed, by=cast.head, at=WEDNESDAY)
    actions.approve(endorsed, "granted", by=cast.leader, at=THURSDAY)
    done = again(proposed)

    passages = passages_of(done, list(done.events.all()), THURSDAY)

    assert [(one.name, one.since, one.until) for one in passages] == [
        ("xem", MONDAY, TUESDAY),
        ("phong", TUESDAY, WEDNESDAY),
        ("so", WEDNESDAY, THURSDAY),
    ]


def test_everybody_is_told_whose_turn_it_is(cast: Cast, levels: Edition, proposed: Dossier) -> None:
    def turn(dossier: Dossier) -> tuple[str, Any]:
        actor = next_actor(dossier)
        assert actor
        return actor.role, actor.unit

    desk, division, department = (Agency.objects.get(code=code) for code in ("SLD-MC", "SLD-VLATLD", "SLD"))
    assert turn(proposed) == ("head", division)
    endorsed = actions.endorse(proposed, by=cast.head, at=WEDNESDAY)
    assert turn(endorsed) == ("leader", department)
    assert turn(actions.approve(endorsed, "granted", by=cast.leader, at=WEDNESDAY)) == ("desk", desk)
    assert turn(cast.submitted()) == ("desk", desk)
    assert turn(cast.awaiting_supplement()) == ("", None)
    assert next_actor(cast.draft()) is None
