"""Delegations: who may let whom act by which post, how long; never passed on, never to oneself, ended by themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dossiers.delegations import working_days
from notifications.models import Notice
from people import delegations, grants
from people.actions import appoint
from people.models import Agency, Delegation, Post, User
from people.models.delegation import acting_posts_on
from people.seals.verification import faults_in_kind
from tests.conftest import SINCE, at
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 10:00")
TODAY = date(2026, 11, 23)  # a Monday
PAPER = "12/GUQ ngày 23/11/2026"


@pytest.fixture
def colleague(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Another officer of the division."""
    return person("dongnghiep", agencies["SLD-VLATLD"], Post.Role.OFFICER)


def given(giver: User, to: User, days: int = 3, by: User | None = None, **more: Any) -> Delegation:
    """A leave of *giver* in which *to* stands in, unless *more* says otherwise."""
    since, until = more.pop("since", TODAY), more.pop("until", TODAY + timedelta(days=days - 1))
    term = {"kind": "leave", "since": since, "until": until, "working_days": working_days(since, until)}
    post = more.pop("post", None) or giver.posts.get()
    return delegations.delegate(post, to, **term | more, by=by or giver, at=NOW)


def acts_as(user: User, day: date = TODAY) -> list[str]:
    """The accounts by whose posts *user* acts on *day*."""
    return [post.user.username for post in acting_posts_on(User.objects.get(pk=user.pk), day)]


def told() -> set[str]:
    """Who found a word about it."""
    return set(Notice.objects.filter(kind="delegation", channel="inbox").values_list("user__username", flat=True))


def test_a_leave_begins_and_ends_by_itself_and_everybody_concerned_is_told(
    officer: User, colleague: User, head: User, leader: User
) -> None:
    row = given(officer, colleague, reason="Nghỉ phép")

    acting = [acts_as(colleague, TODAY + timedelta(days=days)) for days in (-1, 0, 2, 3)]

    assert acting == [["dongnghiep"], *[["dongnghiep", "chuyenvien"]] * 2, ["dongnghiep"]]
    assert told() == {"dongnghiep", "truongphong", "lanhdao"}
    assert row.made_by == officer
    assert list(faults_in_kind("delegation")) == []


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "yesterday": ({"since": TODAY - timedelta(days=1)}, "since", "từ hôm nay"),
    "days that are reversed": ({"until": TODAY - timedelta(days=1)}, "until", "từ ngày bắt đầu"),
    "eleven working days without a paper": ({"days": 15}, "until", "phải có văn bản"),
    "more than a year": ({"days": 400, "basis": PAPER, "kind": "document"}, "until", "một năm"),
    "a paper that is not named": ({"kind": "document"}, "basis", "số và ngày"),
    "a part of the work while away": ({"acts": ["decision"]}, "kind", "toàn bộ"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_wrong_is_said_at_its_field(what: str, officer: User, colleague: User) -> None:
    more, field, words = REFUSED[what]

    with pytest.raises(InvalidInput, match=words) as refusal:
        given(officer, colleague, **more)

    assert set(refusal.value.errors) == {field}
    assert not Delegation.objects.exists()


def test_ten_working_days_need_no_paper_and_a_paper_allows_more(officer: User, colleague: User) -> None:
    assert working_days(TODAY, TODAY + timedelta(days=11)) == 10

    given(officer, colleague, days=12)
    given(officer, colleague, since=TODAY + timedelta(days=20), until=TODAY + timedelta(days=90), basis=PAPER)

    assert Delegation.objects.count() == 2


@pytest.mark.parametrize("part", ["officer_elsewhere", "clerk", "cashier", "citizen", "auditor"])
def test_nobody_without_competence_stands_in(part: str, request: Any, officer: User) -> None:
    with pytest.raises(InvalidInput, match="không có vị trí phù hợp"):
        given(officer, request.getfixturevalue(part))


def test_nobody_stands_in_for_themselves_when_closed_nor_when_away(officer: User, colleague: User, head: User) -> None:
    with pytest.raises(InvalidInput, match="chính mình"):
        given(officer, officer)
    given(colleague, head)
    with pytest.raises(InvalidInput, match="nghỉ từ"):
        given(officer, colleague)
    User.objects.filter(pk=head.pk).update(is_active=False)
    with pytest.raises(InvalidInput, match="đang khóa"):
        given(officer, User.objects.get(pk=head.pk))


def test_a_delegation_is_not_passed_on(officer: User, colleague: User, head: User) -> None:
    given(officer, colleague)
    borrowed = next(post for post in User.objects.get(pk=colleague.pk).acting_posts if post.delegation)

    with pytest.raises(Forbidden, match="không ủy quyền lại"):
        given(colleague, head, post=borrowed, by=colleague)
    assert borrowed not in delegations.delegable_posts(User.objects.get(pk=colleague.pk), TODAY)


@pytest.mark.parametrize("part", ["head", "leader", "officer_elsewhere", "administrator"])
def test_nobody_gives_away_the_post_of_another(part: str, request: Any, officer: User, colleague: User) -> None:
    with pytest.raises(Forbidden, match="Chỉ người giữ vị trí"):
        given(officer, colleague, by=request.getfixturevalue(part))


@pytest.mark.parametrize("part", ["administrator", "auditor"])
def test_administrators_and_auditors_delegate_nothing(part: str, request: Any, leader: User) -> None:
    with pytest.raises(Forbidden, match="không ủy quyền"):
        given(request.getfixturevalue(part), leader)


def test_it_never_outlives_the_post_of_either(officer: User, colleague: User, administrator: User) -> None:
    Post.objects.filter(user=officer).update(valid_to=TODAY + timedelta(days=1))
    with pytest.raises(InvalidInput, match="ngày cuối của vị trí"):
        given(officer, colleague)
    given(officer, colleague, days=2)

    grants.end_post(colleague.posts.get(), "Chuyển", by=administrator, at=NOW)
    assert acts_as(colleague) == []


def test_who_leaves_gives_back_and_who_stood_above_hears(
    officer: User, colleague: User, head: User, administrator: User, person: Any, agencies: Any
) -> None:
    given(officer, colleague)
    Notice.objects.all().delete()
    person("quantri2", agencies["SLD"], Post.Role.ADMINISTRATOR)
    assert any("Đang thay Người chuyenvien" in words for words in delegations.left_by(colleague, None, NOW))

    grants.end_post(colleague.posts.get(), "Nghỉ hưu", by=administrator, at=NOW)

    assert {"chuyenvien", "truongphong"} <= told()


def test_a_closed_account_acts_for_nobody_and_nobody_for_it(
    officer: User, colleague: User, head: User, administrator: User, person: Any, agencies: Any
) -> None:
    second = person("quantri2", agencies["SLD"], Post.Role.ADMINISTRATOR)
    given(officer, colleague)
    given(colleague, head, since=TODAY + timedelta(days=7), until=TODAY + timedelta(days=8))
    assert acts_as(colleague) == ["dongnghiep", "chuyenvien"]

    grant = grants.propose_account("close", officer, "Nghỉ", by=administrator, at=NOW)
    grants.confirm(grant, by=second, at=NOW)

    assert acts_as(colleague) == ["dongnghiep"]
    assert Delegation.objects.filter(ended_on=None).count() == 1


def test_one_person_answers_for_one_matter(officer: User, colleague: User, head: User) -> None:
    given(officer, colleague, kind="document", basis=PAPER, acts=["appraisal"])

    given(officer, head, kind="document", basis=PAPER, acts=["assignment"])
    with pytest.raises(Refused, match="đã được giao"):
        given(officer, head, since=TODAY + timedelta(days=2), until=TODAY + timedelta(days=5))


def test_a_superior_names_who_stands_in_for_who_fell_ill(
    officer: User, colleague: User, head: User, leader: User, officer_elsewhere: User
) -> None:
    for by in (colleague, officer_elsewhere, officer):
        with pytest.raises(Forbidden):
            given(officer, colleague, kind="sudden", reason="Ốm", by=by)
    with pytest.raises(InvalidInput, match="nhiều nhất 10"):
        given(officer, colleague, days=15, kind="sudden", basis=PAPER, reason="Ốm", by=head)

    given(officer, colleague, kind="sudden", reason="Ốm", by=head)

    assert acts_as(colleague) == ["dongnghiep", "chuyenvien"]
    assert told() == {"chuyenvien", "dongnghiep", "lanhdao"}
    with pytest.raises(Refused, match="vừa được cử"):
        given(
            officer,
            colleague,
            kind="sudden",
            reason="Ốm",
            by=leader,
            since=TODAY + timedelta(days=7),
            days=9,
            until=TODAY + timedelta(days=9),
        )


def test_a_head_is_answered_for_by_a_leader_and_a_leader_by_another(
    head: User, officer: User, leader: User, person: Any, agencies: Any
) -> None:
    other = person("phogiamdoc", agencies["SLD"], Post.Role.LEADER)

    assert delegations.superior_post(leader, head.posts.get(), TODAY)
    assert delegations.superior_post(head, head.posts.get(), TODAY) is None
    assert delegations.superior_post(head, leader.posts.get(), TODAY) is None
    assert delegations.superior_post(other, leader.posts.get(), TODAY)


@pytest.mark.parametrize("part", ["officer", "colleague", "head", "leader"])
def test_it_is_ended_early_at_once_by_either_or_a_superior(
    part: str, request: Any, officer: User, colleague: User
) -> None:
    row, by = given(officer, colleague), request.getfixturevalue(part)
    with pytest.raises(InvalidInput):
        delegations.end_delegation(row, " ", by=by, at=NOW)

    delegations.end_delegation(row, "Về sớm", by=by, at=NOW)

    assert acts_as(colleague) == ["dongnghiep"]
    with pytest.raises(Refused, match="đã hết hiệu lực"):
        delegations.end_delegation(row, "Lần nữa", by=by, at=NOW)
    assert list(faults_in_kind("delegation")) == []


def test_nobody_else_ends_it(officer: User, colleague: User, officer_elsewhere: User, administrator: User) -> None:
    row = given(officer, colleague)

    for by in (officer_elsewhere, administrator):
        with pytest.raises(Forbidden):
            delegations.end_delegation(row, "x", by=by, at=NOW)


def test_a_leave_of_one_post_leaves_the_other(officer: User, colleague: User, agencies: dict[str, Agency]) -> None:
    second = appoint(user=officer, unit=agencies["SLD-NCC"], role="officer", since=SINCE)

    given(officer, colleague, post=officer.posts.exclude(pk=second.pk).get())

    posts = acting_posts_on(User.objects.get(pk=colleague.pk), timezone.localdate(NOW))
    assert {post.unit.code for post in posts} == {"SLD-VLATLD"}
