"""Clients who send or read at a byte a second, against a whole site without a proxy: nobody else waits for them."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

from tests.support.site import Site, start

pytestmark = pytest.mark.journey
SLOW = 16  # twice the threads of two web processes
HEAD = b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
SHAPES = {
    "nothing at all": b"",
    "a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "a head of one long line": b"GET /" + b"x" * 3000,
    "a form": HEAD + b"Content-Length: 1000\r\n\r\n",
    "a form that waits to be asked on": HEAD + b"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
    "a form without end": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe",
    "a body nobody takes": HEAD + b"Content-Length: 300000000\r\n\r\n",
    "a second request behind the first": b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /health",
    "an answer that is not read to its end": b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One web process of four threads."""
    running = start(tmp_path_factory.mktemp("site"))
    yield running
    running.stop()


def connect(site: Site) -> socket.socket:
    """A connection to the web server."""
    return socket.create_connection(("127.0.0.1", urlsplit(site.address).port or 0), timeout=30)


def answer(site: Site, request: bytes) -> bytes:
    """What the site answers to these bytes, to the end of the connection."""
    with closing(connect(site)) as link:
        link.sendall(request)
        parts = []
        while piece := link.recv(65536):
            parts.append(piece)
    return b"".join(parts)


def seconds_of_others(site: Site) -> float:
    """How long somebody else waits for a page."""
    begun = time.monotonic()
    assert answer(site, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")
    return time.monotonic() - begun


@pytest.mark.parametrize("shape", SHAPES)
def test_sixteen_slow_clients_stop_nobody(site: Site, shape: str) -> None:
    with ExitStack() as open_links:
        links = [open_links.enter_context(closing(connect(site))) for _n in range(SLOW)]
        for link in links:
            link.sendall(SHAPES[shape])
        waits = []
        for _try in range(2):
            waits.append(seconds_of_others(site))
            time.sleep(0.3)

    assert min(waits) < 3, "the deadline of a slow client is ten seconds; nobody may wait as long"
    assert max(waits) < 8


@pytest.mark.parametrize("shape", ["a head", "a form"])
def test_who_is_too_slow_is_told_so_and_closed(site: Site, shape: str) -> None:
    begun = time.monotonic()

    told = answer(site, SHAPES[shape])

    assert told.startswith(b"HTTP/1.1 408 ")
    assert "quá chậm".encode() in told
    assert 8 < time.monotonic() - begun < 25


def test_what_is_too_long_is_refused_before_it_is_sent(site: Site) -> None:
    page = answer(site, SHAPES["a body nobody takes"])
    program = answer(site, b"POST /api/v1/token/ HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n\r\n")
    endless = answer(site, SHAPES["a form without end"])

    assert (page[:12], program[:12], endless[:12]) == (b"HTTP/1.1 413", b"HTTP/1.1 413", b"HTTP/1.1 411")
    assert all(b"Connection: close" in each for each in (page, program, endless))


def test_two_requests_sent_at_once_are_both_answered(site: Site) -> None:
    one = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"

    both = answer(site, one + b"\r\n" + one + b"Connection: close\r\n\r\n")

    assert both.count(b"HTTP/1.1 200 OK") == 2


def test_a_body_that_comes_in_pieces_is_read_whole(site: Site) -> None:
    body = b'{"username": "ai", "password": "sai"}'
    head = b"POST /api/v1/token/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
    with closing(connect(site)) as link:
        for byte in head + b"Content-Length: %d\r\n\r\n" % len(body) + body:
            link.sendall(bytes([byte]))
        first = link.recv(65536)

    assert first.startswith(b"HTTP/1.1 400")


def test_a_body_that_nobody_read_is_not_the_next_request(site: Site) -> None:
    hidden = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + hidden

    assert answer(site, chunked).count(b"HTTP/1.1 ") == 1
