"""Accounts of the office: opened without a password, changed by two, moved and ended; everybody concerned is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from notifications.models import Notice
from people import grants
from people.actions import issue_key
from people.models import Agency, Invitation, Post, User
from people.seals.verification import faults_in_kind
from people.staff import accounts, units
from tests.conftest import at
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 10:00")
TODAY = date(2026, 11, 23)


def opened(by: User, **facts: str) -> User:
    """A new account."""
    given = {"username": "lvnam", "full_name": "Lê Văn Nam", "email": "", "phone": "", **facts}
    return accounts.open_account(**given, by=by, at=NOW)


def told(kind: str) -> set[str]:
    """Who found a word of this kind in their inbox."""
    return set(Notice.objects.filter(kind=kind, channel="inbox").values_list("user__username", flat=True))


def test_a_new_account_has_no_password_no_post_and_one_invitation(administrator: User) -> None:
    user = opened(administrator, email="lvnam@example.vn", phone="0912 345 678")

    assert (user.has_usable_password(), user.posts.count(), user.phone) == (False, 0, "0912345678")
    invitation = Invitation.objects.get(user=user)
    assert (invitation.is_mailed, invitation.issued_by, invitation.digest) == (True, administrator, "")
    assert list(faults_in_kind("account")) == []


BAD = {
    "username": ("quan-tri", "chuyenvien", "lê", "a", "x" * 61, "admin1"),
    "full_name": ("", "7", "\x07Nam", "a" * 151),
    "email": ("khong", "a@", "chuyenvien@example.vn", f"{'a' * 250}@b.vn"),
    "phone": ("0912", "abc"),
}


@pytest.mark.parametrize(("field", "typed"), [(field, typed) for field, words in BAD.items() for typed in words])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_opened(
    field: str, typed: str, administrator: User, officer: User
) -> None:
    before = User.objects.count()

    with pytest.raises(InvalidInput) as refusal:
        opened(administrator, **{field: typed})

    assert set(refusal.value.errors) == {field}
    assert User.objects.count() == before


@pytest.mark.parametrize("part", ["clerk", "leader", "auditor", "citizen"])
def test_only_an_administrator_opens_closes_and_signs_out(part: str, request: Any, officer: User) -> None:
    by = request.getfixturevalue(part)
    for act in (
        lambda: opened(by),
        lambda: accounts.sign_out_everywhere(officer, "x", by=by, at=NOW),
        lambda: grants.propose_change(officer, "A B", "", "x", by=by, at=NOW),
        lambda: grants.propose_link(officer, "x", by=by, at=NOW),
        lambda: grants.end_all_posts(officer, "x", by=by, at=NOW),
        lambda: units.change_unit(Agency.objects.get(code="SLD"), {}, by=by, at=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_name_and_an_address_are_changed_by_two_and_the_old_address_is_told(
    administrator: User, second: User, officer: User
) -> None:
    grant = grants.propose_change(officer, "Lê Thị Minh", "moi@example.vn", "Đổi tên", by=administrator, at=NOW)
    assert User.objects.get(pk=officer.pk).email == "chuyenvien@example.vn"
    with pytest.raises(Forbidden, match="không tự xác nhận"):
        grants.confirm(grant, by=administrator, at=NOW)

    grants.confirm(grant, by=second, at=NOW)

    officer.refresh_from_db()
    assert (officer.full_name, officer.email) == ("Lê Thị Minh", "moi@example.vn")
    assert Notice.objects.filter(kind="contact_changed", address="chuyenvien@example.vn").exists()
    assert list(faults_in_kind("account")) == []


def test_a_change_that_changes_nothing_or_takes_anothers_address_is_refused(
    administrator: User, second: User, officer: User, clerk: User
) -> None:
    for name, email, field in (
        ("Người chuyenvien", "chuyenvien@example.vn", "full_name"),
        ("Người chuyenvien", "motcua@example.vn", "email"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            grants.propose_change(officer, name, email, "x", by=administrator, at=NOW)
        assert set(refusal.value.errors) == {field}
    grant = grants.propose_change(officer, "Người chuyenvien", "nam@example.vn", "x", by=administrator, at=NOW)
    User.objects.filter(pk=clerk.pk).update(email="nam@example.vn")
    with pytest.raises(Refused, match="tài khoản khác"):
        grants.confirm(grant, by=second, at=NOW)


def test_who_moves_leaves_the_day_before_and_never_stands_without_a_post(
    administrator: User, second: User, officer: User, agencies: dict[str, Agency]
) -> None:
    post, since = officer.posts.get(), TODAY + timedelta(days=10)
    grant = grants.propose_move(post, unit=agencies["SLD-NCC"], role="head", since=since, by=administrator, at=NOW)
    assert officer.posts.count() == 1

    grants.confirm(grant, by=second, at=NOW)

    post.refresh_from_db()
    assert post.valid_to == since - timedelta(days=1)
    new = officer.posts.exclude(pk=post.pk).get()
    assert (new.unit.code, new.role, new.valid_from) == ("SLD-NCC", "head", since)
    days = (since - timedelta(days=1), since)
    assert [[held.role for held in User.objects.get(pk=officer.pk).posts_on(day)] for day in days] == [
        ["officer"],
        ["head"],
    ]


def test_nobody_moves_to_where_they_are_nor_from_a_post_that_ended(
    administrator: User, second: User, officer: User, agencies: dict[str, Agency]
) -> None:
    post = officer.posts.get()
    with pytest.raises(InvalidInput):
        grants.propose_move(post, unit=post.unit, role=post.role, since=TODAY, by=administrator, at=NOW)
    grant = grants.propose_move(post, unit=agencies["SLD-NCC"], role="officer", since=TODAY, by=administrator, at=NOW)
    grants.end_post(post, "Nghỉ", by=administrator, at=NOW)

    with pytest.raises(Refused, match="không còn hiệu lực"):
        grants.confirm(grant, by=second, at=NOW)

    assert officer.posts.count() == 1


def test_a_last_day_ends_a_post_later_and_a_past_or_longer_one_is_refused(administrator: User, officer: User) -> None:
    post = officer.posts.get()
    for wrong in (TODAY - timedelta(days=1), date(2020, 1, 1)):
        with pytest.raises(InvalidInput) as refusal:
            grants.end_post(post, "x", by=administrator, at=NOW, last_day=wrong)
        assert set(refusal.value.errors) == {"last_day"}

    grants.end_post(post, "Nghỉ hưu", by=administrator, at=NOW, last_day=TODAY + timedelta(days=7))

    post.refresh_from_db()
    assert post.valid_to == TODAY + timedelta(days=7)
    with pytest.raises(InvalidInput):
        grants.end_post(post, "x", by=administrator, at=NOW, last_day=TODAY + timedelta(days=8))


def test_who_leaves_for_good_leaves_every_post_and_a_leaders_waits_for_the_second(
    administrator: User, second: User, leader: User, agencies: dict[str, Agency]
) -> None:
    Post.objects.create(user=leader, unit=agencies["SLD-NCC"], role="head", valid_from=TODAY + timedelta(days=30))

    done = grants.end_all_posts(leader, "Nghỉ hưu", by=administrator, at=NOW, last_day=TODAY + timedelta(days=3))

    assert {(grant.role, grant.state) for grant in done} == {("leader", "proposed"), ("head", "done")}
    leading = next(grant for grant in done if grant.state == "proposed")
    assert grants.confirm(leading, by=second, at=NOW).post.valid_to == TODAY + timedelta(days=3)
    with pytest.raises(Refused, match="không giữ vị trí nào"):
        grants.end_all_posts(leader, "x", by=administrator, at=NOW, last_day=TODAY + timedelta(days=3))


def test_what_a_post_leaves_is_told_on_the_morning_after_its_last_day(
    administrator: User, officer: User, person: Any, agencies: Any
) -> None:
    staying = person("olai", agencies["SLD-NCC"], Post.Role.OFFICER)
    Post.objects.create(user=staying, unit=agencies["SLD-NCC"], role="head", valid_from=TODAY)
    for user in (officer, staying):
        Post.objects.filter(user=user, role="officer").update(valid_to=TODAY - timedelta(days=1))

    assert grants.tell_of_ended_posts(at("2026-11-23 07:25")) == 1
    assert grants.tell_of_ended_posts(at("2026-11-24 07:25")) == 0


def test_sessions_and_keys_end_at_once_and_the_owner_is_told_why(
    administrator: User, officer: User, client: Client
) -> None:
    client.force_login(officer)
    key, _token = issue_key(officer, "máy", NOW)
    with pytest.raises(InvalidInput):
        accounts.sign_out_everywhere(officer, " ", by=administrator, at=NOW)

    accounts.sign_out_everywhere(officer, "Mất máy", by=administrator, at=NOW)

    assert client.get("/can-bo/").status_code == 302
    assert key.mark != User.objects.get(pk=officer.pk).credentials_mark
    assert told("account_signed_out") == {"chuyenvien"}


UNITS = {"code": ("", "lớn", "SLD-NCC", "sld-ncc", "A" * 21, "-A"), "name": ("", "\x00")}


@pytest.mark.parametrize(("field", "typed"), [(field, typed) for field, words in UNITS.items() for typed in words])
def test_a_unit_with_a_fault_is_not_opened(field: str, typed: str, administrator: User, agencies: Any) -> None:
    given = {"code": "SLD-MOI", "name": "Phòng Mới", "kind": "division", "parent": agencies["SLD"], "since": TODAY}

    with pytest.raises(InvalidInput) as refusal:
        units.open_unit(**given | {field: typed}, by=administrator, at=NOW)

    assert set(refusal.value.errors) == {field}


def test_a_unit_is_opened_below_one_that_is_there_and_reached_at_once(administrator: User, agencies: Any) -> None:
    given = {"name": "Phòng Mới", "kind": "division", "parent": agencies["SLD"], "since": TODAY}
    unit = units.open_unit(code="sld-moi", **given, phone="024 1", by=administrator, at=NOW)

    assert (unit.code, unit.path, unit.phone) == ("SLD-MOI", f"{agencies['SLD'].path}SLD-MOI/", "024 1")
    units.change_unit(unit, {"place": "Mẫu"}, by=administrator, at=NOW)
    assert Agency.kept(unit.pk).place == "Mẫu"  # type: ignore[union-attr]
    assert list(faults_in_kind("agency")) == []
    Agency.objects.filter(pk=unit.pk).update(valid_to=TODAY)
    for act in (
        lambda: units.change_unit(unit, {}, by=administrator, at=NOW),
        lambda: units.open_unit(
            code="X1", **given | {"parent": Agency.objects.get(pk=unit.pk)}, by=administrator, at=NOW
        ),
    ):
        with pytest.raises(Refused):
            act()
