"""Request ids in responses and logs; load shedding."""

import logging
import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.http.load_shedding import LoadShedding
from portal.http.request_id import RequestId, RequestIdFilter


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Any) -> None:
    """One proxy of ours stands before the site."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def answer(given: str | None, rf: RequestFactory) -> tuple[HttpResponse, list[str]]:
    """The answer to a request with that id, and the ids that were logged meanwhile."""
    logged: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)
        RequestIdFilter().filter(record)
        logged.append(record.__dict__["request_id"])
        return HttpResponse()

    headers = {"X-Request-ID": given} if given else {}
    return RequestId(view)(rf.get("/", headers=headers)), logged


def test_the_proxys_request_id_is_kept_in_answer_and_log(rf: RequestFactory) -> None:
    response, logged = answer("abc-12345.def", rf)

    assert response["X-Request-ID"] == "abc-12345.def"
    assert logged == ["abc-12345.def"]


def test_without_a_proxy_of_ours_the_clients_id_is_not_believed(rf: RequestFactory, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

    response, logged = answer("abc-12345.def", rf)

    assert response["X-Request-ID"] != "abc-12345.def"
    assert logged == [response["X-Request-ID"]]


@pytest.mark.parametrize("given", [None, "short", "a" * 65, "evil line\tINFO: paid"])
def test_an_id_unfit_to_print_is_replaced(given: str | None, rf: RequestFactory) -> None:
    response, logged = answer(given, rf)

    assert len(response["X-Request-ID"]) == 32
    assert logged == [response["X-Request-ID"]]


@pytest.mark.django_db
def test_what_django_logs_of_the_answer_carries_the_id_too(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RequestIdFilter())

    answer = client.post("/cach-hien-thi/", {"size": "x"}, headers={"X-Request-ID": "abc-12345"})

    assert answer.status_code == 422
    logged = [record for record in caplog.records if record.name == "django.request"]
    assert [record.__dict__["request_id"] for record in logged] == ["abc-12345"]


def test_outside_a_request_the_log_says_dash() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)

    RequestIdFilter().filter(record)

    assert record.__dict__["request_id"] == "-"


def shed(came: str, rf: RequestFactory, path: str = "/") -> int:
    """The status of a request that the proxy took at *came*."""
    request = rf.get(path, headers={"X-Request-Start": came})
    return LoadShedding(lambda request: HttpResponse())(request).status_code


def test_who_waited_too_long_for_a_thread_gets_503_and_when_to_come_back(rf: RequestFactory, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.SHED_AFTER = 1, 10

    assert shed(f"t={time.time() - 11:.3f}", rf) == 503
    assert shed(f"t={time.time() - 9:.3f}", rf) == 200
    assert shed(f"t={time.time() - 11:.3f}", rf, "/health/live") == 200
    request = rf.get("/api/v1/", headers={"X-Request-Start": "t=1000000000.000"})
    answer = LoadShedding(lambda request: HttpResponse())(request)
    assert answer["Retry-After"]
    assert b"detail" in answer.content


@pytest.mark.parametrize("came", ["", "t=", "t=nan", "t=1e9", "1000000000.000", "t=99999999999999.000"])
def test_a_start_that_cannot_be_read_sheds_nobody(came: str, rf: RequestFactory, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert shed(came, rf) == 200


def test_without_a_proxy_nobody_is_shed(rf: RequestFactory, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

    assert shed("t=1000000000.000", rf) == 200
