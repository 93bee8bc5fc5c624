"""Deputies: only a leader and a head have them, and two administrators say so."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from people import grants
from people.models import Agency, Post, PostGrant, User
from tests.conftest import at
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
NOW, TODAY = at("2026-11-23 10:00"), date(2026, 11, 23)


@pytest.fixture
def second(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """The other administrator."""
    return person("quantri2", agencies["SLD"], Post.Role.ADMINISTRATOR)


def propose(user: User, by: User, role: str, **more: Any) -> PostGrant:
    given = {"user": user, "unit": Agency.objects.get(code="SLD-NCC"), "role": role, "since": TODAY, **more}
    return grants.propose_appointment(**given, by=by, at=NOW)


@pytest.mark.parametrize(
    ("role", "title"), [("leader", "Phó Giám đốc"), ("head", "Phó Trưởng phòng"), ("officer", None), ("desk", None)]
)
def test_only_a_leader_and_a_head_have_deputies(
    citizen: User, administrator: User, second: User, role: str, title: str | None
) -> None:
    if title is None:
        with pytest.raises(InvalidInput, match="cấp phó"):
            propose(citizen, administrator, role, is_deputy=True)
        return
    grant = propose(citizen, administrator, role, is_deputy=True)
    assert grant.subject.startswith(title)

    post = grants.confirm(grant, by=second, at=NOW).post

    assert post is not None
    assert (post.is_deputy, post.title) == (True, title)


def test_a_deputy_becomes_head_in_the_same_place(citizen: User, administrator: User, second: User) -> None:
    post = grants.confirm(propose(citizen, administrator, "head", is_deputy=True), by=second, at=NOW).post
    assert post is not None
    to = {"unit": post.unit, "role": "head", "since": TODAY + timedelta(days=7)}

    with pytest.raises(InvalidInput, match="vị trí đang giữ"):
        grants.propose_move(post, **to, is_deputy=True, by=administrator, at=NOW)
    moved = grants.confirm(grants.propose_move(post, **to, by=administrator, at=NOW), by=second, at=NOW).post

    assert moved is not None
    assert moved.title == "Trưởng phòng"
