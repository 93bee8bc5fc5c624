"""An officer leaves: warnings go to who answers for the work, colleagues take it, and heads see a list of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.deadlines.alerts import announce_batch
from dossiers.deadlines.digest import digest_all
from dossiers.models import Dossier
from notifications.models import Notice
from people.actions import appoint, end_at_once
from people.models import Agency, Post, PostGrant, User
from tests.conftest import SINCE
from tests.support.stories import MONDAY, TUESDAY, Cast

pytestmark = pytest.mark.django_db


def close_account(officer: User) -> None:
    """Nobody signs in with it any more."""
    User.objects.filter(pk=officer.pk).update(is_active=False)


def end_post(officer: User) -> None:
    """They work elsewhere from today on."""
    end_at_once(post=officer.posts.get(), day=MONDAY.date() + timedelta(days=1))


WAYS: dict[str, Callable[[User], None]] = {"account closed": close_account, "post ended": end_post}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def left(request: pytest.FixtureRequest, cast: Cast) -> Dossier:
    """Held by an officer who left since."""
    held = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=MONDAY)
    request.param(cast.officer)
    Notice.objects.all().delete()
    return Dossier.objects.get(pk=held.pk)


@pytest.fixture
def colleague(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Another officer of the same division."""
    return person("dongnghiep", agencies["SLD-VLATLD"], Post.Role.OFFICER)


def test_every_warning_reaches_the_head_and_none_who_left(cast: Cast, left: Dossier) -> None:
    planned = [alert[0] for alert in left.alerts_ahead]
    assert {"50%", "80%"} <= set(planned)

    for key, instant in left.alerts_ahead:
        Notice.objects.all().delete()
        announce_batch(timezone.datetime.fromisoformat(instant) + timedelta(seconds=1))
        told = set(Notice.objects.values_list("user__username", flat=True))
        assert "truongphong" in told, key
        assert "chuyenvien" not in told, key


def test_a_unit_without_a_head_has_the_leader_told(cast: Cast, left: Dossier) -> None:
    end_at_once(post=cast.head.posts.get(), day=MONDAY.date() + timedelta(days=1))

    announce_batch(timezone.datetime.fromisoformat(left.alerts_ahead[0][1]) + timedelta(seconds=1))

    assert set(Notice.objects.values_list("user__username", flat=True)) == {"lanhdao"}


def test_the_morning_s_digest_is_not_sent_to_who_left(cast: Cast, left: Dossier) -> None:
    assert left.due_at is not None
    digest_all(left.due_at)

    assert not Notice.objects.filter(user=cast.officer).exists()
    assert Notice.objects.filter(user=cast.head).exists()


@pytest.mark.parametrize("word", ["nhan-xu-ly", "trinh-ky"])
def test_a_colleague_takes_it_or_goes_on_with_it_at_once(
    client: Client, clock_at: Callable[..., None], left: Dossier, colleague: User, word: str
) -> None:
    clock_at(TUESDAY)
    client.force_login(colleague)
    page = client.get(f"/can-bo/ho-so/{left.code}/").content.decode()
    assert f"/{word}/" in page
    assert "không còn ở đơn vị này" in page

    data = {"seq": left.head_seq, "outcome": "granted", "text": "Hai năm", "result_text": "Hai năm"}
    answer = client.post(f"/can-bo/ho-so/{left.code}/{word}/", data)

    assert answer.status_code == 302
    assert not Notice.objects.filter(user__username="chuyenvien").exists()


def test_nobody_takes_what_a_colleague_who_is_there_holds(client: Client, cast: Cast, colleague: User) -> None:
    held = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=MONDAY)

    with pytest.raises(actions.Forbidden):
        actions.assign(held, colleague, by=colleague, at=TUESDAY)


def test_the_head_sees_how_many_and_which(client: Client, cast: Cast, left: Dossier) -> None:
    other = cast.appraised()
    client.force_login(cast.head)

    page = client.get("/can-bo/?view=no-holder").content.decode()

    assert "Không còn người giữ (1)" in page
    assert left.code in page
    assert other.code not in page


@pytest.mark.parametrize("part", ["officer_elsewhere", "clerk"])
def test_the_list_of_another_unit_is_empty(client: Client, cast: Cast, left: Dossier, part: str) -> None:
    client.force_login(getattr(cast, part))

    assert left.code not in client.get("/can-bo/?view=no-holder").content.decode()


def held_by_officer(cast: Cast) -> None:
    """Two dossiers in the officer's hands."""
    for _ in range(2):
        actions.assign(cast.appraised(), cast.officer, by=cast.head, at=MONDAY)
    Notice.objects.all().delete()


def test_whoever_ends_a_post_reads_what_is_left_and_the_head_is_told(client: Client, cast: Cast) -> None:
    held_by_officer(cast)
    client.force_login(cast.administrator)
    address = f"/can-bo/bo-nhiem/vi-tri/{cast.officer.posts.get().pk}/ket-thuc/"

    assert "2 hồ sơ đang giữ, về Người truongphong" in client.get(address).content.decode()
    client.post(address, {"reason": "Chuyển công tác"})

    told = Notice.objects.get(kind="dossier_forsaken", channel="inbox")
    assert (told.user, "2 hồ sơ" in told.subject) == (cast.head, True)


def test_whoever_closes_an_account_reads_what_is_left_before_and_at_the_decision(
    client: Client, cast: Cast, person: Callable[..., User], agencies: dict[str, Agency]
) -> None:
    held_by_officer(cast)
    second = person("quantri2", agencies["SLD"], Post.Role.ADMINISTRATOR)
    client.force_login(cast.administrator)
    data = {"user": "chuyenvien", "what": "close", "reason": "Nghỉ hưu"}

    page = client.post("/can-bo/bo-nhiem/tai-khoan/", data, follow=True).content.decode()
    grant = PostGrant.objects.waiting().get()
    client.force_login(second)
    decision = client.get(f"/can-bo/bo-nhiem/{grant.pk}/").content.decode()
    client.post(f"/can-bo/bo-nhiem/{grant.pk}/", {"decision": "confirm"})

    assert "2 hồ sơ đang giữ" in page
    assert "2 hồ sơ đang giữ" in decision
    assert Notice.objects.filter(kind="dossier_forsaken", user=cast.head).exists()


def test_a_post_of_another_unit_keeps_nothing(cast: Cast, agencies: dict[str, Agency]) -> None:
    held = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=MONDAY)
    end_post(cast.officer)
    appoint(user=cast.officer, unit=agencies["SLD-NCC"], role=Post.Role.OFFICER, since=SINCE)
    Notice.objects.all().delete()

    announce_batch(timezone.datetime.fromisoformat(held.alerts_ahead[0][1]) + timedelta(seconds=1))

    assert set(Notice.objects.values_list("user__username", flat=True)) == {"truongphong"}


def test_an_act_of_closing_for_silence_is_proposed_to_the_head_alone(cast: Cast, monkeypatch: Any) -> None:
    from dossiers.deadlines.reminders import remind_applicants  # noqa: PLC0415 - one test

    held = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=MONDAY)
    cast.ask(held, cast.officer, TUESDAY)
    close_account(cast.officer)
    Notice.objects.all().delete()

    remind_applicants(TUESDAY + timedelta(days=60))

    told = Notice.objects.filter(kind="dossier_silent").values_list("user__username", flat=True)
    assert set(told) == {"truongphong"}
