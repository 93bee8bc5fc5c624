"""Rate limits per minute: by account where there is one, else by address. 0 is no limit.

With Redis every process counts there, in one step that cannot be interleaved. Without it, or while it does not answer,
each web process counts for itself and lets pass its share of the limit: together never more than the whole.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rest_framework.throttling import BaseThrottle

from toolbox.breaker import REDIS, Away, Breaker
from toolbox.refusal import Refused

logger = logging.getLogger(__name__)


class Counters:
    """Counts requests of this process's callers, in Redis while that answers, else in memory."""

    def __init__(self, redis_url: str, breaker: Breaker | None = None) -> None:
        """Count in the Redis of *redis_url*, unless that is empty; *breaker* is shared with whoever else asks it."""
        self._memory = FixedWindowRateLimiter(MemoryStorage())
        self._in_memory = threading.Lock()  # the store drops its own locks when a minute ends
        self._shared: FixedWindowRateLimiter | None = None
        self._breaker = breaker or Breaker()
        if redis_url:
            options: dict[str, Any] = {"key_prefix": "rate", "retry": Retry(NoBackoff(), 0)}
            options |= dict.fromkeys(("socket_timeout", "socket_connect_timeout"), settings.REDIS_PATIENCE)
            storage = RedisStorage(redis_url, **options)
            self._shared = FixedWindowRateLimiter(storage)

    def seconds_to_wait(self, key: str, number: int, minutes: int = 1, *, is_counted: bool = True) -> float:
        """Count one request of *key*: 0 when it is among the *number* of these *minutes*, else how long the rest lasts.

        Only asked, and not counted, where *is_counted* is false.
        """
        if self._shared:
            try:
                with self._breaker.guard(RedisError, OSError):
                    return _count(self._shared, RateLimitItemPerMinute(number, minutes), key, is_counted)
            except Away:
                pass
            except (RedisError, OSError) as error:
                logger.error("rate limits are counted in memory: %s", error)
        share = max(number // settings.WEB_WORKERS, 1)
        with self._in_memory:
            return _count(self._memory, RateLimitItemPerMinute(share, minutes), key, is_counted)


def _count(limiter: FixedWindowRateLimiter, item: RateLimitItem, key: str, is_counted: bool) -> float:
    if limiter.hit(item, key) if is_counted else limiter.test(item, key):
        return 0.0
    return max(limiter.get_window_stats(item, key).reset_time - time.time(), 1.0)


@cache
def _counters(redis_url: str) -> Counters:
    return Counters(redis_url, REDIS)


class PerMinute(BaseThrottle):
    """A throttle of one kind of request per minute, with the number of RATE_LIMITS."""

    scope = "account"
    _seconds = 0.0

    def allow_request(self, request: Any, view: Any) -> bool:
        """True while the limit is not reached; every request counts."""
        caller = self._caller(request)
        scope = self.scope_of(caller)
        if number := settings.RATE_LIMITS[scope]:
            self._seconds = _counters(settings.RATE_STORE).seconds_to_wait(f"{scope}/{caller}", number)
        return not self._seconds

    def wait(self) -> float | None:
        """Seconds until a refused caller may try again."""
        return self._seconds or None

    def scope_of(self, _caller: str) -> str:
        """The name of the limit in RATE_LIMITS."""
        return self.scope

    def _caller(self, request: Any) -> str:
        """The account, else the address, which counts proxies as TRUSTED_PROXIES tells."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return f"account/{user.pk}"
        return f"address/{self.get_ident(request)}"


class ApiThrottle(PerMinute):
    """Every call of the API: accounts and strangers each have their rate."""

    def scope_of(self, _caller: str) -> str:
        """Another limit for who is not signed in."""
        return _caller.partition("/")[0]


class LookUpThrottle(PerMinute):
    """Codes tried without signing in: nobody walks through all of them."""

    scope = "look_up"


class FeedThrottle(PerMinute):
    """Calendars that fetch themselves: one service asks for many people, and its addresses cannot be guessed."""

    scope = "address"


class Locked(Refused):
    """Refused for *seconds*: this was tried in vain too often, whoever tried."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(round(seconds), 1)
        super().__init__(lock_message(self.seconds))


def require_unlocked(scope: str, key: str) -> None:
    """Raise Locked where *key* was tried in vain as often as FAILURES allows; asking counts nothing."""
    number, minutes = settings.FAILURES[scope]
    if number and (seconds := _failures(scope, key, number, minutes, is_counted=False)):
        raise Locked(seconds)


def note_failure(scope: str, key: str) -> None:
    """Count that *key* was tried in vain, from wherever."""
    number, minutes = settings.FAILURES[scope]
    if number:
        _failures(scope, key, number, minutes, is_counted=True)


def _failures(scope: str, key: str, number: int, minutes: int, *, is_counted: bool) -> float:
    counters = _counters(settings.RATE_STORE)
    return counters.seconds_to_wait(f"failure/{scope}/{key}", number, minutes, is_counted=is_counted)


class TokenThrottle(PerMinute):
    """Passwords tried by the API; the account's own lock-out comes first."""

    scope = "token"


class UploadThrottle(PerMinute):
    """Files sent, whether they are taken or not: to judge one takes seconds of a processor."""

    scope = "upload"


def limited(throttle: type[PerMinute], *methods: str) -> Callable[..., Any]:
    """The same for a page (for its *methods*, or all): a decorator that answers 429 with words and Retry-After."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            limit = throttle()
            if (methods and request.method not in methods) or limit.allow_request(request, None):
                return view(request, *args, **kwargs)
            seconds = round(limit.wait() or 60)
            return too_many(request, retry_message(seconds), seconds)

        return wrapper

    return decorate


def too_many(request: HttpRequest, words: str, seconds: int) -> HttpResponse:
    """The page that asks to wait: 429, with how long."""
    response = render(request, "429.html", {"message": words}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def lock_message(seconds: int) -> str:
    """The message that says when a code may be tried again."""
    return _("Mã này đã tra sai nhiều lần nên tạm khóa. Thử lại sau %(n)d phút, hoặc so lại từng chữ với giấy hẹn.") % {
        "n": -(-seconds // 60)
    }


def retry_message(seconds: float) -> str:
    """The message that tells when to try again."""
    return _("Có quá nhiều yêu cầu trong một phút. Thử lại sau %(n)d giây.") % {"n": max(round(seconds), 1)}
