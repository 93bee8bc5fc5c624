"""No list hides what it stops before: it says that there is more, and lets one get there, page by page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import State
from payments import actions as payments
from people import grants
from people.actions import appoint
from people.incidents import open_incident
from people.models import Agency, Post, PostGrant
from procedures.actions import publish_year
from procedures.calendar.lines import read_lines
from procedures.models import Edition
from tests.conftest import SINCE
from tests.payments.test_cash import take
from tests.support.stories import DEATH, THURSDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
NEXT = re.compile(r'href="(\?[^"]*)"\s+rel="next"|href="(\?[^"]*\ball=1)"')
ROWS = range(3)


@dataclass(frozen=True)
class Member:
    """A list that stops: who opens it where, the constant it stops at, and rows with a word of each."""

    who: str
    address: str
    constant: str
    made: Callable[[Cast], list[str]]
    words: str = ""  # looked for by POST


def names(make: Callable[[Cast], Any]) -> Callable[[Cast], list[str]]:
    """Three dossiers, by name."""
    return lambda cast: [make(cast).name for _ in ROWS]


def owed_back(cast: Cast) -> list[str]:
    """Receipts of dossiers that were withdrawn."""
    rows = [take(cast, cast.appraised()) for _ in ROWS]
    stopped = [actions.stop_for_cessation(row.dossier, *DEATH, by=cast.head, at=WEDNESDAY) for row in rows]
    return [row.receipt.reference for row in rows if stopped]


def proposed_voids(cast: Cast) -> list[str]:
    """Three receipts that the cashier wants voided."""
    rows = [take(cast, cast.appraised()) for _ in ROWS]
    return [payments.propose_void(row, "Nhầm", by=cast.cashier, at=WEDNESDAY).receipt.reference for row in rows]


def later_voids(cast: Cast) -> list[str]:
    """Three receipts of Tuesday that were voided on Thursday."""
    rows = [take(cast, cast.appraised()) for _ in ROWS]
    for row in rows:
        payments.propose_void(row, "Nhầm", by=cast.cashier, at=WEDNESDAY)
        payments.confirm_void(row, by=cast.leader, at=THURSDAY)
    return [row.receipt.reference for row in rows]


def proposed_grants(cast: Cast) -> list[str]:
    """Three posts proposed for three people, by the links to them."""
    unit = Agency.objects.get(code="SLD-NCC")
    given = {"unit": unit, "role": Post.Role.OFFICER, "since": timezone.localdate(), "by": cast.administrator}
    people = (cast.citizen, cast.neighbour, cast.clerk)
    rows = [grants.propose_appointment(user=user, at=timezone.now(), **given) for user in people]
    return [f"/bo-nhiem/{row.pk}/" for row in rows]


def decided_grants(cast: Cast) -> list[str]:
    """The same, refused by another administrator, by name."""
    second = cast.head
    appoint(user=second, unit=Agency.objects.get(code="SLD"), role=Post.Role.ADMINISTRATOR, since=SINCE)
    second.__dict__.pop("active_posts", None)
    proposed_grants(cast)
    for row in PostGrant.objects.waiting():
        grants.refuse(row, "Chưa cần", by=second, at=timezone.now())
    return [f"{user}" for user in (cast.citizen, cast.neighbour, cast.clerk)]


def posts(cast: Cast) -> list[str]:
    """Three posts of one account, by unit."""
    units = [Agency.objects.get(code=code) for code in ("SLD-NCC", "SLD-VLATLD", "SLD-MC")]
    return [f"/{appoint(user=cast.neighbour, unit=unit, role='officer', since=SINCE).pk}/" for unit in units]


def incidents(cast: Cast) -> list[str]:
    """Three incidents, by summary."""
    at = timezone.now()
    texts = [f"Sự cố thứ {number}" for number in ROWS]
    for text in texts:
        open_incident(summary=text, people="Ba người", discovered_at=at - timedelta(hours=1), by=cast.auditor, at=at)
    return texts


def drafts_of_editions(cast: Cast) -> list[str]:
    """Three drafts of one procedure, by number."""
    for number in ROWS:
        row = Edition.objects.get(pk=cast.edition.pk)
        row.pk, row.number, row.state = None, 70 + number, Edition.State.DRAFT
        row.save(force_insert=True)
    return [f"/ban/{70 + number}/" for number in ROWS]


def versions(cast: Cast) -> list[str]:
    """Three publications of a year, by decision."""
    for number in ROWS:
        days = read_lines(2027, f"{number + 1}/1/2027; nghỉ lễ; Tết")
        publish_year(2027, days, f"QĐ {number}/TEST", by=cast.administrator, at=timezone.now())
    return [f"QĐ {number}/TEST" for number in ROWS]


def procedures(cast: Cast) -> list[str]:
    """The procedures in force, by address."""
    return list(Edition.objects.values_list("procedure__slug", flat=True))


MEMBERS = {
    "what waits for the applicant": Member(
        "citizen", "/ho-so/", "dossiers.views.citizen.dossier.FIRST", names(Cast.awaiting_supplement)
    ),
    "drafts": Member("citizen", "/ho-so/", "dossiers.views.citizen.dossier.DRAFTS", names(Cast.draft)),
    "filed": Member("citizen", "/ho-so/", "dossiers.views.citizen.dossier.FIRST", names(Cast.submitted)),
    "queue": Member("officer", "/can-bo/?view=all", "dossiers.views.desk.queue.SIZE", names(Cast.appraised)),
    "queue by name": Member(
        "officer", "/can-bo/", "dossiers.views.desk.queue.SIZE", names(Cast.appraised), "nguyen thi am ech"
    ),
    "register of results": Member("leader", "/can-bo/ket-qua/", "reports.results.SIZE", names(Cast.resolved)),
    "results of one": Member(
        "leader", "/can-bo/ket-qua/", "reports.results.SIZE", names(Cast.resolved), "nguyen thi am ech"
    ),
    "earlier dossiers": Member(
        "clerk", "/can-bo/quay/{party}/", "dossiers.views.desk.counter.EARLIER", names(Cast.appraised)
    ),
    "procedures at the counter": Member(
        "clerk", "/can-bo/quay/{party}/", "dossiers.views.desk.counter.MATCHES", procedures, "giay phep lao dong"
    ),
    "fees": Member("cashier", "/can-bo/thu-phi/", "payments.views.SIZE", names(Cast.appraised)),
    "money to be given back": Member("cashier", "/can-bo/thu-phi/", "payments.views.SIZE", owed_back),
    "voids": Member("leader", "/can-bo/thu-phi/cho-huy/", "payments.views.SIZE", proposed_voids),
    "later voids": Member("leader", "/can-bo/thu-phi/so-thu/?day=05/03/2026", "payments.views.SIZE", later_voids),
    "proposed posts": Member("administrator", "/can-bo/bo-nhiem/", "people.views.SHOWN", proposed_grants),
    "decided posts": Member("administrator", "/can-bo/bo-nhiem/", "people.views.SHOWN", decided_grants),
    "posts of one": Member("administrator", "/can-bo/bo-nhiem/?q=hangxom", "people.views.SHOWN", posts),
    "incidents": Member("auditor", "/rieng-tu/su-co/", "people.privacy.views.SIZE", incidents),
    "drafts of editions": Member(
        "administrator", "/can-bo/thu-tuc/", "procedures.views.editions.SIZE", drafts_of_editions
    ),
    "calendars": Member("administrator", "/can-bo/lich-lam-viec/", "dossiers.views.desk.calendar.VERSIONS", versions),
}


def pages(client: Client, first: Any) -> Iterator[str]:
    """The text of the first page and of all that its links lead on to."""
    seen, path = set(), first.request["PATH_INFO"]
    waiting = [first.content.decode()]
    while waiting:
        yield (text := waiting.pop())
        for link in ("".join(groups).replace("&amp;", "&") for groups in NEXT.findall(text)):
            if link not in seen:
                seen.add(link)
                waiting.append(client.get(path + link.partition("#")[0]).content.decode())


@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_every_row_is_reached_though_the_list_stops_at_one(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, member: Member
) -> None:
    monkeypatch.setattr(member.constant, 1)
    rows = member.made(cast)
    client.force_login(getattr(cast, member.who))
    address = member.address.format(party=cast.party.pk)

    first = client.post(address, {"q": member.words}, follow=True) if member.words else client.get(address)
    whole = "".join(pages(client, first))

    assert len(rows) > 1
    assert NEXT.search(first.content.decode())
    assert [row for row in rows if row not in whole] == []


def test_what_waits_for_the_applicant_is_on_the_first_page_whatever_else_there_is(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossiers.views.citizen.dossier.FIRST", 2)
    waiting = cast.awaiting_supplement()
    for _ in ROWS:
        cast.draft()
        cast.submitted()
    client.force_login(cast.citizen)

    page = client.get("/ho-so/").content.decode()
    later = client.get(f"/ho-so/{NEXT.findall(page)[-1][0].replace('&amp;', '&')}").content.decode()

    assert page.index(waiting.name) < page.index("Bản nháp, chưa nộp") < page.index("Đã nộp")
    assert waiting.name in later


def test_the_start_page_says_that_there_are_more_drafts(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossiers.views.citizen.start.DRAFTS_SHOWN", 1)
    client.force_login(cast.citizen)
    address = f"/nop-ho-so/{cast.edition.procedure.slug}/"
    cast.draft()
    one = client.get(address).content.decode()
    cast.draft()

    assert "/ho-so/#drafts" not in one
    assert "/ho-so/#drafts" in client.get(address).content.decode()


def test_the_calendar_file_says_that_it_stops(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossiers.views.citizen.calendar_feed.MOST", 1)
    cast.appraised()
    client.force_login(cast.citizen)
    link = client.get("/ho-so/").context["calendar"]
    one = client.get(link).content.decode()
    cast.appraised()

    assert "remark@mot-cua" not in one
    assert "remark@mot-cua" in client.get(link).content.decode()


def test_the_counter_says_that_more_wait(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossiers.views.desk.counter.WAITING", 1)
    client.force_login(cast.clerk)
    cast.submitted()
    assert "còn nữa" not in client.get("/can-bo/quay/").content.decode()

    assert cast.submitted().state == State.SUBMITTED

    assert "Trên đây là 1 hồ sơ nộp sớm nhất; còn nữa." in client.get("/can-bo/quay/").content.decode()
