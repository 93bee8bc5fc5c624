"""A report: what it is called, who may see it, its columns, and its rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from people.models import Post, User
from reports.asking import Asked

MOST = 1000  # rows of one answer; above that the answer says that there are more

Role = Post.Role


@dataclass(frozen=True)
class Column:
    """One column: its key in JSON and its heading."""

    key: str
    title: Any
    number: str = ""  # as an official form numbers its columns


class Report(ABC):
    """One report; heavy ones will run on the worker."""

    name: ClassVar[str]
    title: ClassVar[Any]
    roles: ClassVar[tuple[str, ...]] = (Role.HEAD, Role.LEADER, Role.AUDITOR)
    columns: ClassVar[tuple[Column, ...]]
    dated: ClassVar[bool] = False  # asked for a period
    notes: ClassVar[tuple[Any, ...]] = ()  # how it is counted, in words

    def may_be_seen_by(self, user: User) -> bool:
        """One of today's posts opens it."""
        return user.has_role(*self.roles)

    @abstractmethod
    def rows(self, user: User, at: datetime, asked: Asked) -> Iterator[dict[str, Any]]:
        """Plain values by column key, at most MOST + 1 of them."""
