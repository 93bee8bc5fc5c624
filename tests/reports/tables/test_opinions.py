"""The report of opinions: late ones are counted against the unit that owes them, taken back ones against nobody."""

from datetime import date, timedelta

import pytest
from django.test import Client

from dossiers import actions
from people.models import Agency
from reports.parameters import Parameters
from reports.tables.opinions import Opinions
from tests.conftest import at
from tests.support.stories import TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
MARCH = Parameters(date(2026, 3, 1), date(2026, 3, 31))


def test_each_unit_with_what_it_answered_and_what_it_owes(cast: Cast) -> None:
    division, department = Agency.objects.get(code="SLD-NCC"), Agency.objects.get(code="SLD")
    asked = actions.ask_opinion(cast.appraised(), division, "Hỏi", 1, by=cast.officer, at=TUESDAY)
    actions.give_opinion(asked, "Đáp", by=cast.officer_elsewhere, at=TUESDAY + timedelta(days=3))
    more = actions.ask_opinion(cast.appraised(), division, "Hỏi nữa", 2, by=cast.officer, at=WEDNESDAY)
    actions.ask_opinion(more, department, "Hỏi Sở", 1, by=cast.officer, at=WEDNESDAY)
    actions.withdraw_opinion(more, department, "Thôi", by=cast.officer, at=WEDNESDAY)

    columns = ("unit", "asked", "in_time", "late", "waiting", "waiting_late")
    (row,) = Opinions().rows(cast.leader, at("2026-03-05 09:00"), MARCH)
    (later,) = Opinions().rows(cast.leader, at("2026-03-20 09:00"), MARCH)

    assert [row[key] for key in columns] == [division.name, 2, 0, 1, 1, 0]
    assert [later[key] for key in columns] == [division.name, 2, 0, 1, 0, 1]


def test_it_is_on_the_list_and_opens_as_page_and_files(client: Client, cast: Cast) -> None:
    client.force_login(cast.leader)

    assert "/bao-cao/opinions/" in client.get("/bao-cao/").content.decode()
    for query in ("", "?format=csv", "?format=xlsx", "?format=pdf"):
        assert client.get(f"/bao-cao/opinions/{query}").status_code == 200, query
