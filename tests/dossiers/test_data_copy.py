"""The copy of one's own data: whole, one's own alone, and only for who confirms to be the owner of the account."""

import json
import zipfile
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dossiers import data_copy
from people.models import User
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
PAGE, PASSWORD = "/rieng-tu/ban-sao/", "Giay-to-2026!x"


def archive_of(user: User) -> tuple[dict[str, Any], zipfile.ZipFile]:
    target = BytesIO()
    data_copy.write_copy(user, target, at=timezone.now())
    archive = zipfile.ZipFile(target)
    assert archive.testzip() is None
    return json.loads(archive.read("du-lieu.json")), archive


def test_it_holds_what_was_declared_given_and_issued_byte_for_byte(cast: Cast) -> None:
    dossier = cast.resolved()
    facts, archive = archive_of(cast.citizen)

    row = next(one for one in facts["dossiers"] if one["code"] == dossier.code)
    assert row["answers"] == dossier.answers
    assert [event["act"] for event in row["events"]] == list(
        dossier.events.order_by("seq").values_list("verb", flat=True)
    )
    for given, attachment in zip(row["attachments"], dossier.attachments.order_by("id"), strict=True):
        with default_storage.open(attachment.path) as file:
            assert archive.read(given["file"]) == file.read()
    assert {paper["kind"] for paper in row["papers"] if paper["file"]} >= {"receipt"}
    assert facts["account"]["username"] == cast.citizen.username
    assert cast.party.name in {person["name"] for person in facts["persons"]}


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({}, True),
        ({"scope": "authorised"}, False),  # another's papers, to act with
        ({"checked_at": None}, False),  # only claimed, of somebody whose papers were seen
    ],
)
def test_the_numbers_of_a_person_are_told_to_that_person(cast: Cast, change: dict[str, Any], is_told: bool) -> None:
    cast.citizen.representations.update(**change)

    facts, _archive = archive_of(cast.citizen)

    [person] = [row for row in facts["persons"] if row["name"] == cast.party.name]
    assert ("citizen_id" in person) is is_told


def test_nothing_of_anybody_else_is_in_it(cast: Cast) -> None:
    dossier = cast.resolved()

    for person in (cast.neighbour, cast.officer, cast.leader):
        facts, archive = archive_of(person)
        assert facts["dossiers"] == []
        assert archive.namelist() == ["du-lieu.json"]
        assert str(dossier.code) not in json.dumps(facts)


def test_what_is_not_handed_out_yet_is_named_and_not_given(cast: Cast) -> None:
    cast.resolved()  # its fee is owed: the result stays
    facts, archive = archive_of(cast.citizen)

    results = [paper for paper in facts["dossiers"][0]["papers"] if paper["kind"] == "result"]
    assert [paper["file"] for paper in results] == [""]
    assert facts["dossiers"][0]["papers"]
    assert not any("result" in name for name in archive.namelist())


def test_many_dossiers_cost_no_more_statements_than_one(cast: Cast) -> None:
    archive_of(cast.citizen)  # what the process keeps is there
    with CaptureQueriesContext(connection) as of_one:
        cast.submitted()
        one = len(of_one)
        archive_of(cast.citizen)
        alone = len(of_one) - one
    for _ in range(3):
        cast.submitted()

    with CaptureQueriesContext(connection) as of_many:
        facts, _archive = archive_of(cast.citizen)

    assert len(facts["dossiers"]) == 4
    assert len(of_many) == alone


def test_a_full_disk_makes_no_copy_and_says_so(cast: Cast, client: Client, settings: Any) -> None:
    settings.UPLOAD_RESERVE_MB = 10**9
    cast.citizen.set_password(PASSWORD)
    cast.citizen.save()
    client.force_login(cast.citizen)
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})

    answer = client.post(PAGE)

    assert answer.status_code in (409, 503)
    assert "thiếu chỗ" in answer.content.decode()


def test_files_beyond_the_bound_are_named_with_no_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.submitted()
    monkeypatch.setattr(data_copy, "FILES_MOST", 1)

    facts, archive = archive_of(cast.citizen)

    assert facts["dossiers"][0]["attachments"]
    assert all(row["file"] == "" for row in facts["dossiers"][0]["attachments"])
    assert archive.namelist() == ["du-lieu.json"]


def test_a_file_that_is_gone_spoils_no_copy(cast: Cast) -> None:
    dossier = cast.submitted()
    first, *others = dossier.attachments.order_by("id")
    default_storage.delete(first.path)

    facts, archive = archive_of(cast.citizen)

    given = [row["file"] for row in facts["dossiers"][0]["attachments"]]
    assert given[0] == ""
    assert all(given[1:])
    assert len(archive.namelist()) == len(others) + 1


def test_it_is_given_to_who_confirms_to_be_the_owner(cast: Cast, client: Client) -> None:
    cast.submitted()
    cast.citizen.set_password(PASSWORD)
    cast.citizen.save()
    client.force_login(cast.citizen)
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE)["Location"] == f"/tai-khoan/xac-nhan/?next={quote(PAGE, safe='')}"  # a session left open

    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    answer = client.post(PAGE)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "attachment" in answer["Content-Disposition"]
    assert zipfile.is_zipfile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
