"""The register (Form 07): each dossier taken in once, in order, with who took the result; for the desk and above."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from reports.parameters import Parameters
from reports.tables.register import Register
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
MARCH = Parameters(date(2026, 3, 1), date(2026, 3, 31))


def test_what_was_taken_in_has_a_line_whatever_became_of_it(cast: Cast) -> None:
    done = actions.hand_out(cast.pay(cast.resolved()), "Con gái", by=cast.clerk, at=THURSDAY)
    paper, asked = cast.on_paper(), cast.awaiting_supplement()
    cast.submitted()

    rows = list(Register().rows(cast.clerk, THURSDAY, MARCH))

    assert [(row["number"], row["code"]) for row in rows] == [(1, done.code), (2, paper.code), (3, asked.code)]
    assert (rows[0]["receiver"], rows[0]["returned_at"][:10], rows[0]["note"]) == ("Con gái", "2026-03-05", "")
    assert rows[1]["handed_over_at"] == ""
    assert (rows[2]["note"], rows[2]["returned_at"]) == ("Chờ người nộp bổ sung", "")
    assert done.applicant.phone in rows[0]["address"]


def test_it_opens_as_page_and_files_and_reads_no_other_month(client: Client, cast: Cast) -> None:
    cast.appraised()
    client.force_login(cast.clerk)
    days = "from=01/03/2026&to=31/03/2026"

    assert "/bao-cao/register/" in client.get("/can-bo/quay/").content.decode()
    for query in ("", "&format=csv", "&format=xlsx", "&format=pdf"):
        assert client.get(f"/bao-cao/register/?{days}{query}").status_code == 200, query
    assert list(Register().rows(cast.clerk, THURSDAY, Parameters(date(2026, 4, 1), date(2026, 4, 30)))) == []
    client.force_login(cast.officer)
    assert client.get(f"/bao-cao/register/?{days}").status_code == 403


def test_statements_do_not_grow_with_the_rows(cast: Cast, django_assert_num_queries: Any) -> None:
    cast.appraised()
    assert len(list(Register().rows(cast.clerk, THURSDAY, MARCH))) == 1  # units and editions are kept from now on
    for _ in range(3):
        cast.appraised()

    with django_assert_num_queries(2):
        assert len(list(Register().rows(cast.clerk, THURSDAY, MARCH))) == 4


def test_who_took_a_result_by_mistake_is_not_its_receiver(cast: Cast) -> None:
    done = actions.hand_out(cast.pay(cast.resolved()), "Nhầm người", by=cast.clerk, at=THURSDAY)
    actions.undo_hand_out(done, "Trả nhầm", by=cast.head, at=THURSDAY + timedelta(hours=1))

    (row,) = Register().rows(cast.clerk, THURSDAY + timedelta(hours=2), MARCH)

    assert (row["receiver"], row["returned_at"], row["note"]) == ("", "", "Đã có kết quả")
