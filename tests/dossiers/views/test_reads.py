"""Reads by officers: every page, file and answer about a dossier leaves exactly one row; the applicant's own none."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dossiers.models import Dossier
from people.actions import register_party, represent
from people.models import Read, User
from people.models.read import READS
from tests.conftest import SINCE
from tests.support.calling import Caller
from tests.support.factories import attach, photo
from tests.support.stories import MONDAY, Cast

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]
# What takes a dossier's code and shows an officer none of it: the look-up is anybody's, the others their applicant's.
NOT_AN_OFFICERS = ("tra-cuu", "api/v1/lookup/")
STATE_ALONE = "/da-co/"  # tells a page that waits whether the file is there, and nothing of it


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the site that takes a dossier by its code, as a pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and "<str:name>" in address:
            yield address


def officers_routes() -> list[str]:
    """Those under the desk and the API, and the files that either side opens."""
    ways = ("can-bo/", "api/v1/dossiers/", "/to-khai/", "/tep/", "nhat-ky.json", "/van-ban/")
    theirs = [each for each in routes() if any(way in each for way in ways) and not each.startswith(NOT_AN_OFFICERS)]
    return [each for each in theirs if not each.endswith(STATE_ALONE)]


@pytest.fixture
def resolved(cast: Cast) -> Dossier:
    """A dossier with a file of the applicant and a paper of ours."""
    return cast.resolved()


def address_of(route: str, dossier: Dossier) -> str:
    """The address of *route* for this dossier, with keys that it has."""
    file = (
        dossier.attachments.all()[0].pk
        if "/tep/" in route or "attachments" in route
        else dossier.papers.get(kind="receipt").pk
    )
    return "/" + route.replace("<str:name>", str(dossier.code)).replace("<int:pk>", str(file))


@pytest.mark.parametrize(("who", "least"), [("auditor", 25), ("officer", 25), ("cashier", 25)])
def test_every_address_of_a_dossier_leaves_exactly_one_read(
    client: Client, cast: Cast, resolved: Dossier, who: str, least: int
) -> None:
    client.force_login(getattr(cast, who))
    seen = {}

    for route in officers_routes():
        before = Read.objects.count()
        answer = client.get(address_of(route, resolved), follow=True)
        seen[route] = (answer.status_code, Read.objects.count() - before)

    shown = {route: reads for route, (status, reads) in seen.items() if status == 200}
    assert len(shown) >= least
    assert {route for route, reads in shown.items() if reads != 1} == set()
    assert {status for status, reads in seen.values() if reads == 0} <= {403, 405}


def test_a_read_says_who_by_which_post_what_and_from_where(client: Client, cast: Cast, resolved: Dossier) -> None:
    client.force_login(cast.officer)
    paper = resolved.papers.get(kind="receipt")

    client.get(f"/can-bo/ho-so/{resolved.code}/", REMOTE_ADDR="10.1.2.3")
    client.get(f"/ho-so/{resolved.code}/van-ban/{paper.pk}/")

    page, file = Read.objects.order_by("id")
    assert (page.user, page.post, page.what, page.how) == (cast.officer, cast.officer.posts.get(), "dossier", "page")
    assert (page.dossier_key, page.code, page.party) == (resolved.pk, resolved.code, resolved.applicant)
    assert (page.address, page.item) == ("10.1.2.3", None)
    assert (file.what, file.how, file.item) == ("paper", "file", paper.pk)


def test_the_api_is_recorded_as_such_and_a_question_that_shows_nothing_is_not(
    cast: Cast, caller: Callers, resolved: Dossier
) -> None:
    me = caller(cast.officer)

    assert me.get(f"/dossiers/{resolved.code}/").status_code == 200
    assert me.act(resolved, "proposal", {"outcome": "?"}).status_code == 400
    assert me.get("/dossiers/H00.00-000000-0000/").status_code == 404

    assert [(read.what, read.how) for read in Read.objects.all()] == [("dossier", "api")]


@pytest.mark.parametrize("way", ["tep", "van-ban"])
@pytest.mark.parametrize("pk", [0, 10**6, 10**20])
def test_a_file_that_is_not_there_is_no_read(client: Client, cast: Cast, way: str, pk: int) -> None:
    dossier = cast.appraised()
    client.force_login(cast.officer)

    assert client.get(f"/ho-so/{dossier.code}/{way}/{pk}/").status_code == 404
    assert not Read.objects.exists()


def test_an_applicants_own_reading_leaves_none_even_when_they_work_here(
    client: Client, cast: Cast, caller: Callers
) -> None:
    cast.citizen = cast.officer_elsewhere
    party_of(cast.citizen)
    mine = cast.submitted()
    client.force_login(cast.citizen)

    for address in ("", "to-khai/", "ai-da-xem/"):
        assert client.get(f"/ho-so/{mine.code}/{address}").status_code == 200
    assert caller(cast.citizen).get(f"/dossiers/{mine.code}/").status_code == 200
    assert not Read.objects.exists()


def party_of(user: User) -> None:
    """Who the officer is, when they are an applicant."""
    represent(user=user, party=register_party(name="Người Nộp", passport_no="B1234567"), scope="own", since=SINCE)


def test_what_cannot_be_recorded_is_not_shown(client: Client, cast: Cast, caller: Callers) -> None:
    dossier = cast.appraised()
    client.force_login(cast.officer)
    client.raise_request_exception = False
    me = caller(cast.officer)
    me.client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_read RENAME TO people_read_away")

    for get in (lambda: client.get(f"/can-bo/ho-so/{dossier.code}/"), lambda: me.get(f"/dossiers/{dossier.code}/")):
        with transaction.atomic():
            answer = get()
            transaction.set_rollback(True)
        assert (answer.status_code, answer["Retry-After"]) == (503, "20")
        assert str(dossier.applicant) not in answer.content.decode()


@pytest.mark.parametrize("sql", ["UPDATE people_read SET code = 'x'", "DELETE FROM people_read"])
def test_nobody_rewrites_a_read(client: Client, cast: Cast, sql: str) -> None:
    attach(cast.draft(), cast.citizen, MONDAY, photo("red"))
    client.force_login(cast.officer)
    client.get(f"/can-bo/ho-so/{cast.appraised().code}/")
    assert READS.missing(connection) == []

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
