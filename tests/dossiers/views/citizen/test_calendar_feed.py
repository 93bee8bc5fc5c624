"""A dossier's dates as calendar files: one's own, all of one's own by a private link, and nobody else's."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from dossiers import actions
from people.models import User
from tests.support.stories import MONDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_wednesday(clock_at: Callable[[datetime], None]) -> None:
    clock_at(WEDNESDAY)


def dates(response: Any) -> dict[str, datetime]:
    """When each entry of the file ends, by what it says."""
    assert response["Content-Type"].startswith("text/calendar")
    rows = Calendar.from_ical(response.content).walk("VEVENT")
    return {str(row["SUMMARY"]): row.decoded("DTEND") for row in rows}


def link(client: Client, user: User) -> str:
    """The private address, as the list of one's own dossiers shows it."""
    client.force_login(user)
    address: str = client.get("/ho-so/").context["calendar"]
    client.logout()
    return address


def test_one_dossier_gives_its_promised_instant(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    client.force_login(cast.citizen)

    events = dates(client.get(f"/ho-so/{dossier.code}/lich.ics"))

    assert events == {f"Hẹn trả kết quả hồ sơ {dossier.code}": dossier.due_at}
    assert f"/ho-so/{dossier.code}/lich.ics" in client.get(f"/ho-so/{dossier.code}/").content.decode()


def test_what_is_asked_for_and_what_lies_ready_have_dates_too(client: Client, cast: Cast) -> None:
    asked, ready = cast.awaiting_supplement(), cast.resolved()
    client.force_login(cast.citizen)
    owed = asked.open_supplement
    assert owed is not None

    assert dates(client.get(f"/ho-so/{asked.code}/lich.ics")) == {f"Hạn bổ sung hồ sơ {asked.code}": owed.answer_by}
    assert ready.resolved_at
    file = client.get(f"/ho-so/{ready.code}/lich.ics")
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == f"Có kết quả hồ sơ {ready.code}, đến nhận"
    assert event.decoded("DTSTART") == ready.resolved_at  # not before there was a result
    assert "chưa nộp phí" in str(event["DESCRIPTION"])
    cast.make_files(cast.pay(ready))
    (event,) = Calendar.from_ical(client.get(f"/ho-so/{ready.code}/lich.ics").content).walk("VEVENT")
    assert "DESCRIPTION" not in event


def test_the_private_link_says_that_a_result_lies_ready(client: Client, cast: Cast) -> None:
    ready = cast.resolved()

    assert set(dates(client.get(link(client, cast.citizen)))) == {f"Có kết quả hồ sơ {ready.code}, đến nhận"}


def test_each_zone_that_a_time_names_is_explained_in_the_file(client: Client, cast: Cast) -> None:
    cast.appraised()
    content = client.get(link(client, cast.citizen)).content.decode()

    named = set(re.findall(r"TZID=([^:;]+)[:;]", content))
    assert named == {"Asia/Ho_Chi_Minh"}
    zones = {str(zone["TZID"]) for zone in Calendar.from_ical(content).walk("VTIMEZONE")}
    assert zones == named


def test_nobody_else_gets_a_dossiers_dates(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    address = f"/ho-so/{dossier.code}/lich.ics"

    assert client.get(address).status_code == 302
    client.force_login(cast.neighbour)
    assert client.get(address).status_code == 404


def test_the_private_link_gives_all_open_dossiers_of_its_owner_and_needs_no_session(client: Client, cast: Cast) -> None:
    first, second = cast.appraised(), cast.appraised()
    address, foreign = link(client, cast.citizen), link(client, cast.neighbour)

    assert set(dates(client.get(address))) == {f"Hẹn trả kết quả hồ sơ {one.code}" for one in (first, second)}
    assert dates(client.get(foreign)) == {}
    assert b"NGUYEN" not in client.get(address).content.upper()


def test_a_new_password_makes_the_old_link_worthless(client: Client, cast: Cast) -> None:
    cast.appraised()
    address = link(client, cast.citizen)

    cast.citizen.set_password("mot-mat-khau-khac-26")
    cast.citizen.save()

    assert client.get(address).status_code == 404
    assert client.get(link(client, cast.citizen)).status_code == 200


@pytest.mark.parametrize("token", ["x", "eyJ1c2VyIjoxfQ:1:abc", "a:b:c:d"])
def test_a_made_up_link_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/lich/{token}.ics").status_code == 404


def test_a_finished_dossier_leaves_the_calendar(client: Client, cast: Cast) -> None:
    done = cast.pay(cast.resolved())
    actions.hand_out(done, by=cast.clerk, at=WEDNESDAY)
    gone = actions.refuse_reception(cast.submitted(), "Sai nơi", by=cast.clerk, at=MONDAY)
    client.force_login(cast.citizen)

    assert dates(client.get(f"/ho-so/{done.code}/lich.ics")) == {}
    assert dates(client.get(f"/ho-so/{gone.code}/lich.ics")) == {}


def test_the_link_outlives_a_change_of_the_sites_key(client: Client, cast: Cast, settings: Any) -> None:
    cast.appraised()
    address = link(client, cast.citizen)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-key" * 8, [settings.SECRET_KEY]
    assert len(dates(client.get(address))) == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(address).status_code == 404
