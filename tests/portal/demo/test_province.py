"""The province: the same for the same seed, office hours and Tết in it; bulk rows equal to rows of real acts."""

from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dossiers.journal.verification import faults_in
from dossiers.models import Dossier, Event, Paper, State
from people.identity import citizen_id_fits, tax_code_fits
from people.models import Party
from portal.demo.people import make_agencies, make_applicants, make_staff
from portal.demo.province.check import PatternWrong, checked_patterns, compare, run_plan
from portal.demo.province.histories import History, histories, shares
from portal.demo.province.loading import Loader
from portal.demo.province.people import Person
from portal.demo.province.plans import Plan, Planner
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import VIETNAM

pytestmark = pytest.mark.django_db
FIRST, NOW = date(2026, 1, 5), datetime(2026, 6, 30, 16, tzinfo=VIETNAM)


@pytest.fixture
def house(catalogue: None) -> None:
    """Who works there."""
    make_agencies()
    make_staff()
    make_applicants()


def planner(count: int, ways: list[tuple[float, History]] | None = None) -> Planner:
    """Half a year of 2026."""
    return Planner(7, count, FIRST, NOW, current_calendar(), ways or histories())


def facts_of(plan: Plan) -> tuple[object, ...]:
    """What a plan says, without the objects it says it with."""
    return (plan.number, plan.history.words, plan.person, plan.began, plan.instants, plan.drawn)


def test_the_same_seed_plans_the_same_lives(house: None) -> None:
    first, second = ([facts_of(plan) for plan in planner(400).plans()] for _n in range(2))

    assert first == second
    assert len(first) == 400
    other = replace(planner(400), seed=8).plans()
    assert first != [facts_of(plan) for plan in other]


def test_officers_act_in_office_hours_and_applicants_at_any_hour(house: None) -> None:
    calendar, evenings = current_calendar(), 0
    for plan in planner(400).plans():
        assert list(plan.instants) == sorted(set(plan.instants))
        for word, at in zip(plan.history.words, plan.instants, strict=False):
            if word in ("submit", "supply", "withdraw"):
                evenings += at.hour >= 18
            else:
                assert calendar.is_working(at.date()), (word, at)
                assert 8 <= at.hour < 17, (word, at)
    assert evenings


def test_more_is_filed_before_tet_than_after_it(house: None) -> None:
    by_day = dict(shares(date(2026, 1, 5), date(2026, 4, 30), current_calendar()))

    assert sum(by_day.values()) == pytest.approx(1)
    assert by_day[date(2026, 2, 3)] > 1.3 * by_day[date(2026, 4, 7)] > 3 * by_day[date(2026, 2, 24)]


def test_numbers_of_its_people_are_well_formed_and_nobodys() -> None:
    people = [Person(3, number).party for number in (*range(300), *range(999_990, 1_000_100))]
    persons = [party.citizen_id for party in people if party.citizen_id]
    companies = [party.tax_code for party in people if party.tax_code]

    assert all(citizen_id_fits(number) and number[:2] == "99" for number in persons)
    assert all(tax_code_fits(code) and code.startswith("99") for code in companies)
    assert len(set(persons)) + len(set(companies)) == len(people)


def test_bulk_rows_are_those_of_real_acts_chained_events_included(house: None) -> None:
    online, at_the_desk = ([way for way in histories() if way[1].online is how] for how in (True, False))
    ways = online[:5] + at_the_desk[:1]
    patterns = {history: checked_patterns(history) for _weight, history in ways}
    states: set[str] = set()

    for plan in islice(planner(60, ways).plans(), 0, 60, 3):
        steps = run_plan(plan)  # by real acts, on its own days
        for expected, (actual, taker) in zip(patterns[plan.history], steps, strict=False):
            compare(expected, actual, taker)
            states.add(taker.dossier.state)

    assert {State.APPRAISAL, State.RETURNED, State.AWAITING_SUPPLEMENT} <= states


def test_a_pattern_that_foretells_other_rows_is_refused(house: None) -> None:
    [history] = [history for _weight, history in histories() if history.words[:2] == ("submit", "refuse")][:1]
    plan = next(planner(1, [(1.0, history)]).plans())
    [wrong, *_rest] = checked_patterns(history)
    wrong.rows[0][1]["step"] = "somewhere else"

    with pytest.raises(PatternWrong, match="step"):
        compare(wrong, *run_plan(plan)[0])


def test_by_acts_on_any_database(house: None, settings: object) -> None:
    call_command("make_province", dossiers=3, by_acts=True, stdout=StringIO())

    assert Dossier.objects.filter(form_token__startswith="tinh-").count() == 3
    with pytest.raises(CommandError, match="already"):
        call_command("make_province", dossiers=3, stdout=StringIO())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("short", [False, True])
def test_copied_in_bulk_every_journal_holds_and_no_number_is_missing(house: None, short: bool) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("COPY is PostgreSQL's")
    plans = planner(300, histories(brief=short)[:5])

    assert list(Loader(plans, short=short).load())[-1] == 300
    assert Dossier.objects.count() == 300
    assert list(faults_in(Dossier.objects.all())) == []
    assert Event.objects.count() > 900
    assert Paper.objects.exists()
    for symbol, year in Paper.objects.values_list("symbol", "year").distinct():
        numbers = Paper.objects.filter(symbol=symbol, year=year).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    made = Party.objects.create(name="Sau cùng", name_folded="sau cung")  # sequences go on
    assert made.pk > plans.people
