"""A gunicorn worker that receives a request whole before a thread is given to it.

In gunicorn's own `gthread` a thread reads head and body, so that a client of one byte a second holds it: eight of them
stop a site of two processes. Here the worker's event loop receives, each request within a deadline and all of them
within a share of memory; whoever is too slow is told so and closed. Parsing, keep-alive and answers stay gunicorn's.
"""

import contextlib
import re
import socket
import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_SECONDS = 10.0
HEAD_MAX = 64 * 1024
SLOWEST = 32 * 1024  # bytes of a body a second: a telephone far from its mast
SEND_SECONDS = 10.0  # for one piece of an answer, and
ANSWER_SECONDS = 120.0  # for all of it, with the work for it
LINGER_SECONDS = 2.0  # for a client to read the last of an answer before its connection goes
PIECE = 64 * 1024
HELD_MAX = 128 * 1024 * 1024  # of bodies on their way, in one process
MOST = 400  # requests on their way and connections that linger, in one process
LENGTH = re.compile(rb"(?im)^content-length:[ \t]*([0-9]{1,18})[ \t]*\r$")
CHUNKED = re.compile(rb"(?im)^transfer-encoding:")
EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Received(Unreader):
    """The bytes of one request; a thread that asks for more is told that there are none, and never waits."""

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Nothing."""
        return b""


class Connection(TConn):
    """A client's connection, with what has arrived of its next request."""

    def __init__(self, worker: "Worker", client: socket.socket, address: Any, server: Any) -> None:
        super().__init__(worker.cfg, client, address, server)
        self.worker = worker
        self.parser: Any = None
        self.arrived = bytearray()
        self.searched = 0
        self.deadline = 0.0
        self.wanted = 0  # bytes of head and body; 0 until the head is there
        self.leaves_body = False  # of a length nobody takes, or of none: the connection ends with the answer

    def begin(self) -> None:
        """Wait for the next request, from now."""
        self.deadline, self.wanted, self.searched = time.monotonic() + HEAD_SECONDS, 0, 0
        self.sock.setblocking(False)

    def is_whole(self, longest: int) -> bool:
        """True once head and body are there, or nothing more of them is wanted."""
        if not self.wanted:
            end = self.arrived.find(b"\r\n\r\n", max(0, self.searched - 3))
            self.searched = len(self.arrived)
            if end < 0:
                return self.searched > HEAD_MAX  # gunicorn's parser says what is wrong with it
            self._read_head(bytes(self.arrived[: end + 4]), longest)
        return len(self.arrived) >= self.wanted

    def _read_head(self, head: bytes, longest: int) -> None:
        """How much is to come, and until when."""
        length = LENGTH.search(head)
        size = int(length[1]) if length else 0
        self.leaves_body = size > longest or bool(CHUNKED.search(head))
        self.wanted = len(head) + (0 if self.leaves_body else size)
        self.deadline = time.monotonic() + HEAD_SECONDS + size / SLOWEST
        if EXPECTS.search(head) and len(self.arrived) < self.wanted:
            with contextlib.suppress(OSError):
                self.sock.send(CONTINUE)

    def hand_over(self) -> None:
        """Give the parser this request and nothing after it."""
        size = self.wanted or len(self.arrived)
        if self.parser is None:
            self.parser = RequestParser(self.cfg, iter(()), self.client)
            self.parser.unreader = Received()
        with memoryview(self.arrived) as arrived:
            self.parser.unreader.unread(bytes(arrived[:size]))
        del self.arrived[:size]
        self.data_ready = True

    def refuse(self, status: str, words: str) -> None:
        """Answer in words, as far as the client listens, and close."""
        body = words.encode()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        with contextlib.suppress(OSError):
            self.sock.setblocking(False)
            self.sock.send(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.close()

    def close(self, graceful: bool = False) -> None:
        """Close; *graceful*: once the client has read the answer, for which the event loop waits and nobody else."""
        if graceful:
            self.worker.linger(self)
        else:
            super().close()


class Worker(ThreadWorker):
    """gunicorn's threaded worker, whose threads never wait for a client to send."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.receiving: dict[Connection, None] = {}  # the oldest first, as in the two that follow
        self.lingering: dict[Connection, None] = {}
        self.answering: dict[Connection, float] = {}
        self.held = 0  # bytes of all that are being received

    def init_process(self) -> None:
        """Learn the longest body, which is a setting of the site, and start."""
        self.longest = settings.REQUEST_MAX_BYTES
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, and begin to receive; of too many the oldest gives way."""
        try:
            client, address = listener.accept()
        except OSError:  # gone again, or no descriptor is free: the next turn of the loop tries once more
            return
        self.nr_conns += 1
        self.receive(Connection(self, client, address, listener.getsockname()))
        if len(self.receiving) > MOST:
            self.drop(next(iter(self.receiving)), "503 Service Unavailable")

    def receive(self, conn: Connection) -> None:
        """Receive the next request of *conn*, of which something may be there already."""
        conn.begin()
        self.receiving[conn] = None
        self.held += len(conn.arrived)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_arrival, conn))
        if conn.arrived:
            self._serve_if_whole(conn)

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """A connection that was kept alive sends its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self.receive(conn)

    def on_arrival(self, conn: Connection, _client: socket.socket) -> None:
        """Keep what came; a thread gets the request when it is whole."""
        try:
            piece = conn.sock.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self.drop(conn)
            return
        conn.arrived += piece
        self.held += len(piece)
        self._serve_if_whole(conn)
        while self.held > HELD_MAX and (large := next((c for c in self.receiving if len(c.arrived) > PIECE), None)):
            self.drop(large, "503 Service Unavailable")

    def _serve_if_whole(self, conn: Connection) -> None:
        if not conn.is_whole(self.longest):
            return
        self._forget(conn)
        conn.hand_over()
        self.answering[conn] = time.monotonic() + ANSWER_SECONDS
        self.enqueue_req(conn)

    def drop(self, conn: Connection, status: str = "") -> None:
        """Receive no more of *conn*; with a *status* its client is told why."""
        self._forget(conn)
        self.nr_conns -= 1
        if status:
            conn.refuse(status, _("Nội dung gửi lên đến quá chậm hoặc máy chủ đang bận. Kiểm tra mạng rồi gửi lại."))
        else:
            conn.close()

    def _forget(self, conn: Connection) -> None:
        del self.receiving[conn]
        self.held -= len(conn.arrived)
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Answer; a client that does not read holds the thread for seconds, not for ever."""
        conn.sock.settimeout(SEND_SECONDS)
        if conn.leaves_body:
            req.force_close()
        return bool(super().handle_request(req, conn))

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        """Never after a body that was not received: its bytes would be read as a request."""
        return not conn.leaves_body and bool(super()._keepalive_after(conn, keepalive))

    def finish_request(self, conn: Connection, fs: Future[Any]) -> None:
        """Wait for the next request, or go on with it where its bytes came with the last one."""
        self.answering.pop(conn, None)
        super().finish_request(conn, fs)
        if conn.arrived and self.keepalived_conns and self.keepalived_conns[-1] is conn:
            self.on_client_socket_readable(conn, conn.sock)

    def linger(self, conn: Connection) -> None:
        """Let the client read to the end, then close; the oldest is closed at once when there are too many."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            conn.close()
            return
        conn.deadline = time.monotonic() + LINGER_SECONDS
        self.lingering[conn] = None
        self.poller.register(conn.sock, EVENT_READ, partial(self._discard, conn))
        if len(self.lingering) > MOST:
            self._end(next(iter(self.lingering)))

    def _discard(self, conn: Connection, _client: socket.socket) -> None:
        try:
            piece = conn.sock.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self._end(conn)

    def _end(self, conn: Connection) -> None:
        del self.lingering[conn]
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        conn.close()

    def murder_pending(self) -> None:
        """Every second: close who is too slow to send, to read, or to go; and, when stopping, who sent nothing."""
        super().murder_pending()
        now = time.monotonic()
        for conn in list(self.receiving):
            if conn.deadline < now:
                self.drop(conn, "408 Request Timeout")
            elif not self.alive and not conn.arrived:
                self.drop(conn)
        for conn in [each for each in self.lingering if each.deadline < now]:
            self._end(conn)
        for conn in [each for each, until in self.answering.items() if until < now]:
            del self.answering[conn]
            with contextlib.suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RDWR)
