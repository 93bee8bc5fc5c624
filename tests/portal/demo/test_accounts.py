"""The production shape refuses to start while a demo account can sign in."""

from typing import Any

import pytest

from people.models import User
from portal.demo.accounts import DEMO_PASSWORD, left_over, refuse_outside_demo


@pytest.fixture
def demo_leader(db: None) -> User:
    """An account of the demo world."""
    return User.objects.create_user(username="lanhdao", password=DEMO_PASSWORD)


def test_outside_demo_a_demo_account_stops_the_start(demo_leader: User, settings: Any) -> None:
    settings.DEMO = False

    (error,) = refuse_outside_demo(databases=["default"])

    assert error.id == "portal.E001"
    assert "lanhdao" in error.msg


def test_in_demo_mode_nothing_is_refused(demo_leader: User, settings: Any) -> None:
    settings.DEMO = True

    assert refuse_outside_demo(databases=["default"]) == []


def test_a_real_account_of_the_same_name_is_no_demo_account(demo_leader: User) -> None:
    demo_leader.set_password("một mật khẩu khác hẳn")
    demo_leader.save()

    assert left_over() == []


def test_a_closed_demo_account_is_no_danger(demo_leader: User) -> None:
    demo_leader.is_active = False
    demo_leader.save()

    assert left_over() == []
