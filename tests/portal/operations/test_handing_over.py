"""Jobs are handed over without waiting for a queue that does not answer: the row is the job."""

from collections.abc import Iterator
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from portal.celery import App, ScopedTask
from tests.support.silence import SilentServer
from toolbox import breaker
from toolbox.breaker import Away


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    breaker.REDIS.close()
    yield
    breaker.REDIS.close()


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    """In the place of Redis."""
    with SilentServer() as server:
        yield server


def nothing(*_: str) -> None:
    """What the job does."""


def job(url: str) -> Any:
    """A task whose queue is there."""
    app = App("of a test", task_cls=ScopedTask, broker=url, set_as_current=False)
    app.conf.task_publish_retry = False
    return app.task(nothing, name="job")


def test_a_queue_that_never_answers_is_asked_once_for_any_number_of_jobs(silent: SilentServer, settings: Any) -> None:
    settings.HANDING_OVER = settings.HANDING_OVER | {"socket_timeout": 0.05}
    one = job(silent.url)

    with pytest.raises(OperationalError):
        one.delay()
    assert {one.delay() for _n in range(10)} == {None}
    with pytest.raises(Away):
        one.delay("what no row holds")
    assert silent.connections == 1


def test_beat_tries_each_time(silent: SilentServer, settings: Any) -> None:
    settings.HANDING_OVER = settings.HANDING_OVER | {"socket_timeout": 0.05}
    one = job(silent.url)
    for _n in range(2):
        with pytest.raises(OperationalError), one.app.connection_for_write() as link:
            one.apply_async(producer=one.app.amqp.Producer(link))

    assert silent.connections == 2


def test_whoever_hands_over_waits_briefly_and_once(settings: Any) -> None:
    options = job("redis://127.0.0.1:1/0").app.connection_for_write().transport_options

    assert options["max_retries"] == 0
    assert options["socket_timeout"] == options["socket_connect_timeout"] == settings.REDIS_PATIENCE <= 0.25
