"""Each request has a name, in the answer and in the log."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.middleware import RequestId, RequestIdFilter


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


@pytest.mark.parametrize("given", [None, "short", "a" * 65, "evil line\tINFO: paid"])
def test_an_id_unfit_to_print_is_replaced(given: str | None, rf: RequestFactory) -> None:
    response, logged = answer(given, rf)

    assert len(response["X-Request-ID"]) == 32
    assert logged == [response["X-Request-ID"]]


def test_outside_a_request_the_log_says_dash() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)

    RequestIdFilter().filter(record)

    assert record.__dict__["request_id"] == "-"
