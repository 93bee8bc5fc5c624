"""Reference data: rows that change rarely, kept in the process for as long as the version of all of them stands.

One row holds the version, a token that triggers of the database replace whenever an agency, a post, an
edition or a calendar changes, by whichever way (`reference_triggers.py`). A request reads it in the
statement that brings its session or its token, so that what ended anywhere bites at the next request of every
process. The token is random: that of a transaction rolled back never comes again.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

KEPT_AT_MOST = 1024  # values of one kind

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Row = TypeVar("Row", bound=models.Model)


class ReferenceVersion(models.Model):
    """The one row with the version of all reference data."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token


class _Scope:
    """One request or act: the version is read once in it."""

    token: str | None = None
    is_read = False


_scope: ContextVar[_Scope | None] = ContextVar("reference_scope", default=None)


@contextmanager
def one_version() -> Iterator[None]:
    """Within it the version is read at most once: around a request, a task, an act. Inner ones join the outer."""
    if _scope.get() is not None:
        yield
        return
    mark = _scope.set(_Scope())
    try:
        yield
    finally:
        _scope.reset(mark)


def version_column() -> models.Subquery:
    """The version as one more column of a statement that is needed anyway; tell `know_version` what it said."""
    return models.Subquery(ReferenceVersion.objects.values("token")[:1])


def know_version(token: str | None) -> None:
    """Take *token* for the version in this scope."""
    if scope := _scope.get():
        scope.token, scope.is_read = token, True


def forget_version() -> None:
    """Read the version anew in this scope: reference data were changed here."""
    if scope := _scope.get():
        scope.is_read = False


def version_is_known() -> bool:
    """True where a statement that was needed anyway brought it; else `version_now` costs one."""
    scope = _scope.get()
    return scope is not None and scope.is_read


def version_now() -> str | None:
    """The version that holds in this scope; None where there is none, and nothing may be kept."""
    scope = _scope.get()
    if scope is not None and scope.is_read:
        return scope.token
    token = ReferenceVersion.objects.values_list("token", flat=True).first()
    know_version(token)
    return token


class Kept(Generic[Key, Value]):
    """What *load* reads for a key, read once for each version."""

    def __init__(self, load: Callable[[Key], Value]) -> None:
        self.load, self.lock = load, Lock()
        self.token: str | None = None
        self.values: dict[Key, Value] = {}

    def __call__(self, key: Key) -> Value:
        """The value of *key*, shared by everybody who asks: not to be changed."""
        token = version_now()
        if token is None:
            return self.load(key)
        with self.lock:
            if token != self.token:
                self.token, self.values = token, {}
            values = self.values
        if key not in values:
            if len(values) >= KEPT_AT_MOST:
                values.clear()
            values[key] = self.load(key)
        return values[key]


if TYPE_CHECKING:
    KeptForeignKey = models.ForeignKey  # to the type checker, too, it is a foreign key like any other
else:

    class _KeptDescriptor(ForwardManyToOneDescriptor):
        def get_object(self, instance: models.Model) -> Any:
            """The kept row; a copy, so that no caller changes another's."""
            row = self.field.remote_field.model.kept(getattr(instance, self.field.attname))
            return copy_of(row) if row is not None else super().get_object(instance)

    class KeptForeignKey(models.ForeignKey):
        """A foreign key to reference data: read from the process, by `kept` of the model it points to."""

        forward_related_accessor_class = _KeptDescriptor

        def deconstruct(self) -> Any:
            """To migrations it is a foreign key like any other."""
            name, _path, args, kwargs = super().deconstruct()
            return name, "django.db.models.ForeignKey", args, kwargs


def copy_of(row: Row) -> Row:
    """Another instance with the same values, related rows included."""
    copied: Row = object.__new__(type(row))
    copied.__dict__.update(row.__dict__)
    copied._state = models.base.ModelState()
    copied._state.db, copied._state.adding = row._state.db, False
    copied._state.fields_cache = dict(row._state.fields_cache)
    return copied
