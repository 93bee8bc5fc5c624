"""The desk's intake in one go, and supplying what was asked for, by whom and on what."""

from datetime import date, timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.models import Dossier, State
from people.actions import register_party, represent
from people.models import Agency
from procedures.models import Edition
from tests.support import factories
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast, counted
from toolbox.refusal import InvalidInput, Refused

pytestmark = pytest.mark.django_db


def test_the_desk_takes_a_walk_in_in_one_go_with_two_events(cast: Cast) -> None:
    taken = cast.on_paper()

    assert taken.state == State.ACCEPTED
    assert list(taken.events.values_list("verb", flat=True)) == ["submitted", "accepted"]
    assert taken.papers.get().kind == "receipt"


def test_the_same_intake_page_sent_twice_is_one_dossier(cast: Cast) -> None:
    given: dict[str, Any] = {
        "edition": cast.edition,
        "applicant": cast.party,
        "answers": factories.answers(cast.edition),
        "components": {row.key: {"original": 1} for row in cast.edition.components.all()},
        "by": cast.clerk,
        "at": MONDAY,
        "token": "quay-1",
    }
    first = actions.intake(**given)

    second = actions.intake(**given)

    assert second.pk == first.pk
    assert second.events.count() == 2


def test_an_incomplete_intake_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        actions.intake(edition=cast.edition, applicant=cast.party, answers={}, components={}, by=cast.clerk, at=MONDAY)

    assert not Dossier.objects.exists()


def test_a_walk_in_whose_fee_comes_first_waits_for_the_cashier(cast: Cast, paid_first_edition: Edition) -> None:
    taken = cast.on_paper(paid_first_edition)

    assert taken.state == State.SUBMITTED
    assert Dossier.objects.visible_to(cast.cashier).filter(pk=taken.pk).exists()
    paid = cast.pay(taken)
    assert actions.accept(paid, by=cast.clerk, at=WEDNESDAY).state == State.ACCEPTED


def test_supplying_leads_back_to_where_it_was_asked_from(cast: Cast) -> None:
    asked = cast.ask(cast.submitted(), cast.clerk, MONDAY)

    supplied = actions.supply(asked, by=cast.citizen, at=TUESDAY)

    assert supplied.state == State.SUBMITTED
    assert supplied.interruptions.get().until == TUESDAY


def test_a_clock_that_was_set_back_ends_no_wait_before_it_began_and_loses_no_supplement(cast: Cast) -> None:
    asked = cast.awaiting_supplement()

    with pytest.raises(Refused, match="sớm hơn việc trước đó"):
        actions.supply(asked, by=cast.citizen, at=TUESDAY - timedelta(hours=1))
    supplied = actions.supply(asked, by=cast.citizen, at=TUESDAY - timedelta(seconds=20))  # hosts differ so much

    assert supplied.state == State.APPRAISAL
    assert supplied.interruptions.get().until == TUESDAY
    assert supplied.events.latest("seq").at == TUESDAY


def test_the_receiving_desk_takes_a_supplement_on_paper(cast: Cast) -> None:
    asked = cast.awaiting_supplement()
    papers = counted(asked)
    supplied = actions.supply(asked, by=cast.clerk, at=WEDNESDAY, note="Bản gốc hộ chiếu", papers=papers)

    event = supplied.events.latest("seq")
    assert supplied.state == State.APPRAISAL
    assert event.note.text == "Bản gốc hộ chiếu"
    assert event.unit_name == "Cán bộ Một cửa, Bộ phận Một cửa"
    assert event.particulars["papers"] == {papers[0]["component"]: {"original": 0, "copy": 1}}
    assert supplied.declared_papers == event.particulars["papers"]


def test_a_clerk_who_is_the_applicant_supplies_as_one_whichever_desk_received_it(cast: Cast, person: Any) -> None:
    party = register_party(name="Cán bộ", citizen_id="001150099999")
    represent(user=cast.clerk, party=party, scope="own", since=date(2024, 1, 1))
    draft = factories.draft(cast.edition, cast.clerk, MONDAY)
    filed = actions.submit(draft, by=cast.clerk, at=MONDAY)
    colleague = person("motcua2", Agency.objects.get(code="SLD-MC"), "desk")
    accepted = actions.accept(filed, by=colleague, at=MONDAY)
    asked = cast.ask(accepted, cast.officer, TUESDAY, supplier=cast.clerk)
    Dossier.objects.filter(pk=asked.pk).update(desk_unit=Agency.objects.get(code="SLD-NCC"))

    assert actions.supply(asked, by=cast.clerk, at=WEDNESDAY).state == State.APPRAISAL


def test_nobody_sends_an_empty_supplement_and_the_desk_counts_what_it_takes(cast: Cast) -> None:
    asked = cast.awaiting_supplement()
    added = asked.interruptions.get().attachments_added()
    for row in added:
        actions.remove_attachment(row, by=cast.citizen, at=TUESDAY)

    with pytest.raises(InvalidInput, match="ít nhất một giấy tờ"):
        actions.supply(asked, by=cast.citizen, at=WEDNESDAY)

    assert len(added) == 1
    assert asked.interruptions.get().until is None
    assert Dossier.objects.get(pk=asked.pk).state == State.AWAITING_SUPPLEMENT
    with pytest.raises(InvalidInput) as refusal:
        actions.supply(asked, by=cast.clerk, at=WEDNESDAY)
    assert set(refusal.value.errors) == {"papers"}
    supplied = actions.supply(asked, by=cast.clerk, at=WEDNESDAY, papers=counted(asked))
    assert supplied.state == State.APPRAISAL


def test_a_neighbour_and_another_desk_supply_nothing(cast: Cast, person: Any) -> None:
    asked = cast.awaiting_supplement()
    other_desk = person("quaykhac", Agency.objects.get(code="SLD-NCC"), "desk")

    for by in (cast.neighbour, other_desk, cast.officer):
        with pytest.raises(actions.Forbidden):
            actions.supply(asked, by=by, at=WEDNESDAY)
