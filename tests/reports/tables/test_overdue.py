"""The report of late dossiers, as a page, as a file and by the API."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from reports.export import as_csv
from reports.tables.registry import REPORTS
from tests.support.factories import in_appraisal

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(edition: Any, citizen: Any, clerk: Any) -> Dossier:
    """One late dossier."""
    in_appraisal(edition, citizen, clerk)
    return in_appraisal(edition, citizen, clerk, timezone.now() - timedelta(days=20))


def test_the_page_lists_what_is_late(client: Client, late: Dossier, leader: Any) -> None:
    client.force_login(leader)

    rows = [[value for _column, value, _is_number in row] for row in client.get("/bao-cao/overdue/").context["rows"]]

    assert [row[0] for row in rows] == [late.code]


def test_the_file_holds_the_same_rows(client: Client, late: Dossier, leader: Any) -> None:
    client.force_login(leader)

    response = client.get("/bao-cao/overdue/?format=csv")

    table = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in table] == ["Mã hồ sơ", late.code]
    assert response["Content-Disposition"] == 'attachment; filename="overdue.csv"'


def test_no_cell_is_a_formula() -> None:
    columns = REPORTS["overdue"].columns
    row = {column.key: "" if column.instant else "=HYPERLINK(1)" for column in columns}

    assert b"'=HYPERLINK(1)" in b"".join(as_csv(columns, [row]))


def test_the_api_gives_the_rows_and_says_what_it_cannot_give(
    client: Client, late: Dossier, leader: Any, officer: Any
) -> None:
    client.force_login(leader)
    whole = client.get("/api/v1/reports/overdue/")

    assert [row["code"] for row in whole.json()["rows"]] == [late.code]
    assert client.get("/api/v1/reports/overdue/?format=csv").getvalue().startswith(b"\xef\xbb\xbf")
    assert client.get("/api/v1/reports/overdue/?format=docx").status_code == 400
    assert client.get("/api/v1/reports/khong-co/").status_code == 404
    client.force_login(officer)
    assert client.get("/api/v1/reports/overdue/").status_code == 403


def test_the_list_of_reports_is_for_those_who_may_see_them(client: Client, leader: Any) -> None:
    client.force_login(leader)

    assert "/bao-cao/overdue/" in client.get("/bao-cao/").content.decode()


def test_people_read_instants_in_words_and_programs_read_iso(client: Client, late: Dossier, leader: Any) -> None:
    client.force_login(leader)
    due = timezone.localtime(late.due_at)

    page = [value for _column, value, _is_number in client.get("/bao-cao/overdue/").context["rows"][0]]

    assert f"{due:%H:%M %d/%m/%Y}" in page
    row = client.get("/api/v1/reports/overdue/").json()["rows"][0]
    assert row["due_at"] == due.isoformat(timespec="minutes")
