"""A database that takes no writes, a folder that takes no files: what reads goes on, what writes is 503 with words."""

import errno
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from people.models import User
from tests.dossiers.conftest import *  # noqa: F403
from tests.portal.http.test_fuzz import PARTS, known
from tests.support.factories import photo
from tests.support.fuzzing import Fuzz
from tests.support.stories import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
ON, OFF = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
}[connection.vendor]
PAGES = ["/", "/thu-tuc/", "/ho-so/", "/thong-bao/"]
TRIES = 400


@contextmanager
def read_only_database() -> Iterator[None]:
    """No statement of this connection writes."""
    with connection.cursor() as cursor:
        cursor.execute(ON)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(OFF)


@pytest.fixture
def mine(cast: Cast) -> Client:
    """The applicant, signed in before it happens."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=cast.everybody()["citizen"].pk))
    return client


def is_told(answer: Any) -> bool:
    """Whether a 503 says what is the matter and when to come back; a probe it tells what is missing."""
    words = answer.content.decode()
    if answer.request["REQUEST_METHOD"] == "HEAD":
        return True
    if answer.request["PATH_INFO"].endswith("/health/ready"):
        return '"database": false' in words
    return bool(answer["Retry-After"]) and ("gián đoạn" in words or "\\u0111o\\u1ea1n" in words)


def test_what_reads_goes_on_and_what_writes_is_told_to_wait(cast: Cast, mine: Client) -> None:
    draft = cast.draft()

    with read_only_database():
        pages = {path: mine.get(path).status_code for path in [*PAGES, f"/ho-so/{draft.ref}/"]}
        filed = mine.post(f"/ho-so/{draft.ref}/nop/")
        token = Client(raise_request_exception=False).post("/api/v1/token/", {"username": "a", "password": "b"})
        ready = mine.get("/health/ready")

    assert set(pages.values()) == {200}, pages
    assert (filed.status_code, is_told(filed)) == (503, True)
    assert token.status_code in (400, 503)
    assert (ready.status_code, ready.json()["database"]) == (503, False)
    assert mine.post(f"/ho-so/{draft.ref}/nop/").status_code == 302


def test_no_page_and_no_call_answers_with_a_fault_of_ours(cast: Cast) -> None:
    cast.proposed(), cast.submitted(), cast.draft(), cast.awaiting_supplement()
    fuzz, people, broken = Fuzz(seed=22, known=known()), cast.everybody(), []
    clients = {part: Client(raise_request_exception=False) for part in PARTS}
    answers: Counter[int] = Counter()
    for part in PARTS[1:]:
        clients[part].force_login(User.objects.get(pk=people[part].pk))

    with read_only_database():
        for _n in range(TRIES):
            part = fuzz.chance.choice(PARTS)
            response, request = fuzz.send(clients[part])
            answers[response.status_code] += 1
            if response.status_code >= 500 and not (response.status_code == 503 and is_told(response)):
                broken.append(f"{response.status_code} {part or 'nobody'}: {request}")

    assert broken == []
    assert answers[503] > 0


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_takes_no_file_is_told_on_page_and_by_interface(
    cast: Cast, mine: Client, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    draft = cast.draft()
    key = draft.edition.required_components[0]["key"]

    def refuse(*_: Any) -> None:
        raise OSError(number, "as the system says it")

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)
    upload = SimpleUploadedFile("a.jpg", photo(colour="green"))
    page = mine.post(f"/ho-so/{draft.ref}/giay-to/{key}/", {"pages": upload})
    headers = {"Idempotency-Key": "1" * 32}
    upload.seek(0)
    data = {"component": key, "file": upload}
    program = mine.post(f"/api/v1/dossiers/{draft.ref}/attachments/", data, headers=headers)

    assert (page.status_code, program.status_code) == (503, 503)
    assert is_told(page)
    assert is_told(program)
