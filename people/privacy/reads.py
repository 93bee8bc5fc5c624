"""Record a read: the one place that writes it, before the page is made. What cannot be recorded is not shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people.identity import phone_number, without_grouping
from people.models import Party, Post, Read, Representation, User
from people.models.party_search import YEAR, name_and_number
from toolbox.text import fold

What = Read.What
FILES = (What.ATTACHMENT, What.PAPER, What.RECORD)
DETAIL_MAX, ADDRESS_MAX = 300, 45


@dataclass(frozen=True)
class Subject:
    """What was read: a dossier by key and code, with its applicant and the one file of it, or a person."""

    dossier_key: int | None = None
    code: str = ""
    party_id: int | None = None
    item: int | None = None


def record(
    request: HttpRequest,
    what: str,
    subject: Subject | None = None,
    *,
    by: User,
    at: datetime,
    post: Post | None = None,
    how: str = "",
    **more: Any,
) -> Read:
    """Write one row, at once: *what* of *subject* was read *by* whom, through which *post* (else their first).

    *more* are other columns: `detail`, `digest`, `rows`. Raises OperationalError when it cannot be written, whatever
    the cause: to the reader that is an outage, and nothing is shown.
    """
    subject = subject or Subject()
    read = Read(
        at=at,
        user=by,
        post=post or next(iter(by.active_posts), None),
        what=what,
        how=how or _way(request, what),
        dossier_key=subject.dossier_key,
        code=subject.code,
        party_id=subject.party_id,
        item=subject.item,
        address=_address(request)[:ADDRESS_MAX],
        **more,
    )
    try:
        read.save(force_insert=True)
    except DatabaseError as error:
        raise OperationalError(f"a read cannot be recorded: {error}") from error
    return read


def record_many(request: HttpRequest, what: str, subjects: Iterable[Subject], *, by: User, at: datetime) -> None:
    """Write a row for each of *subjects* that one page shows, in one statement. Raises OperationalError as `record`."""
    facts = {"at": at, "user": by, "post": next(iter(by.active_posts), None), "what": what}
    where = {"how": _way(request, what), "address": _address(request)[:ADDRESS_MAX]}
    keys = [{"dossier_key": row.dossier_key, "code": row.code, "party_id": row.party_id} for row in subjects]
    try:
        Read.objects.bulk_create([Read(**facts, **where, **key) for key in keys])
    except DatabaseError as error:
        raise OperationalError(f"reads cannot be recorded: {error}") from error


def record_party(request: HttpRequest, party: Party, *, by: User, at: datetime) -> Read:
    """Write that the data of *party* were read."""
    return record(request, What.PARTY, Subject(party_id=party.pk), by=by, at=at)


def record_search(
    request: HttpRequest, typed: str, *, rows: int, by: User, at: datetime, only: Party | None = None
) -> Read:
    """Write that somebody was searched for: what kind of words, how many it listed, and who if it was *only* one.

    Of a name with a number the number is what stands in the record.
    """
    name, number = name_and_number(typed)
    typed = number if name and number and not YEAR.fullmatch(number) else typed
    subject = Subject(party_id=only.pk) if only else None
    return record(
        request, What.SEARCH, subject, by=by, at=at, detail=kind_of(typed), digest=digest_of(typed), rows=rows
    )


def record_export(
    request: HttpRequest, name: str, filters: dict[str, Any], *, rows: int | None, by: User, at: datetime
) -> Read:
    """Write that rows were taken away: which file, by which filters, how many; None while a long one is being sent."""
    chosen = "; ".join(f"{key}={value}" for key, value in filters.items() if value)
    detail = f"{name}: {chosen}" if chosen else name
    how = "" if _way(request, What.EXPORT) == Read.How.API else Read.How.FILE
    return record(request, What.EXPORT, by=by, at=at, how=how, detail=detail[:DETAIL_MAX], rows=rows)


@dataclass(frozen=True)
class Reader:
    """A read as the person whom it is about is told of it; one line for what the same reader opened in one hour."""

    at: datetime
    unit: str
    role: str
    name: str  # empty where the policy of the department, or an inspection, keeps it
    what: str
    code: str


def readers_of(rows: Iterable[Read]) -> list[Reader]:
    """*rows*, read with their names, as they are told to the person; the same reader and thing once an hour."""
    told: dict[Any, Reader] = {}
    for row in rows:
        name = str(row.user) if settings.READERS_NAMED and not _is_inspection(row) else ""
        reader = Reader(row.at, row.unit_name, row.role_name, name, str(row.get_what_display()), row.code)
        told.setdefault((row.user_id, row.what, row.code, f"{timezone.localtime(row.at):%Y%m%d%H}"), reader)
    return list(told.values())


def parties_of(user: User, day: date) -> list[int]:
    """The people and organisations whose papers were seen and whom *user* is, or answers for: their data, too."""
    rows = Representation.objects.in_force(day).filter(user=user, only_code="", checked_at__isnull=False)
    own = rows.exclude(scope=Representation.Scope.AUTHORISED).values("party_id")
    return list(Party.objects.filter(Q(pk__in=own) | Q(same_as__in=own)).values_list("pk", flat=True))


def _is_inspection(row: Read) -> bool:
    return row.post is not None and row.post.role == Post.Role.AUDITOR


def digest_of(typed: str) -> str:
    """The digest under which a search is kept: the same however it is written, and of no use without the key."""
    words = phone_number(typed) or without_grouping(typed) if kind_of(typed) == "number" else fold(typed)
    return salted_hmac("people.read", words, secret=settings.RECORD_KEY, algorithm="sha256").hexdigest()


def kind_of(typed: str) -> str:
    """What sort of words were typed: `number` or `name`; never the words."""
    return "number" if without_grouping(typed).lstrip("+").isdecimal() else "name"


def _way(request: HttpRequest, what: str) -> str:
    if what in FILES:
        return Read.How.FILE
    return Read.How.API if request.path.startswith("/api/") else Read.How.PAGE


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "-"
