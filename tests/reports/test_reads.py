"""The auditors' page of reads, and the record of what was taken away."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from people.models import Party, Read, User
from people.privacy import reads
from tests.support.factories import in_appraisal
from tests.support.statements import counted
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
PAGE = "/rieng-tu/luot-xem/"


@pytest.fixture
def dossier(cast: Cast, client: Client) -> Dossier:
    """A dossier that the officer and the head have read, and the clerk's search."""
    dossier = cast.appraised()
    for who in (cast.officer, cast.head):
        client.force_login(who)
        client.get(f"/can-bo/ho-so/{dossier.code}/")
    client.force_login(cast.clerk)
    client.post("/can-bo/quay/", {"q": dossier.applicant.citizen_id}, follow=True)
    client.force_login(cast.auditor)
    return dossier


def listed(client: Client, query: str) -> list[tuple[str, str]]:
    """Who read what, on the page of that query."""
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return [(row.user.username, row.what) for row in answer.context["page"].rows]


def test_auditors_see_who_read_what_the_last_first(client: Client, dossier: Dossier) -> None:
    whole = listed(client, "")

    assert whole == [("motcua", "search"), ("truongphong", "dossier"), ("chuyenvien", "dossier")]
    assert listed(client, "reader=chuyenvien") == [("chuyenvien", "dossier")]
    assert listed(client, f"code={str(dossier.code).lower()}") == whole[1:]
    assert listed(client, "what=search") == whole[:1]
    assert listed(client, "code=H00.00-000000-0001") == []


def test_days_narrow_the_list(client: Client, dossier: Dossier, officer: User, rf: Any) -> None:
    earlier = timezone.now() - timedelta(days=3)
    request = rf.get("/")
    reads.record(request, Read.What.PARTY, reads.Subject(party_id=dossier.applicant_id), by=officer, at=earlier)
    day = timezone.localdate(earlier)

    assert listed(client, f"since={day:%d/%m/%Y}&until={day:%d/%m/%Y}") == [("chuyenvien", "party")]
    assert len(listed(client, f"since={day + timedelta(days=1):%d/%m/%Y}")) == 3


def test_an_auditor_asks_who_looked_for_a_number(client: Client, dossier: Dossier) -> None:
    hit = client.post(PAGE, {"q": dossier.applicant.citizen_id})
    miss = client.post(PAGE, {"q": "001150099999"})

    assert dossier.applicant.citizen_id not in hit["Location"]
    assert listed(client, hit["Location"].partition("?")[2]) == [("motcua", "search")]
    assert listed(client, miss["Location"].partition("?")[2]) == []


def test_pages_go_by_key_and_show_every_read_once_without_counting(
    client: Client, dossier: Dossier, officer: User, rf: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("reports.reads.SIZE", 4)
    at = timezone.now()
    for number in range(9):  # some in the same instant
        reads.record(rf.get("/"), Read.What.SEARCH, by=officer, at=at + timedelta(seconds=number // 3))
    seen, query = [], ""
    while query is not None:
        with counted(8) as statements:
            answer = client.get(f"{PAGE}?{query}")
        assert not any("COUNT(" in sql.upper() and "people_read" in sql for sql in statements)
        seen += [row.pk for row in answer.context["page"].rows]
        following = answer.context["page"].next
        query = f"cursor={following}" if following else None

    assert seen == list(Read.objects.order_by("-at", "-id").values_list("pk", flat=True))


@pytest.mark.parametrize("query", ["reader=khong-co", "since=31/02/2026", "since=02/11/2026&until=01/11/2026"])
def test_what_cannot_be_a_filter_is_told_at_its_field(client: Client, dossier: Dossier, query: str) -> None:
    answer = client.get(f"{PAGE}?{query}")

    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert client.get(f"{PAGE}?cursor=rac").status_code == 302


@pytest.mark.parametrize("who", ["citizen", "clerk", "officer", "head", "leader", "administrator", "cashier"])
def test_nobody_else_opens_it(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(PAGE).status_code == 403


def test_the_list_is_taken_away_as_csv_and_that_is_recorded_before_and_after(client: Client, dossier: Dossier) -> None:
    answer = client.get(f"{PAGE}?reader=chuyenvien&format=csv")
    begun = Read.objects.latest("id")
    assert (begun.what, begun.rows) == ("export", None)

    table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    done = Read.objects.latest("id")
    assert [row[2] for row in table] == ["Tên đăng nhập", "chuyenvien"]
    assert (done.pk > begun.pk, done.what, done.how, done.rows) == (True, "export", "file", 1)
    assert done.detail == "luot-xem.csv: reader=chuyenvien"


@pytest.mark.parametrize(
    ("address", "how", "rows"),
    [
        ("/bao-cao/overdue/?format=xlsx&unit=SLD", "file", 1),
        ("/bao-cao/overdue/?format=csv&unit=SLD", "file", 1),
        ("/api/v1/reports/overdue/?unit=SLD", "api", 1),
        ("/api/v1/reports/overdue/?unit=SLD&format=csv", "api", 1),
        ("/rieng-tu/luot-xem/?format=xlsx&what=search", "file", 0),
    ],
)
def test_every_export_leaves_who_what_by_which_filters_and_how_many(
    client: Client, edition: Any, citizen: User, clerk: User, auditor: User, address: str, how: str, rows: int
) -> None:
    in_appraisal(edition, citizen, clerk, timezone.now() - timedelta(days=20))
    client.force_login(auditor)

    answer = client.get(address)
    answer.getvalue()

    read = Read.objects.latest("id")
    assert answer.status_code == 200
    assert (read.user, read.what, read.how, read.rows) == (auditor, "export", how, rows)
    assert "unit=SLD" in read.detail or "what=search" in read.detail


def test_a_page_of_a_report_is_no_export(client: Client, auditor: User, party: Party) -> None:
    client.force_login(auditor)

    assert client.get("/bao-cao/overdue/").status_code == 200

    assert not Read.objects.exists()
