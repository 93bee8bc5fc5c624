"""A promise that was broken is said to the applicant: that we are sorry, why, the new day, and whom to call."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier, State
from dossiers.offices import phone_about
from people.models import Agency
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.formats import deadline

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SORRY = "Chúng tôi xin lỗi ông/bà"
LATE = [State.ACCEPTED, State.APPRAISAL, State.APPROVAL, State.AWAITING_PAYMENT, State.WITHDRAWAL_REQUESTED]


def page_of(client: Client, cast: Cast, dossier: Dossier, address: str = "/ho-so/{code}/") -> str:
    """Its page, as its applicant reads it."""
    client.force_login(cast.citizen)
    return client.get(address.format(code=dossier.code)).content.decode()


@pytest.mark.parametrize("state", LATE)
def test_whatever_state_an_overdue_dossier_is_in_its_page_apologises(client: Client, cast: Cast, state: State) -> None:
    page = page_of(client, cast, cast.in_state(state))  # filed in March; it is November

    assert "Hồ sơ đã quá hẹn" in page
    assert SORRY in page
    assert "Chưa có ngày hẹn mới" in page
    assert "Lý do chưa được nêu" in page
    assert "đọc mã hồ sơ" in page
    assert "Ông/bà chưa cần làm gì" not in page


@pytest.mark.parametrize(("today", "words"), [("2026-03-11", "Ngày hẹn mới"), ("2026-04-01", "cũng đã qua")])
def test_the_reason_and_the_new_day_of_a_signed_letter_are_told(
    client: Client, cast: Cast, clock_at: Any, today: str, words: str
) -> None:
    dossier = cast.appraised()
    letter = {"cause": "verifying", "owner": "own_unit", "by": cast.leader, "at": TUESDAY}
    actions.apologise(dossier, date(2026, 3, 20), "Chờ xác minh lý lịch", **letter)
    client.force_login(cast.citizen)
    clock_at(at(f"{today} 09:00"))

    page = client.get(f"/ho-so/{dossier.code}/").content.decode()

    assert SORRY in page
    assert "Chờ xác minh lý lịch" in page
    assert words in page
    assert "20/3/2026" in page or "20/03/2026" in page
    assert "Lý do chưa được nêu" not in page


def test_what_an_officer_only_proposed_is_not_told(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    actions.name_delay(dossier, "workload", "own_unit", "Thiếu người", by=cast.officer, at=TUESDAY)

    assert "Thiếu người" not in page_of(client, cast, dossier)


def test_a_result_that_came_too_late_is_apologised_for(client: Client, cast: Cast) -> None:
    dossier = actions.propose(cast.appraised(), "granted", "", by=cast.officer, at=TUESDAY)
    dossier = actions.approve(dossier, "granted", by=cast.leader, at=at("2026-03-20 09:00"))

    page = page_of(client, cast, dossier)

    assert "Kết quả có muộn" in page
    assert SORRY in page
    assert "Chưa có ngày hẹn mới" not in page


@pytest.mark.parametrize("state", [State.RESOLVED, State.RETURNED, State.STOPPED, State.NOT_ACCEPTED])
def test_what_is_in_time_or_over_is_not_apologised_for(client: Client, cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)
    assert again(dossier).resolved_at in (None, WEDNESDAY)
    assert dossier.sort_at >= MONDAY

    assert SORRY not in page_of(client, cast, dossier)


@pytest.mark.parametrize(
    ("state", "closes"), [(State.APPRAISAL, True), (State.SUBMITTED, True), (State.RETURNED, False)]
)
def test_it_names_whom_to_call_and_where_to_complain(client: Client, cast: Cast, state: State, closes: bool) -> None:
    dossier = cast.in_state(state)
    Agency.objects.filter(pk=dossier.holder_unit_id).update(phone="0209 333 444")

    page = page_of(client, cast, dossier)

    assert ("0209 333 444" in page) is closes
    assert ("Luật Khiếu nại" in page) is closes


def test_a_unit_without_a_telephone_is_reached_by_what_it_is_part_of(cast: Cast) -> None:
    dossier = cast.appraised()
    assert phone_about(dossier) == "1900 1234"
    Agency.objects.filter(kind=Agency.Kind.DEPARTMENT).update(phone="0209 555 666")

    assert phone_about(again(dossier)) == "0209 555 666"


def test_a_desk_that_does_not_answer_in_its_hours_apologises(client: Client, cast: Cast, clock_at: Any) -> None:
    dossier = cast.submitted()
    assert dossier.first_answer_due_at is not None
    client.force_login(cast.citizen)
    for moment, is_late in (
        (dossier.first_answer_due_at - MINUTE, False),
        (dossier.first_answer_due_at + MINUTE, True),
    ):
        clock_at(moment)
        page = client.get(f"/ho-so/{dossier.code}/").content.decode()

        assert ("Bộ phận Một cửa trả lời chậm" in page) is is_late
        assert (SORRY in page) is is_late
        assert ("Ông/bà chưa cần làm gì" in page) is not is_late


def test_after_filing_it_is_said_who_has_it_and_by_when_it_is_answered(client: Client, cast: Cast) -> None:
    dossier = cast.submitted()

    page = page_of(client, cast, dossier, "/ho-so/{code}/da-nop/")

    assert dossier.holder_unit is not None
    assert f"Hồ sơ đang ở {dossier.holder_unit.name}" in page
    assert f"<strong>{deadline(dossier.first_answer_due_at)}</strong>" in page
    assert 'href="/tra-cuu/"' in page.partition("<main")[2]


def test_once_it_was_answered_the_confirmation_promises_no_answer(client: Client, cast: Cast) -> None:
    page = page_of(client, cast, cast.appraised(), "/ho-so/{code}/da-nop/")

    assert "tiếp nhận, yêu cầu bổ sung hoặc từ chối" not in page
