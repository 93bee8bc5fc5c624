"""The two administrators of the tests of staff."""

from collections.abc import Callable

import pytest

from people.models import Agency, Post, User


@pytest.fixture
def second(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """The other administrator."""
    return person("quantri2", agencies["SLD"], Post.Role.ADMINISTRATOR)
