"""A server that takes connections and never answers, as a program does that hangs; it counts who came."""

import contextlib
import socket
import threading
from typing import Self


class SilentServer:
    """Listens on a port of loopback while its block runs."""

    def __init__(self) -> None:
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._taken: list[socket.socket] = []

    @property
    def url(self) -> str:
        """As REDIS_URL says it."""
        return f"redis://127.0.0.1:{self._listener.getsockname()[1]}/0"

    def __enter__(self) -> Self:
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for link in (self._listener, *self._taken):
            link.close()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _address = self._listener.accept()
                self.connections += 1
                self._taken.append(link)
