"""The leaders' page: every number opens exactly its dossiers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier
from reports.late_counts import lateness
from tests.support.factories import in_appraisal, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(edition: Any, three_step_edition: Any, citizen: Any, clerk: Any) -> None:
    """Three late, two due soon or now, one calm, one not accepted yet."""
    now = timezone.now()
    for days in (20, 21, 30):
        in_appraisal(edition, citizen, clerk, now - timedelta(days=days))
    in_appraisal(three_step_edition, citizen, clerk, now)
    in_appraisal(edition, citizen, clerk, now)
    submitted(edition, citizen)


def test_every_number_is_the_length_of_the_list_it_opens(client: Client, world: None, leader: Any) -> None:
    client.force_login(leader)
    figures = client.get("/lanh-dao/").context["figures"]
    every = [figures.all, *[part for unit, parts in figures.units for part in (unit, *parts)]]
    for cause in figures.causes:
        assert len(client.get(f"/can-bo/?{cause.overdue_query}").context["rows"]) == cause.overdue > 0

    for figure in every:
        for query, number in (
            (figure.overdue_query, figure.overdue),
            (figure.soon_query, figure.soon),
            (figure.open_query, figure.open),
            (figure.no_letter_query, figure.no_letter),
            (figure.unanswered_query, figure.unanswered),
        ):
            assert len(client.get(f"/can-bo/?{query}").context["rows"]) == number, query


def test_the_figures_are_those_of_the_world(world: None, leader: Any) -> None:
    figures = lateness(leader, timezone.now())

    assert (figures.all.overdue, figures.all.open) == (3, 6)
    assert {unit.query["unit"]: unit.overdue for unit, _ in figures.units} == {"SLD-VLATLD": 3, "SLD-MC": 0}
    assert figures.all.oldest_due_at is not None


def test_a_head_sees_the_division_and_an_officer_may_not_look(
    client: Client, world: None, head: Any, officer: Any, auditor: Any
) -> None:
    client.force_login(head)
    assert client.get("/lanh-dao/").context["figures"].all.open == 5
    client.force_login(auditor)
    assert client.get("/lanh-dao/").context["figures"].all.open == 6
    client.force_login(officer)
    assert client.get("/lanh-dao/").status_code == 403


def test_nothing_open_is_said_in_words(client: Client, calendar: int, leader: Any) -> None:
    client.force_login(leader)

    assert "Không có hồ sơ nào đang giải quyết" in client.get("/lanh-dao/").content.decode()


def test_late_without_a_letter_and_without_a_cause_are_lists_of_their_own(
    client: Client, world: None, head: Any, leader: Any
) -> None:
    late = Dossier.objects.overdue(timezone.now()).first()
    assert late is not None
    actions.name_delay(late, "law", "law", "Chờ hướng dẫn.", by=head, at=timezone.now())

    figures = lateness(leader, timezone.now())

    assert (figures.all.overdue, figures.all.no_letter) == (3, 3)
    assert {one.query["cause"]: one.overdue for one in figures.causes} == {"none": 2, "law": 1}
    client.force_login(leader)
    page = client.get("/can-bo/?view=overdue&cause=law")
    assert [row.code for row, _ in page.context["rows"]] == [late.code]
    assert "Quy định chưa rõ, chờ hướng dẫn" in page.content.decode()


def test_online_filings_that_nobody_answers_in_time_are_counted(
    client: Client, edition: Any, citizen: Any, leader: Any, clerk: Any
) -> None:
    now = timezone.now()
    waiting = submitted(edition, citizen, now - timedelta(days=9))
    submitted(edition, citizen, now)
    in_appraisal(edition, citizen, clerk, now - timedelta(days=9))

    assert lateness(leader, now).all.unanswered == 1
    client.force_login(clerk)
    rows = client.get("/can-bo/?view=unanswered").context["rows"]
    assert [row.code for row, _ in rows] == [waiting.code]
