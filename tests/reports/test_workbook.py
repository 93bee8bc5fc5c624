"""Reports as files: all rows of them, instants and numbers as such, and in words what a printed sheet leaves out."""

import csv
import io
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from dossiers.models import Dossier
from people.models import Read, User
from reports.export import as_csv
from reports.tables.base import Column, Sheet
from reports.workbook import write_workbook
from tests.conftest import at
from tests.support.factories import in_appraisal

pytestmark = pytest.mark.django_db
COLUMNS = (
    Column("code", "Mã"),
    Column("due_at", "Hẹn trả", instant=True),
    Column("days", "Ngày"),
    Column("share", "Đúng hạn (%)"),
)
ROW = {"code": "H99", "due_at": "2026-11-18T17:00+07:00", "days": 1250, "share": 99.5}


@pytest.fixture
def four_late(edition: Any, citizen: Any, clerk: Any, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Four late dossiers, where pages stop at two."""
    for module in ("reports.views", "reports.api", "reports.tables.base", "reports.tables.overdue"):
        monkeypatch.setattr(f"{module}.MOST", 2)
    late = in_appraisal(edition, citizen, clerk, timezone.now() - timedelta(days=20))
    for number in range(3):
        again = Dossier.objects.get(pk=late.pk)
        again.pk, again.ref, again.code, again.form_token = None, f"R{number}", f"H-{number}", None
        again.save(force_insert=True)
    return late


def cells(content: bytes) -> list[list[Any]]:
    """The cells of every sheet of a workbook, one sheet after the other."""
    return [list(row) for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True)]


def book(rows: list[dict[str, Any]]) -> bytes:
    """The workbook of *rows*."""
    file, count = write_workbook(Sheet("thu", "Thử", COLUMNS), rows, "")
    assert count == len(rows)
    with file:
        return file.read()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_file_has_every_row_though_the_page_stops_at_the_most(
    client: Client, four_late: Dossier, leader: User, file_format: str
) -> None:
    client.force_login(leader)

    answer = client.get(f"/bao-cao/overdue/?format={file_format}")

    assert answer.streaming
    content = answer.getvalue()
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"))) if file_format == "csv" else cells(content)[2:]
    assert {row[0] for row in lines} == {"Mã hồ sơ", four_late.code, "H-0", "H-1", "H-2"}
    assert Read.objects.latest("id").rows == 4


def test_a_sheet_to_print_says_what_it_leaves_out_and_so_do_page_and_api(
    client: Client, four_late: Dossier, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets: list[str] = []
    monkeypatch.setattr("reports.export.pdf.render", lambda html: sheets.append(html) or b"%PDF")
    client.force_login(leader)

    page = client.get("/bao-cao/overdue/").content.decode()
    assert client.get("/bao-cao/overdue/?format=pdf").status_code == 200
    answer = client.get("/api/v1/reports/overdue/").json()

    assert "2 dòng đầu trong 4; tệp CSV và tệp Excel có đủ." in sheets[0]
    assert "chỉ hiện 2 dòng đầu, tệp Excel và CSV có đủ" in page
    assert (answer["more"], len(answer["rows"])) == (True, 2)


def test_instants_and_numbers_are_cells_of_their_kind(leader: User) -> None:
    sheet = load_workbook(io.BytesIO(book([ROW])))["thu"]

    assert [cell.value for cell in sheet[4]] == ["H99", at("2026-11-18 17:00").replace(tzinfo=None), 1250, 99.5]
    assert [cell.number_format for cell in sheet[4]][1:] == ["dd/mm/yyyy hh:mm", "#,##0", "#,##0.0"]


def test_an_instant_in_utc_stands_on_the_clock_of_the_office() -> None:
    moment = at("2026-11-30 17:54").astimezone(UTC)

    assert cells(book([{**ROW, "due_at": moment}]))[3][1] == at("2026-11-30 17:54").replace(tzinfo=None)


@pytest.mark.parametrize(
    ("language", "line"), [("vi", 'H99,18/11/2026 17:00,1250,"99,5"'), ("en", "H99,18/11/2026 17:00,1250,99.5")]
)
def test_a_csv_is_written_for_people(language: str, line: str) -> None:
    with override(language):
        assert b"".join(as_csv(COLUMNS, [ROW])).decode().splitlines()[1] == line


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "@x", "-1+2", "https://xau.example", "\x01vỡ", "", None])
def test_no_cell_is_a_formula_or_a_link(text: str | None) -> None:
    cell = load_workbook(io.BytesIO(book([{**ROW, "code": text}])))["thu"]["A4"]

    assert cell.data_type != "f"
    assert cell.hyperlink is None


def test_what_no_sheet_holds_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.workbook.SHEET_ROWS", 5)  # three of the head, two of the rows

    rows = cells(book([{**ROW, "days": number} for number in range(5)]))

    assert [row[2] for row in rows if row[0] == "H99"] == list(range(5))
    assert sum(row[0] == "Thử" for row in rows) == 3
