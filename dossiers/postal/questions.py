"""Ask the postal company without waiting for it: a few seconds, then nobody asks for a while (a breaker)."""

from collections.abc import Callable
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from dossiers.postal.port import PostalService, Status, service
from toolbox.breaker import Away, Breaker
from toolbox.refusal import Refused

Answer = TypeVar("Answer")
SECONDS = 4.0
BREAKER = Breaker()


class NoAnswer(Refused):
    """The company did not answer, or there is none to ask; the desk goes on by paper."""


def ask_number(recipient: str, address: str, reference: str) -> str:
    """The number that the company gives a parcel, as it says it. Raises NoAnswer."""
    return _ask(lambda company: company.register(recipient=recipient, address=address, reference=reference))


def ask_status(number: str, at: datetime) -> Status:
    """What the company says of the parcel of this number. Raises NoAnswer."""
    return _ask(lambda company: company.status(number, at))


def _ask(question: Callable[[PostalService], Answer]) -> Answer:
    company = service()
    if company is None:
        raise NoAnswer(_("Cổng bưu điện chưa được nối. Nhập số bưu gửi và ghi nhận phát theo giấy của bưu điện."))
    try:
        with BREAKER.guard(OSError):
            return _within(SECONDS, lambda: question(company))
    except (Away, OSError):
        raise NoAnswer(_("Bưu điện chưa trả lời. Làm tiếp theo giấy của bưu điện, hoặc hỏi lại sau ít phút.")) from None


def _within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """The answer of *call*, or TimeoutError: a provider that hangs holds its own thread and nobody else's."""
    answers: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except Exception as error:
            answers.put((None, error))

    Thread(target=run, daemon=True, name="postal service").start()
    try:
        answer, error = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    result: Answer = answer
    return result
