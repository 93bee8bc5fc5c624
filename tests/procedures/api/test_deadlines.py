"""The API of the statutory clock: every day explained, bad input named by its field."""

from pathlib import Path

import pytest
from django.test import Client

from procedures import actions
from tests.conftest import at
from tests.procedures.conftest import answer, refusal, replace

PERMIT = "cap-giay-phep-lao-dong"
ASKED, DONE = "supplement_requested_at", "supplement_completed_at"
DEADLINE, OWN = "/api/v1/deadline/", f"/api/v1/procedures/{PERMIT}/deadline/"
pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("calendar")
def test_a_deadline_is_answered_with_every_day_that_led_there(client: Client) -> None:
    body = answer(client, DEADLINE, accepted_at="2025-12-31T09:00", value="3", unit="working_day")

    assert set(body) == {"due_at", "calendar_version", "days"}
    assert body["due_at"] == "2026-01-07T17:00:00+07:00"
    assert body["calendar_version"] == 1
    assert [day["verdict"] for day in body["days"]] == [
        "reception",
        "holiday",
        "swapped_off",
        "weekend",
        "weekend",
        "counted",
        "counted",
        "counted",
    ]
    assert body["days"][1] == {"date": "2026-01-01", "n": 0, "verdict": "holiday", "reason": "Tết Dương lịch"}


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    "accepted",
    [
        "2026-02-13T16:45",
        "2026-02-13 16:45",
        "2026-02-13T16:45:00+07:00",
        "2026-02-13T16:45:00 07:00",
        "2026-02-13T09:45:00Z",
        "2026-02-13T16:45:30.5",
        " 2026-02-13T16:45 ",
        "2026-02-13",
    ],
)
def test_an_instant_is_read_in_every_way_partners_write_it(client: Client, accepted: str) -> None:
    body = answer(client, DEADLINE, accepted_at=accepted, value="5", unit="working_day")

    assert body["due_at"] == "2026-02-27T17:00:00+07:00"


@pytest.mark.usefixtures("calendar")
def test_the_day_of_reception_is_the_day_in_vietnam(client: Client) -> None:
    late = "2026-03-02T17:30:00Z"  # half past midnight on the 3rd

    body = answer(client, DEADLINE, accepted_at=late, value="1", unit="working_day")

    assert body["days"][0]["date"] == "2026-03-03"


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("mode", "due"), [("restart", "2026-03-24"), ("pause", "2026-03-20"), ("none", "2026-03-16"), ("", "2026-03-24")]
)
def test_a_supplement_moves_the_deadline_by_its_mode(client: Client, mode: str, due: str) -> None:
    body = answer(
        client,
        DEADLINE,
        accepted_at="2026-03-02T09:00",
        value="10",
        unit="working_day",
        mode=mode,
        supplement_requested_at="2026-03-04T09:00",
        supplement_completed_at="2026-03-10T09:00",
    )

    assert body["due_at"] == f"{due}T17:00:00+07:00"
    assert (body["days"][0]["date"], body["days"][-1]["date"]) == ("2026-03-02", due)
    assert any(day["verdict"] == "waiting" for day in body["days"]) == (mode != "none")


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(("mode", "stands"), [("restart", True), ("pause", True), ("none", False)])
def test_an_open_supplement_gives_no_due_instant(client: Client, mode: str, stands: bool) -> None:
    body = answer(
        client,
        DEADLINE,
        accepted_at="2026-03-02T09:00",
        value="10",
        unit="working_day",
        mode=mode,
        supplement_requested_at="2026-03-04T09:00",
    )

    assert (body["due_at"] is None) == stands


GOOD = {"accepted_at": "2026-03-02T09:00", "value": "5", "unit": "working_day"}


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"accepted_at": ""}, "accepted_at"),
        ({"accepted_at": "hôm nay"}, "accepted_at"),
        ({"accepted_at": "2026-02-30T09:00"}, "accepted_at"),
        ({"accepted_at": "9999-12-31T23:00-12:00"}, "accepted_at"),
        ({"accepted_at": "0001-01-01T00:00+14:00"}, "accepted_at"),
        ({"accepted_at": "2027-03-01"}, "accepted_at"),
        ({"accepted_at": "2023-12-29"}, "accepted_at"),
        ({"accepted_at": "🦄" * 500}, "accepted_at"),
        ({"value": ""}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "5.5"}, "value"),
        ({"value": "năm"}, "value"),
        ({"value": "9" * 400}, "value"),
        ({"value": "3660"}, "value"),
        ({"value": "10000000"}, "value"),
        ({"unit": ""}, "unit"),
        ({"unit": "week"}, "unit"),
        ({"unit": "month", "value": "3660"}, "value"),
        ({"mode": "stop"}, "mode"),
        ({ASKED: "x"}, ASKED),
        ({ASKED: "2026-03-01T09:00"}, ASKED),
        ({DONE: "2026-03-05T09:00"}, ASKED),
        ({ASKED: "2026-03-04T09:00", DONE: "2026-03-03T09:00"}, DONE),
        ({ASKED: "2026-03-04T09:00", DONE: "2027-03-03T09:00"}, DONE),
        ({"unit": "calendar_day", "value": "3650"}, "value"),
    ],
)
def test_bad_input_is_named_by_its_field(client: Client, query: dict[str, str], field: str) -> None:
    errors = refusal(client, DEADLINE, **{**GOOD, **query})

    assert list(errors) == [field]
    assert errors[field][0]


@pytest.mark.usefixtures("calendar")
def test_a_term_that_runs_into_an_undecided_year_is_counted_provisionally_and_says_so(client: Client) -> None:
    body = answer(client, DEADLINE, accepted_at="2026-12-30T09:00", value="3", unit="working_day")

    assert (body["due_at"], body["provisional"]) == ("2027-01-05T17:00:00+07:00", True)
    assert [day["verdict"] for day in body["days"] if day["date"] == "2027-01-01"] == ["holiday"]


def test_nothing_said_names_every_field_that_is_needed(client: Client) -> None:
    assert set(refusal(client, DEADLINE)) == {"accepted_at", "value", "unit"}


def test_without_any_calendar_the_year_is_named_instead_of_guessed(client: Client) -> None:
    assert list(refusal(client, DEADLINE, **GOOD)) == ["accepted_at"]


@pytest.mark.usefixtures("loaded", "calendar")
def test_a_procedure_is_counted_by_its_own_term(client: Client) -> None:
    body = answer(client, OWN, accepted_at="2026-02-13T16:45")

    assert body["due_at"] == "2026-02-27T17:00:00+07:00"
    assert body["days"][-1]["n"] == 5


def test_a_procedure_has_its_own_way_with_supplements_and_late_hours(
    client: Client, folder: Path, calendar: int
) -> None:
    replace(folder / f"{PERMIT}.toml", 'mode = "restart"', 'mode = "pause"')
    replace(folder / f"{PERMIT}.toml", "stages = [", "cutoff_moves_deadline = true\nstages = [")
    actions.load_catalogue(at=at("2026-03-02 09:00"), folder=folder)
    waited = {ASKED: "2026-03-04T09:00", DONE: "2026-03-05T09:00"}

    plain = answer(client, OWN, accepted_at="2026-03-02T15:01")
    paused = answer(client, OWN, accepted_at="2026-03-02T09:00", **waited)
    restarted = answer(client, OWN, accepted_at="2026-03-02T09:00", mode="restart", **waited)

    assert [a["due_at"][:10] for a in (plain, paused, restarted)] == ["2026-03-10", "2026-03-10", "2026-03-12"]


def test_a_dossier_is_counted_under_the_edition_of_its_day(client: Client, loaded: Path, calendar: int) -> None:
    replace(loaded / f"{PERMIT}.toml", "value = 5", "value = 1")
    replace(loaded / f"{PERMIT}.toml", 'valid_from = "2024-01-01"', 'valid_from = "2026-06-01"')
    actions.load_catalogue(at=at("2026-03-02 09:00"), folder=loaded)

    assert answer(client, OWN, accepted_at="2026-03-02T09:00")["due_at"][:10] == "2026-03-09"
    assert answer(client, OWN, accepted_at="2026-06-01T09:00")["due_at"][:10] == "2026-06-02"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('{ value = 5, unit = "working_day" },', "", "procedure"),
        ('valid_from = "2024-01-01"', 'valid_from = "2026-06-01"', "accepted_at"),
    ],
)
def test_a_term_that_is_not_counted_is_said_in_words(
    client: Client, folder: Path, calendar: int, old: str, new: str, field: str
) -> None:
    replace(folder / f"{PERMIT}.toml", old, new)
    actions.load_catalogue(at=at("2026-03-02 09:00"), folder=folder)

    assert list(refusal(client, OWN, accepted_at="2026-03-02T09:00")) == [field]
