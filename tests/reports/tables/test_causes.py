"""The reports of causes and of first answers."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from people.models import Agency
from reports.parameters import Parameters
from reports.tables.causes import Causes
from reports.tables.first_answer import FirstAnswer
from tests.conftest import at
from tests.support.stories import MONDAY, TUESDAY, Cast

pytestmark = pytest.mark.django_db
MARCH = Parameters(date(2026, 3, 1), date(2026, 3, 31))
LATER = at("2026-03-20 09:00")  # what began on Monday was promised for the 9th


def named(cast: Cast, cause: str, owner: str) -> Dossier:
    """A dossier whose delay was given a cause, without a letter."""
    late = cast.appraised()
    return actions.name_delay(late, cause, owner, "Chờ xác minh.", by=cast.officer, at=LATER)


def causes(cast: Cast, parameters: Parameters = MARCH) -> list[tuple[Any, ...]]:
    """The rows, as tuples of their columns."""
    report = Causes()
    keys = [column.key for column in report.columns]
    return [tuple(row[key] for key in keys) for row in report.rows(cast.leader, LATER, parameters)]


def test_late_dossiers_are_counted_by_cause_and_owner(cast: Cast) -> None:
    for _ in range(2):
        named(cast, "verifying", "other_unit")
    cast.appraised()
    cast.resolved()  # in time
    answered = cast.proposed()
    actions.approve(answered, "granted", by=cast.leader, at=at("2026-03-10 09:00"))

    assert causes(cast) == [
        ("Chưa nêu nguyên nhân", "", 2, 0, 1),
        ("Phải xác minh, kiểm tra thực tế", "Đơn vị, cơ quan khác", 2, 0, 2),
    ]
    assert causes(cast, Parameters(date(2026, 2, 1), date(2026, 2, 28))) == []


def test_an_apology_in_time_counts_against_its_new_day(cast: Cast) -> None:
    late = cast.appraised()
    cause = {"cause": "system", "owner": "system"}
    actions.apologise(late, date(2026, 3, 16), "Mất điện", **cause, by=cast.leader, at=TUESDAY)

    assert causes(cast) == [("Lỗi hệ thống, mất kết nối", "Hệ thống thông tin", 1, 1, 1)]


def test_a_report_of_another_unit_holds_nothing_of_it(cast: Cast) -> None:
    named(cast, "verifying", "other_unit")
    own, other = cast.officer.active_posts[0].unit, cast.officer_elsewhere.active_posts[0].unit

    def of(unit: Agency) -> list[tuple[Any, ...]]:
        return causes(cast, Parameters(MARCH.since, MARCH.until, unit))

    assert (len(of(own)), of(other)) == (1, [])


def test_first_answers_stand_in_their_columns(cast: Cast) -> None:
    cast.appraised()
    actions.refuse_reception(cast.submitted(), "Sai nơi", by=cast.clerk, at=at("2026-03-03 09:00"))
    actions.accept(cast.submitted(), by=cast.clerk, at=at("2026-03-03 09:01"))
    cast.submitted()
    cast.on_paper()  # not online: not counted

    row = next(FirstAnswer().rows(cast.leader, at("2026-03-02 16:00"), MARCH))
    late = next(FirstAnswer().rows(cast.leader, LATER, MARCH))

    counted = ("filed", "in_time", "late", "waiting", "waiting_late")
    assert [row[key] for key in counted] == [4, 2, 1, 1, 0]
    assert [late[key] for key in (*counted, "share")] == [4, 2, 1, 0, 1, 50.0]


def test_both_are_on_the_list_and_open_as_pages_and_files(client: Client, cast: Cast) -> None:
    client.force_login(cast.leader)
    listed = client.get("/bao-cao/").content.decode()

    for name in ("causes", "first-answer"):
        assert f"/bao-cao/{name}/" in listed
        for query in ("", "?format=csv", "?format=xlsx", "?format=pdf"):
            assert client.get(f"/bao-cao/{name}/{query}").status_code == 200, (name, query)


def test_nobody_answered_monday_is_still_due_monday_evening(cast: Cast) -> None:
    filed = cast.submitted()

    assert filed.first_answer_due_at == at("2026-03-03 09:00")
    assert filed.submitted_at == MONDAY
