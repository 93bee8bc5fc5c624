"""Count a request's statements, and refuse those whose cost follows the size of the table.

`with counted(6) as seen:` fails when more than six statements ran inside; BEGIN, COMMIT and savepoints
are not counted. `with unbounded_refused():` fails when a request inside it skips rows by OFFSET or counts
dossiers without a bound; `counted` looks for the same.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connection
from django.utils import timezone

from dossiers.models.state import OPEN, State
from people.models import Agency, User
from people.models.delegation import delegations_on, given_to
from people.models.post import posts_of
from procedures.calendar.lookup import current_version, working_calendar
from procedures.models import Edition

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ", "DECLARE", "CLOSE")
COUNT_OF_DOSSIERS = re.compile(r'\bCOUNT\s*\(.*?FROM\s+"dossiers_dossier"', re.DOTALL)
STATES = re.compile(r'"state" IN \(([^)]*)\)')


def fault_of(sql: str, params: Any = ()) -> str:
    """Why the cost of this statement follows the size of the table; empty when it does not."""
    if re.search(r"\bOFFSET\b", sql):
        return f"skips rows by OFFSET: {sql}"
    if COUNT_OF_DOSSIERS.search(sql) and "LIMIT" not in sql and not _only_open(sql, params):
        return f"counts dossiers without a bound: {sql}"
    return ""


@contextmanager
def counted(limit: int) -> Iterator[list[str]]:
    """Yields the statements as they run; fails when they are more than *limit*, or one is unbounded."""
    seen: list[str] = []
    with _watched(lambda sql, params: seen.append(sql)), unbounded_refused(anywhere=True):
        yield seen
    listed = "\n".join(f"{n}. {sql[:300]}" for n, sql in enumerate(seen, 1))
    assert len(seen) <= limit, f"{len(seen)} statements, at most {limit}:\n{listed}"


@contextmanager
def unbounded_refused(*, anywhere: bool = False) -> Iterator[None]:
    """Fails at the end when a request inside (or, *anywhere*, the test itself) ran an unbounded statement."""
    faults: list[str] = []
    depth = [1 if anywhere else 0]

    def look(sql: str, params: Any) -> None:
        if depth[0] and (fault := fault_of(sql, params)):
            faults.append(fault)

    with ExitStack() as stack:
        stack.enter_context(_signalled(request_started, depth, 1))
        stack.enter_context(_signalled(request_finished, depth, -1))
        stack.enter_context(_watched(look))
        yield
    assert not faults, "\n".join(faults)


def remember(user: User, edition: Edition) -> None:
    """Have the process keep what it keeps after a first request of *user* about *edition*."""
    posts_of(user.pk)
    given_to(user.pk)
    delegations_on(timezone.localdate())
    Edition.kept(edition.pk)
    for agency in Agency.objects.all():
        working_calendar(current_version(), agency.path)


def _only_open(sql: str, params: Any) -> bool:
    """The count names only open states, so it reads the partial index of open dossiers; drafts are never in it."""
    listed = STATES.search(sql)
    if listed is None:
        return False
    words = set(re.findall(r"'(\w+)'", listed[1])) or {str(param) for param in params or ()}
    named = words & {str(state) for state in State}
    return bool(named) and named - {str(State.DRAFT)} <= {str(state) for state in OPEN}


@contextmanager
def _watched(look: Callable[[str, Any], None]) -> Iterator[None]:
    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(NOT_COUNTED):
            look(sql, params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


@contextmanager
def _signalled(signal: Any, depth: list[int], change: int) -> Iterator[None]:
    def receive(**_more: Any) -> None:
        depth[0] += change

    signal.connect(receive)
    try:
        yield
    finally:
        signal.disconnect(receive)
