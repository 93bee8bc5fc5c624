"""Power over power: two administrators give it, neither to themselves; everybody concerned is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from notifications.models import Notice
from people import grants
from people.models import Agency, Post, PostGrant, User
from tests.conftest import at
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 10:00")
TODAY = date(2026, 11, 23)


@pytest.fixture
def second(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """The other administrator."""
    return person("quantri2", agencies["SLD"], Post.Role.ADMINISTRATOR)


def propose(user: User, by: User, role: str = "officer", **more: Any) -> PostGrant:
    """Propose a post in the division for people with merit."""
    given = {"user": user, "unit": Agency.objects.get(code="SLD-NCC"), "role": role, "since": TODAY, **more}
    return grants.propose_appointment(**given, by=by, at=NOW)


def told() -> set[str]:
    """Who found a word about it in their inbox."""
    return set(Notice.objects.filter(kind="post_grant", channel="inbox").values_list("user__username", flat=True))


def test_two_administrators_appoint_and_everybody_is_told(citizen: User, administrator: User, second: User) -> None:
    grant = propose(citizen, administrator)
    assert (citizen.posts.count(), told()) == (0, {"congdan", "quantri2"})

    done = grants.confirm(grant, by=second, at=NOW)

    assert (done.state, done.post, done.decided_by) == ("done", citizen.posts.get(), second)
    assert told() == {"congdan", "quantri2", "quantri"}


def test_nobody_confirms_what_they_proposed_nor_what_is_about_them(
    citizen: User, administrator: User, second: User, leader: User
) -> None:
    grant = propose(citizen, administrator)

    for by in (administrator, leader, citizen):
        with pytest.raises(Forbidden):
            grants.confirm(grant, by=by, at=NOW)
    with pytest.raises(Forbidden, match="của mình"):
        grants.confirm(propose(second, administrator), by=second, at=NOW)

    assert not citizen.posts.exists()


@pytest.mark.parametrize("role", list(Post.Role))
def test_nobody_proposes_power_for_themselves(administrator: User, second: User, role: str) -> None:
    with pytest.raises(Forbidden, match="của mình"):
        propose(administrator, administrator, role)
    with pytest.raises(Forbidden, match="của mình"):
        grants.propose_account("open", administrator, "Nhầm", by=administrator, at=NOW)


@pytest.mark.parametrize("part", ["clerk", "leader", "auditor", "citizen", "cashier"])
def test_only_an_administrator_proposes(part: str, request: Any, neighbour: User, agencies: Any) -> None:
    with pytest.raises(Forbidden, match="Chỉ quản trị viên"):
        propose(neighbour, request.getfixturevalue(part))


def test_with_one_administrator_nothing_takes_effect(citizen: User, administrator: User, second: User) -> None:
    grant = propose(citizen, administrator)
    grants.end_post(administrator.posts.get(), "Chuyển công tác", by=administrator, at=NOW)

    with pytest.raises(Refused, match="đủ hai quản trị viên"):
        grants.confirm(grant, by=second, at=NOW)

    grant.refresh_from_db()
    assert (grant.state, citizen.posts.count()) == ("proposed", 0)


def test_who_proposed_it_must_still_be_an_administrator(
    citizen: User, administrator: User, second: User, person: Any, agencies: Any
) -> None:
    third = person("quantri3", agencies["SLD"], Post.Role.ADMINISTRATOR)
    grant = propose(citizen, administrator)
    User.objects.filter(pk=administrator.pk).update(is_active=False)

    with pytest.raises(Refused, match="không còn là quản trị viên"):
        grants.confirm(grant, by=second, at=NOW)

    assert third.is_active


def test_power_begins_on_the_day_it_is_confirmed_at_the_earliest(
    citizen: User, administrator: User, second: User
) -> None:
    early = propose(citizen, administrator, since=TODAY - timedelta(days=400))

    assert grants.confirm(early, by=second, at=NOW).post.valid_from == TODAY
    over = propose(citizen, administrator, "head", since=date(2025, 1, 1), until=date(2025, 2, 1))
    with pytest.raises(Refused, match="đã qua"):
        grants.confirm(over, by=second, at=NOW)


def test_what_is_wrong_is_said_at_its_field(citizen: User, administrator: User) -> None:
    for more, name in (({"role": "king"}, "role"), ({"until": TODAY - timedelta(days=1)}, "until")):
        with pytest.raises(InvalidInput) as refusal:
            propose(citizen, administrator, **more)
        assert set(refusal.value.errors) == {name}
    propose(citizen, administrator)
    with pytest.raises(Refused, match="đang chờ"):
        propose(citizen, administrator)


def test_a_post_ends_at_once_is_recorded_and_told(
    officer: User, leader: User, administrator: User, second: User
) -> None:
    post = officer.posts.get()
    with pytest.raises(InvalidInput):
        grants.end_post(post, " ", by=administrator, at=NOW)
    with pytest.raises(Forbidden):
        grants.end_post(post, "x", by=leader, at=NOW)

    grants.end_post(post, "Nghỉ hưu", by=administrator, at=NOW)

    assert User.objects.get(pk=officer.pk).posts_on(TODAY) == []
    assert told() == {"chuyenvien", "quantri2"}
    with pytest.raises(Refused, match="không còn hiệu lực"):
        grants.end_post(post, "Lần nữa", by=administrator, at=NOW)


@pytest.mark.parametrize("part", ["administrator", "leader"])
def test_the_post_of_an_administrator_or_leader_is_ended_by_two(
    part: str, request: Any, administrator: User, second: User, person: Any, agencies: Any
) -> None:
    third, holder = person("quantri3", agencies["SLD"], Post.Role.ADMINISTRATOR), request.getfixturevalue(part)
    grant = grants.end_post(holder.posts.get(), "Nghỉ hưu", by=second, at=NOW)
    assert grant.state == "proposed"
    assert len(User.objects.get(pk=holder.pk).posts_on(TODAY)) == 1

    with pytest.raises(Refused, match="đang chờ"):
        grants.end_post(holder.posts.get(), "Lần nữa", by=third, at=NOW)
    for by in (second, holder):
        with pytest.raises(Forbidden):
            grants.confirm(grant, by=by, at=NOW)
    done = grants.confirm(grant, by=third, at=NOW)

    assert (done.state, done.decided_by) == ("done", third)
    assert User.objects.get(pk=holder.pk).posts_on(TODAY) == []
    assert holder.username in told()


def test_one_s_own_post_ends_freely_but_not_that_of_the_last_administrator(
    leader: User, administrator: User, second: User
) -> None:
    for user in (leader, administrator):
        assert grants.end_post(user.posts.get(), "Chuyển công tác", by=user, at=NOW).state == "done"

    with pytest.raises(Refused, match="cuối cùng"):
        grants.end_post(second.posts.get(), "Chuyển công tác", by=second, at=NOW)

    assert len(User.objects.get(pk=second.pk).posts_on(TODAY)) == 1


def test_what_ended_meanwhile_is_not_ended_again(leader: User, administrator: User, second: User) -> None:
    grant = grants.end_post(leader.posts.get(), "Nghỉ hưu", by=administrator, at=NOW)
    grants.end_post(leader.posts.get(), "Tự thôi", by=leader, at=NOW)

    with pytest.raises(Refused, match="không còn hiệu lực"):
        grants.confirm(grant, by=second, at=NOW)


def test_a_post_of_this_very_day_ends_at_once_too(citizen: User, administrator: User, second: User) -> None:
    post = grants.confirm(propose(citizen, administrator), by=second, at=NOW).post
    assert post is not None

    grants.end_post(post, "Nhầm người", by=administrator, at=NOW)

    assert User.objects.get(pk=citizen.pk).posts_on(TODAY) == []


def test_an_account_is_closed_and_opened_by_two(leader: User, administrator: User, second: User) -> None:
    for what, active in (("close", False), ("open", True)):
        grant = grants.propose_account(what, leader, "Nghi lộ mật khẩu", by=administrator, at=NOW)
        assert User.objects.get(pk=leader.pk).is_active is not active
        with pytest.raises(Forbidden):
            grants.confirm(grant, by=administrator, at=NOW)
        grants.confirm(grant, by=second, at=NOW)
        assert User.objects.get(pk=leader.pk).is_active is active


def test_a_refusal_says_why_and_one_may_take_ones_own_back(citizen: User, administrator: User, second: User) -> None:
    first, own = propose(citizen, administrator), propose(citizen, administrator, "head")

    with pytest.raises(InvalidInput):
        grants.refuse(first, "", by=second, at=NOW)
    refused = grants.refuse(first, "Chưa có quyết định", by=second, at=NOW)
    taken_back = grants.refuse(own, "Nhầm", by=administrator, at=NOW)

    assert {refused.state, taken_back.state} == {"refused"}
    for grant in (first, own):
        with pytest.raises(Refused, match="đã được quyết định"):
            grants.confirm(grant, by=second, at=NOW)


def test_the_database_keeps_the_two_apart(citizen: User, administrator: User, second: User) -> None:
    grant = propose(citizen, administrator)

    for facts in ({"decided_by": administrator}, {"proposed_by": citizen}, {"decided_by": citizen}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostGrant.objects.filter(pk=grant.pk).update(**facts)


def test_the_console_appoints_the_first_two_and_nobody_after(agencies: Any, person: Any) -> None:
    one, two, three = person("mot"), person("hai"), person("ba")
    with pytest.raises(CommandError, match="hai tài khoản khác nhau"):
        call_command("appoint_administrators", "mot", "mot")
    with pytest.raises(CommandError, match="no account"):
        call_command("appoint_administrators", "mot", "khongco")

    call_command("appoint_administrators", "mot", "hai")

    assert {post.role for user in (one, two) for post in user.posts.all()} == {"administrator"}
    assert PostGrant.objects.filter(state="done", proposed_by=None).count() == 2
    with pytest.raises(CommandError, match="đã có hai"):
        call_command("appoint_administrators", "mot", "ba")
    assert not three.posts.exists()
    grants.confirm(propose(three, one), by=two, at=timezone.now())
    assert three.posts.get().role == "officer"


def test_the_pages_propose_confirm_and_refuse(client: Client, citizen: User, administrator: User, second: User) -> None:
    unit = Agency.objects.get(code="SLD-NCC")
    data = {"user": "congdan", "role": "officer", "unit": unit.pk, "since": "23/11/2026", "until": ""}
    client.force_login(administrator)
    assert client.post("/can-bo/bo-nhiem/de-nghi/", {**data, "user": "quantri"}).status_code == 403
    assert client.post("/can-bo/bo-nhiem/de-nghi/", {**data, "user": "khongco"}).status_code == 422
    assert client.post("/can-bo/bo-nhiem/de-nghi/", data).status_code == 302
    grant = PostGrant.objects.get()
    address = f"/can-bo/bo-nhiem/{grant.pk}/"
    assert client.post(address, {"decision": "confirm"}).status_code == 403

    client.force_login(second)
    assert "Người congdan" in client.get("/can-bo/bo-nhiem/").content.decode()
    assert client.post(address, {"decision": "refuse"}).status_code == 422
    assert client.post(address, {"decision": "confirm"}).status_code == 302
    assert client.post(address, {"decision": "confirm"}).status_code == 409

    post = citizen.posts.get()
    assert "Kết thúc" in client.get("/can-bo/bo-nhiem/", {"q": "congdan"}).content.decode()
    assert client.post(f"/can-bo/bo-nhiem/vi-tri/{post.pk}/ket-thuc/", {"reason": "Nhầm"}).status_code == 302
    closing = {"user": "congdan", "what": "close", "reason": "Nghi lộ"}
    assert client.post("/can-bo/bo-nhiem/tai-khoan/", closing).status_code == 302
    assert client.post("/can-bo/bo-nhiem/tai-khoan/", closing).status_code == 409


@pytest.mark.parametrize("part", ["clerk", "leader", "head", "auditor", "citizen", "cashier"])
def test_nobody_else_opens_the_pages(client: Client, part: str, request: Any) -> None:
    client.force_login(request.getfixturevalue(part))

    for tail in ("", "de-nghi/", "tai-khoan/", "1/", "vi-tri/1/ket-thuc/"):
        assert client.get(f"/can-bo/bo-nhiem/{tail}").status_code == 403
