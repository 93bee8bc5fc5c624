"""How the database finds dossiers: by index, so that the cost follows what is asked and not what is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from dossiers.models import Dossier, State
from people.models import Party
from tests.support.stories import WEDNESDAY, Cast

POSTGRES = connection.vendor == "postgresql"
pytestmark = pytest.mark.django_db
ORDER = ("sort_at", "id")


def plan_of(rows: Any) -> str:
    """What the database would do, were the tables large."""
    with connection.cursor() as cursor:
        if POSTGRES:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return str(rows.explain())


@pytest.mark.parametrize("part", ["citizen", "officer", "leader", "auditor"])
def test_one_dossier_is_found_by_its_code_and_judged_by_its_own_rows(cast: Cast, part: str) -> None:
    cast.appraised()

    plan = plan_of(Dossier.objects.visible_to(getattr(cast, part)).named("H99"))

    assert "Seq Scan on dossiers_dossier" not in plan
    assert "SCAN dossiers_dossier" not in plan
    assert POSTGRES or "access_by_unit" not in plan  # PostgreSQL chooses by what it knows of the tables


@pytest.mark.parametrize("part", ["officer", "leader", "auditor"])
@pytest.mark.parametrize("many", [False, True])
def test_the_dossiers_of_people_searched_for_are_never_read_whole(cast: Cast, part: str, many: bool) -> None:
    cast.appraised()
    people = Party.objects.called("nguyen")
    keys = people.values("pk") if many else list(people.values_list("pk", flat=True)[:50])
    rows = Dossier.objects.at_work_of(getattr(cast, part)).filter(applicant_id__in=keys).order_by("-pk")[:51]

    plan = plan_of(rows)

    assert "Seq Scan on dossiers_dossier" not in plan
    assert "SCAN dossiers_dossier" not in plan.replace("SCAN dossiers_dossier USING", "")


def test_the_end_of_a_code_is_found_by_the_index_of_codes(cast: Cast) -> None:
    cast.appraised()

    plan = plan_of(Dossier.objects.coded("261103 1"))

    assert "code" in plan
    assert "Seq Scan on dossiers_dossier" not in plan
    assert "SCAN dossiers_dossier" not in plan


@pytest.mark.skipif(not POSTGRES, reason="SQLite cannot match a partial index to bound values")
@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (
            lambda c: Dossier.objects.filter(holder_unit=c.clerk.posts.get().unit).open().order_by(*ORDER)[:26],
            "dossier_unit_queue",
        ),
        (lambda c: Dossier.objects.filter(holder=c.officer).open().order_by(*ORDER)[:26], "dossier_own_queue"),
        (lambda c: Dossier.objects.open().order_by(*ORDER)[:26], "dossier_"),
        (lambda c: Dossier.objects.overdue(WEDNESDAY), "dossier_due"),
        (lambda c: Dossier.objects.due_between(WEDNESDAY, WEDNESDAY), "dossier_due"),
        (lambda c: Dossier.objects.filter(state="returned").order_by(*ORDER)[:26], "dossier_state"),
        (lambda c: Dossier.objects.stale_drafts(WEDNESDAY, 7).order_by(*ORDER), "dossier_state"),
        (lambda c: Dossier.objects.all_own_of(c.citizen), "Bitmap Index Scan"),
    ],
)
def test_each_queue_and_round_rides_its_index(cast: Cast, rows: Callable[[Cast], Any], index: str) -> None:
    cast.appraised()

    plan = plan_of(rows(cast))

    assert index in plan
    assert "Seq Scan on dossiers_dossier" not in plan


def test_the_round_of_alerts_rides_its_index_on_either_database(cast: Cast) -> None:
    cast.appraised()

    plan = plan_of(Dossier.objects.alerting(WEDNESDAY).order_by("next_alert_at", "id")[:200])

    assert "dossier_alert" in plan
    assert "TEMP B-TREE" not in plan  # nor is anything sorted


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_open_has_a_warning_planned(cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)

    assert dossier.is_open or dossier.next_alert_at is None
