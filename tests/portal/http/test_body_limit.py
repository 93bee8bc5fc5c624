"""One limit of length on every path, before anything is read or put on a disk."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dossiers.papers.render import render_batch
from tests.support.factories import in_appraisal, photo
from tests.support.posting import begin

pytestmark = pytest.mark.django_db
PATHS = ["/dang-nhap/", "/tra-cuu/", "/ho-so/x/phan/1/", "/ho-so/x/giay-to/a/", "/quan-tri/login/"]
PROGRAMS = ["/api/v1/token/", "/api/v1/dossiers/", "/api/v1/dossiers/x/attachments/"]


class Unread:
    """A body that fails the test when somebody reads it."""

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def post(path: str, length: str, kind: str, **more: str) -> Any:
    """The answer to a POST whose body nobody may read."""
    told: dict[str, Any] = {"wsgi.input": Unread(), "CONTENT_LENGTH": length, **more}
    return Client(enforce_csrf_checks=True).generic("POST", path, b"", kind, **told)


KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "text/plain"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", [*PATHS, *PROGRAMS])
def test_a_body_of_300_mb_is_refused_unread(path: str, kind: str) -> None:
    answer = post(path, "300000000", kind)

    assert answer.status_code == 413
    words = answer.json()["detail"] if path.startswith("/api/") else answer.content.decode()
    assert "quá lớn" in words or "từng tệp" in words


@pytest.mark.parametrize("path", [PATHS[0], PATHS[2], *PROGRAMS])
def test_a_body_without_a_length_is_refused_unread(path: str) -> None:
    answer = post(path, "", KINDS[0], HTTP_TRANSFER_ENCODING="chunked")

    assert answer.status_code == 411
    assert "Content-Length" in answer.content.decode()


def test_who_is_signed_out_sends_no_file_but_is_asked_to_sign_in(settings: Any) -> None:
    answer = post(PATHS[3], str(settings.REQUEST_MAX_BYTES), KINDS[1])

    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/?next=")
    assert post(PROGRAMS[2], str(settings.REQUEST_MAX_BYTES), KINDS[1]).status_code == 401


def test_a_form_takes_no_file_and_a_page_of_files_takes_one(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    large = photo() + b"\0" * 3_000_000
    key = edition.required_components[0]["key"]

    to_form = client.post(f"/ho-so/{draft.ref}/phan/1/", {"a": SimpleUploadedFile("a.jpg", large)})
    to_files = client.post(f"/ho-so/{draft.ref}/giay-to/{key}/", {"pages": SimpleUploadedFile("a.jpg", large)})

    assert (to_form.status_code, to_files.status_code) == (413, 302)
    assert draft.attachments.get().size == len(large)


def test_without_room_files_are_refused_with_words_and_when_to_come_back(
    client: Client, edition: Any, citizen: Any, settings: Any
) -> None:
    draft = begin(client, edition, citizen)
    key = edition.required_components[0]["key"]
    settings.UPLOAD_RESERVE_MB = 10**9

    page = client.post(f"/ho-so/{draft.ref}/giay-to/{key}/", {"pages": SimpleUploadedFile("a.jpg", photo())})
    program = client.post(f"/api/v1/dossiers/{draft.ref}/attachments/", {"component": key})

    assert (page.status_code, program.status_code) == (503, 503)
    assert page["Retry-After"] == program["Retry-After"] == "1800"
    assert "sau 30 phút" in page.content.decode()
    assert "sau 30 phút" in program.json()["detail"]
    assert client.get(f"/ho-so/{draft.ref}/giay-to/{key}/").status_code == 200
    assert not draft.attachments.exists()


def test_without_room_acts_and_their_papers_go_on(edition: Any, citizen: Any, clerk: Any, settings: Any) -> None:
    settings.UPLOAD_RESERVE_MB = 10**9

    dossier = in_appraisal(edition, citizen, clerk)

    assert render_batch(timezone.now() + timedelta(days=1)) >= 1
    assert dossier.papers.get(kind="receipt").is_ready
