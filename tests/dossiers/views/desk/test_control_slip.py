"""The control slip (Form 06): what it says is what the record says, and each step is told early, in time or late."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from dossiers import actions
from dossiers.control_slip import Handover, control_slip
from dossiers.models import Dossier, State
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


def slip_of(dossier: Dossier, when: datetime = THURSDAY) -> list[Handover]:
    """Its lines at *when*."""
    dossier = Dossier.objects.get(pk=dossier.pk)
    return control_slip(dossier, list(dossier.events.select_related("by").order_by("seq")), when)


def test_every_line_is_what_two_events_say(cast: Cast) -> None:
    done = actions.hand_out(cast.pay(cast.resolved()), "Con gái", by=cast.clerk, at=THURSDAY)

    lines = slip_of(done)

    acted = {(str(event.by), event.at) for event in done.events.select_related("by")}
    citizen = done.applicant_title
    assert {(line.giver, line.at) for line in lines if line.giver != citizen} <= acted
    assert {(line.receiver, line.until) for line in lines if line.receiver != citizen} <= acted
    assert (lines[0].giver, lines[-1].receiver, lines[-1].at) == (citizen, citizen, THURSDAY)
    assert [line.until for line in lines[:-2]] == [
        line.at for line in lines[1:-1]
    ]  # no gap: each goes on from the last


def test_a_step_is_early_in_time_or_late(cast: Cast) -> None:
    due = slip_of(cast.appraised())[-1].due_at
    assert due is not None

    def proposed_at(when: datetime) -> str:
        done = actions.propose(cast.appraised(), "granted", "Hai năm", by=cast.officer, at=when)
        return slip_of(done, when + timedelta(minutes=1))[-2].result

    results = [proposed_at(when) for when in (TUESDAY, due, due + timedelta(minutes=1))]

    assert results == ["Trước hạn", "Đúng hạn", "Quá hạn"]


def test_a_walk_in_comes_from_the_applicant_and_waits_at_the_desk(cast: Cast) -> None:
    (line,) = slip_of(cast.on_paper())

    assert (line.giver, line.at, line.until) == (str(cast.party), MONDAY, None)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_page_and_sheet_open_in_every_state(client: Client, cast: Cast, state: str) -> None:
    dossier = cast.in_state(state)
    client.force_login(cast.clerk)

    page = client.get(f"/can-bo/ho-so/{dossier.name}/phieu-kiem-soat/")
    sheet = client.get(f"/can-bo/ho-so/{dossier.name}/phieu-kiem-soat/?format=pdf")

    assert "Phiếu kiểm soát" in page.content.decode()
    assert sheet.content.startswith(b"%PDF")


def test_the_dossier_s_page_leads_to_it_whoever_may_read_it(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    address = f"/can-bo/ho-so/{dossier.code}/"

    for who, reads in ((cast.officer, True), (cast.clerk, True), (cast.cashier, False)):
        client.force_login(who)
        assert (f"{address}phieu-kiem-soat/" in client.get(address).content.decode()) is reads
        assert (client.get(f"{address}phieu-kiem-soat/").status_code == 200) is reads


def test_a_hand_out_that_was_undone_is_none_and_the_last_one_stands(cast: Cast) -> None:
    done = actions.hand_out(cast.pay(cast.resolved()), "Nhầm người", by=cast.clerk, at=THURSDAY)
    undone = actions.undo_hand_out(done, "Trả nhầm", by=cast.head, at=THURSDAY + timedelta(hours=1))

    before = slip_of(undone, THURSDAY + timedelta(hours=2))
    again = actions.hand_out(undone, "Con gái", by=cast.clerk, at=THURSDAY + timedelta(hours=3))

    assert "Trả kết quả" not in [line.step for line in before]
    assert slip_of(again, THURSDAY + timedelta(hours=4))[-1].at == THURSDAY + timedelta(hours=3)
