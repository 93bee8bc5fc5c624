"""Handing over: late is marked and listed, and whom another agency's desk received it for has its time from then on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from dossiers import actions
from dossiers.deadlines.promise import deadline_of
from dossiers.journal.verification import verify
from dossiers.models import Dossier, State
from people.actions import appoint, open_agency
from people.models import Agency
from procedures.models import Edition
from tests.conftest import SINCE, at
from tests.dossiers.conftest import again, changed
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(cast: Cast, agencies: dict[str, Agency]) -> Edition:
    """Received by the desk of a commune, for the department; the clerk works there, too."""
    commune = open_agency(code="XM", name="UBND xã Mẫu", kind="authority", since=SINCE, parent=agencies["T"])
    desk = open_agency(
        code="XM-MC", name="Một cửa xã Mẫu", kind="desk", since=SINCE, parent=commune, national_code="H99.77"
    )
    appoint(user=cast.clerk, unit=desk, role="desk", since=SINCE)
    cast.clerk.__dict__.pop("active_posts", None)
    units = {**cast.edition.content["units"], "reception": "XM-MC"}
    return changed(cast.edition, content={**cast.edition.content, "units": units})


@pytest.mark.parametrize(("handed_at", "late"), [(MONDAY.replace(hour=16), False), (TUESDAY, True)])
def test_a_late_hand_over_is_marked_for_its_readers_and_listed_for_heads(
    client: Client, cast: Cast, clock_at: Callable[..., None], handed_at: datetime, late: bool
) -> None:
    dossier = actions.hand_over(cast.on_paper(), by=cast.clerk, at=handed_at)
    clock_at(WEDNESDAY)

    for user in (cast.head, cast.leader):
        client.force_login(user)
        assert ("chuyển muộn" in client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()) == late
        queue = client.get("/can-bo/?view=late-hand-over")
        assert "Chuyển muộn về phòng" in queue.content.decode()
        assert (dossier in [row for row, _standing in queue.context["rows"]]) == late
    client.force_login(cast.officer)
    assert "Chuyển muộn về phòng" not in client.get("/can-bo/").content.decode()


def test_the_clock_of_the_departments_own_desk_begins_with_acceptance(cast: Cast) -> None:
    for dossier in (cast.appraised(), actions.hand_over(cast.on_paper(), by=cast.clerk, at=TUESDAY)):
        assert (dossier.competent_received_at, dossier.clock_since) == (None, dossier.accepted_at)
        assert dossier.due_at == at("2026-03-09 17:00")


def test_what_another_agencys_desk_received_has_its_time_from_the_hand_over(cast: Cast, elsewhere: Edition) -> None:
    accepted = cast.on_paper(elsewhere)
    assert accepted.due_at == at("2026-03-09 17:00")  # as printed on the receipt, until it is carried over

    handed = actions.hand_over(accepted, by=cast.clerk, at=WEDNESDAY)

    assert (handed.competent_received_at, handed.due_at) == (WEDNESDAY, at("2026-03-11 17:00"))
    assert handed.events.latest("seq").particulars["due_at"].startswith("2026-03-11")
    assert verify(again(handed)) == []


def test_an_online_one_is_carried_over_at_once(cast: Cast, elsewhere: Edition) -> None:
    dossier = actions.accept(cast.submitted(elsewhere), by=cast.clerk, at=TUESDAY)

    assert dossier.submitted_at <= dossier.accepted_at == dossier.competent_received_at == TUESDAY
    assert dossier.due_at == at("2026-03-10 17:00")


@pytest.mark.parametrize("state", list(State))
def test_filed_accepted_received_are_in_order_and_the_promise_follows_from_the_last(cast: Cast, state: State) -> None:
    dossier = again(cast.in_state(state))

    given = [when for when in (dossier.submitted_at, dossier.accepted_at, dossier.competent_received_at) if when]
    assert given == sorted(given)
    deadline = deadline_of(dossier)
    assert (deadline is None) == (dossier.accepted_at is None)
    if deadline is not None and deadline.due_at is not None:
        assert dossier.due_at == deadline.due_at


@pytest.mark.parametrize(("days", "in_time"), [(7, True), (8, False)])
def test_a_refusal_after_appraisal_is_dated_within_the_term_or_counts_as_late(
    cast: Cast, days: int, in_time: bool
) -> None:
    when = MONDAY + timedelta(days=days)
    done: Dossier = actions.approve(cast.proposed("refused"), "refused", "Điều 9", by=cast.leader, at=when)

    paper = done.papers.get(kind="refusal")
    assert (paper.issued_at <= done.due_at) == in_time
    assert (done.resolved_at <= done.due_at) == in_time
