"""Error responses: a message for the reader, never a fault of ours."""

import errno
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import OutOfMemoryError, ReadOnlyError

from portal.http import errors, guard
from toolbox.refusal import Forbidden, Refused


def refuse(request: HttpRequest) -> HttpResponse:
    """A view that lets a refusal through."""
    raise Refused("Hồ sơ đã được tiếp nhận.")


def forbid(request: HttpRequest) -> HttpResponse:
    """A view that lets a prohibition through."""
    raise Forbidden("Chỉ lãnh đạo được ký.")


def break_down(request: HttpRequest) -> HttpResponse:
    """A view with a fault."""
    raise ZeroDivisionError


@pytest.fixture
def request_of(rf: RequestFactory) -> HttpRequest:
    """A request as the middleware leaves it."""
    return rf.get("/x/")


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_in_words(client: Client) -> None:
    response = client.get("/khong-co/")

    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/?q=%00", "/thu-tuc/%00/", "/api/v1/lookup/a%00b/"])
def test_a_null_byte_in_the_address_is_a_bad_request(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_an_old_form_gets_a_page_that_says_how_to_go_on() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/dang-nhap/")

    response = client.post("/cach-hien-thi/", {"text_size": "lon"})

    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "status"), [(refuse, 409), (forbid, 403)])
def test_a_refusal_no_view_answered_is_shown_with_its_sentence(
    request_of: HttpRequest, view: type, status: int
) -> None:
    net = guard.RequestGuard(lambda request: HttpResponse())

    try:
        view(request_of)
    except Refused as error:
        response = net.process_exception(request_of, error)

    assert response is not None
    assert response.status_code == status
    assert any(message in response.content.decode() for message in ("đã được tiếp nhận", "Chỉ lãnh đạo"))


@pytest.mark.django_db
def test_too_large_a_body_is_413(request_of: HttpRequest) -> None:
    response = errors.bad_request(request_of, RequestDataTooBig())

    assert response.status_code == 413
    assert "nhỏ hơn 10 MB" in response.content.decode()


urlpatterns = [path("hong/", break_down)]
handler500 = "portal.http.errors.server_error"


@pytest.mark.urls(__name__)
def test_our_own_fault_is_said_without_a_database() -> None:
    client = Client(raise_request_exception=False)

    response = client.get("/hong/")

    assert response.status_code == 500
    assert "Lỗi ở phía chúng tôi" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[1,2]", b'"text"', b'{"username": "a\\u0000b"}'])
def test_a_malformed_api_body_is_a_bad_request(client: Client, body: bytes) -> None:
    response = client.post("/api/v1/token/", body, content_type="application/json")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(("error", "status"), [(Refused("Không được."), 409), (Forbidden("Không được."), 403)])
def test_the_api_answers_a_refused_act_with_its_sentence(error: Exception, status: int) -> None:
    response = errors.api_exception_handler(error, {})

    assert response is not None
    assert response.status_code == status
    assert response.data == {"detail": "Không được."}


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed"), RedisGone("gone")])
def test_what_is_away_is_503_with_words_and_when_to_ask_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    client.raise_request_exception = False

    def away(*_args: Any, **_options: Any) -> None:
        raise error

    monkeypatch.setattr("procedures.models.procedure.ProcedureQuerySet.search", away)
    page, answer = client.get("/thu-tuc/?q=a"), client.get("/api/v1/procedures/?q=a")

    assert (page.status_code, answer.status_code) == (503, 503)
    assert page["Retry-After"] == answer["Retry-After"] == "20"
    assert "Hệ thống tạm gián đoạn" in page.content.decode()
    assert "không gì bị ghi hai lần" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("number", "status"), [(errno.ENOSPC, 503), (errno.EDQUOT, 503), (errno.EACCES, 503), (errno.ENOENT, 500)]
)
def test_a_disk_that_takes_no_file_is_an_outage_and_other_faults_of_files_are_ours(
    number: int, status: int, request_of: HttpRequest
) -> None:
    try:
        raise OSError(number, "as the system says it")
    except OSError:
        assert errors.server_error(request_of).status_code == status


def _read_only() -> InternalError:
    """What Django raises where PostgreSQL takes no writes."""
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = type("ReadOnlySqlTransaction", (Exception,), {"pgcode": "25006"})()
    return error


@pytest.mark.parametrize(
    ("error", "is_outage"),
    [
        (OutOfMemoryError("command not allowed when used memory > 'maxmemory'"), True),
        (ReadOnlyError("READONLY You can't write against a read only replica."), True),
        (_read_only(), True),
        (InternalError("another one"), False),
        (OSError(errno.EROFS, "Read-only file system"), True),
        (PermissionError(errno.EACCES, "Permission denied"), True),
        (OSError(errno.EIO, "Input/output error"), True),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (KeyError("x"), False),
    ],
)
def test_each_outage_is_told_from_a_fault_of_ours(error: Exception, is_outage: bool) -> None:
    assert errors.is_outage(error) is is_outage
