"""The desk: accepting, refusing, handing over; what starts the clock and what the receipt follows from."""

from datetime import date, timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.deadlines.promise import is_provisional
from dossiers.models import DossierAccess, Paper, State
from notifications.models import Notice
from people.models import Agency
from procedures.models import CalendarVersion, Edition
from tests.conftest import at
from tests.dossiers.conftest import changed
from tests.support.stories import MONDAY, TUESDAY, Cast, traces
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db


def test_acceptance_starts_the_clock_and_issues_the_receipt(cast: Cast) -> None:
    accepted = actions.accept(cast.submitted(), by=cast.clerk, at=MONDAY)

    assert (accepted.accepted_at, accepted.calendar_version) == (MONDAY, 1)
    assert accepted.due_at == at("2026-03-09 17:00")
    receipt = accepted.papers.get()
    assert (receipt.kind, receipt.number, receipt.event.verb) == ("receipt", 1, "accepted")
    assert receipt.context["due_at"] == "17 giờ 00 phút, ngày 09/03/2026"


def test_an_online_dossier_is_handed_over_in_the_same_request(cast: Cast) -> None:
    accepted = actions.accept(cast.submitted(), by=cast.clerk, at=MONDAY)

    verbs = ["submitted", "accepted", "handed_over"]
    assert list(accepted.events.values_list("verb", flat=True)) == verbs
    assert accepted.state == State.APPRAISAL
    assert accepted.holder_unit == Agency.objects.get(code="SLD-VLATLD")
    assert Notice.objects.filter(once__startswith=f"{accepted.pk}/", channel="inbox").count() == 3


def test_both_events_of_that_request_carry_the_post_and_their_own_states(cast: Cast) -> None:
    accepted = actions.accept(cast.submitted(), by=cast.clerk, at=MONDAY)

    _filed, first, second = accepted.events.order_by("seq")
    assert (first.from_state, first.to_state) == ("submitted", "accepted")
    assert (second.from_state, second.to_state) == ("accepted", "appraisal")
    assert first.unit_name == second.unit_name == "Cán bộ Một cửa, Bộ phận Một cửa"
    assert first.particulars == {"calendar_version": 1, "due_at": "2026-03-09T10:00:00.000000+00:00"}


def test_desk_and_division_see_it_from_then_on_and_the_cashier_for_its_fee(cast: Cast) -> None:
    accepted = actions.accept(cast.submitted(), by=cast.clerk, at=MONDAY)

    rows = DossierAccess.objects.filter(dossier=accepted).values_list("unit__code", "role")
    assert set(rows) == {("SLD-MC", ""), ("SLD-MC", "cashier"), ("SLD-VLATLD", "")}


def test_paper_stays_at_the_desk_until_it_is_handed_over(cast: Cast) -> None:
    taken = cast.on_paper()

    assert taken.state == State.ACCEPTED
    over = actions.hand_over(taken, by=cast.clerk, at=MONDAY + timedelta(hours=1))
    assert over.state == State.APPRAISAL
    assert over.events.latest("seq").particulars == {"unit": "SLD-VLATLD"}


def test_paper_handed_over_after_its_day_is_marked_in_the_record(cast: Cast) -> None:
    over = actions.hand_over(cast.on_paper(), by=cast.clerk, at=TUESDAY)

    assert over.events.latest("seq").particulars == {"unit": "SLD-VLATLD", "late": True}


def test_a_fee_wanted_first_is_taken_by_the_cashier_before_acceptance(cast: Cast, paid_first_edition: Edition) -> None:
    filed = cast.submitted(paid_first_edition)
    before = traces(filed)

    with pytest.raises(actions.Refused, match="chưa nộp phí"):
        actions.accept(filed, by=cast.clerk, at=MONDAY)
    assert traces(filed) == before

    assert actions.accept(cast.pay(filed, MONDAY), by=cast.clerk, at=MONDAY).accepted_at == MONDAY


def test_without_a_published_term_acceptance_takes_a_typed_day_with_its_ground(
    cast: Cast, edition_without_term: Edition
) -> None:
    filed = cast.submitted(edition_without_term)

    accepted = actions.accept(filed, by=cast.clerk, at=MONDAY, due_day=date(2026, 3, 12), due_ground="Công văn 12")

    assert accepted.due_at == at("2026-03-12 17:00")
    assert accepted.due_ground == "Công văn 12"
    event = accepted.events.get(verb="accepted")
    assert event.note.text == "Công văn 12"
    assert "Công văn" not in str(event.particulars)


@pytest.mark.parametrize(
    ("day", "ground", "field"),
    [
        (None, "", "due_day"),
        (date(2026, 3, 12), " ", "due_ground"),
        (date(2026, 3, 14), "Công văn", "due_day"),  # a Saturday
        (date(2026, 2, 27), "Công văn", "due_day"),  # gone
    ],
)
def test_a_typed_day_that_will_not_do_is_an_error_at_its_field(
    cast: Cast, edition_without_term: Edition, day: date | None, ground: str, field: str
) -> None:
    filed = cast.submitted(edition_without_term)

    with pytest.raises(InvalidInput) as refusal:
        actions.accept(filed, by=cast.clerk, at=MONDAY, due_day=day, due_ground=ground)

    assert set(refusal.value.errors) == {field}


def test_where_a_term_is_published_no_day_is_typed(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="đã công bố"):
        actions.accept(cast.submitted(), by=cast.clerk, at=MONDAY, due_day=date(2026, 3, 12))


def test_the_last_minutes_of_a_day_promise_no_day_that_is_over(cast: Cast, edition_without_term: Edition) -> None:
    filed, late = cast.submitted(edition_without_term), MONDAY.replace(hour=17, minute=30)

    with pytest.raises(InvalidInput):
        actions.accept(filed, by=cast.clerk, at=late, due_day=MONDAY.date(), due_ground="CV")


def test_a_term_that_runs_into_an_undecided_year_is_dated_provisionally(cast: Cast) -> None:
    accepted = actions.accept(cast.submitted(), by=cast.clerk, at=at("2026-12-30 09:00"))

    # Five working days: Thursday, then 4 to 7 January; the first is a holiday in every year.
    assert accepted.due_at == at("2027-01-07 17:00")
    assert is_provisional(accepted)
    receipt = accepted.papers.get(kind="receipt")
    assert receipt.context["provisional_year"] == 2027


def test_two_years_without_a_calendar_refuse_acceptance_in_words(cast: Cast) -> None:
    filed = cast.submitted()
    before = traces(filed)

    with pytest.raises(actions.Refused, match="năm 2028 chưa được công bố"):
        actions.accept(filed, by=cast.clerk, at=at("2027-12-30 09:00"))

    assert traces(filed) == before


def test_without_any_calendar_acceptance_says_whom_to_tell(cast: Cast) -> None:
    filed = cast.submitted()
    CalendarVersion.objects.get().days.all().delete()
    CalendarVersion.objects.all().delete()

    with pytest.raises(actions.Refused, match="quản trị"):
        actions.accept(filed, by=cast.clerk, at=MONDAY)


def test_refusing_reception_needs_a_reason_and_ends_the_case(cast: Cast) -> None:
    filed = cast.submitted()

    with pytest.raises(InvalidInput, match="lý do"):
        actions.refuse_reception(filed, "  ", by=cast.clerk, at=MONDAY)
    refused = actions.refuse_reception(filed, " Sai thẩm quyền ", by=cast.clerk, at=MONDAY)

    assert (refused.state, refused.closed_at) == (State.NOT_ACCEPTED, MONDAY)
    assert refused.papers.get().kind == Paper.Kind.RECEPTION_REFUSAL
    assert refused.events.latest("seq").note.text == "Sai thẩm quyền"


def test_another_desk_may_not_receive_it(cast: Cast, person: Any) -> None:
    other = person("quaykhac", Agency.objects.get(code="SLD-NCC"), "desk")

    with pytest.raises(actions.Forbidden):
        actions.accept(cast.submitted(), by=other, at=MONDAY)


def test_receipt_numbers_follow_one_another(cast: Cast) -> None:
    for _one in range(3):
        cast.appraised()

    numbers = Paper.objects.filter(kind="receipt").values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3]


def test_a_term_in_hours_is_due_at_the_minute_and_said_so_on_paper(cast: Cast) -> None:
    in_hours = changed(cast.edition, stages=[{"value": 12, "unit": "working_hour"}])

    refused = actions.refuse_reception(cast.submitted(in_hours), "Sai nơi", by=cast.clerk, at=MONDAY)
    accepted = actions.accept(cast.submitted(in_hours), by=cast.clerk, at=MONDAY)

    assert refused.papers.get().context["term"] == "12 giờ làm việc"
    assert accepted.due_at == at("2026-03-03 14:00")
