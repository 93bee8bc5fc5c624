"""Scan files for malware by clamd: its INSTREAM command, on the connection that CLAMD_URL names."""

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

CHUNK, CONNECT_SECONDS, SCAN_SECONDS = 64 * 1024, 3, 30
logger = logging.getLogger(__name__)


class NotScanned(Exception):
    """clamd does not answer, is too slow, or answered something else than yes or no."""


def is_infected(content: bytes) -> bool:
    """True when clamd names malware in *content*; False without a clamd. Raises NotScanned."""
    if not settings.CLAMD_URL:
        return False
    try:
        answer = _scan(content)
    except OSError as error:
        logger.error("clamd does not answer: %s", error)
        raise NotScanned from error
    if answer.endswith("FOUND"):
        logger.warning("clamd found: %s", answer)
        return True
    if answer != "stream: OK":
        logger.error("clamd said: %s", answer)
        raise NotScanned
    return False


def _scan(content: bytes) -> str:
    with _connection() as link:
        link.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), CHUNK):
            part = content[at : at + CHUNK]
            link.sendall(struct.pack("!L", len(part)) + part)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            more = link.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connection() -> socket.socket:
    """`tcp://host:3310` or `unix:///run/clamav/clamd.ctl`."""
    place = urlsplit(settings.CLAMD_URL)
    if place.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(CONNECT_SECONDS)
        link.connect(place.path)
    else:
        link = socket.create_connection((place.hostname or "", place.port or 3310), CONNECT_SECONDS)
    link.settimeout(SCAN_SECONDS)
    return link
