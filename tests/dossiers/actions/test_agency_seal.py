"""A seal clerk has the agency sign a result: once, by whose task it is; the worker adds it to the very same file."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Paper, State
from dossiers.papers import codes
from dossiers.papers.render import render_batch
from dossiers.papers.verification import check_file
from people.actions import appoint
from people.models import Agency, Post, User
from tests.conftest import SINCE
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.parallel import at_once
from tests.support.stories import THURSDAY, WEDNESDAY, Cast, traces

pytestmark = pytest.mark.django_db
FRIDAY = THURSDAY + timedelta(days=1)
PAGE = "/xac-minh/"


@pytest.fixture
def signed(cast: Cast) -> Dossier:
    """Approved and signed; the agency's signature waits for the clerk."""
    return cast.signed()


def paper_of(dossier: Dossier) -> Paper:
    return Paper.objects.select_related("event", "result").filter(dossier=dossier, kind="result").latest("id")


def content_of(paper: Paper) -> bytes:
    with default_storage.open(paper.path) as file:
        return bytes(file.read())


def seal(dossier: Dossier, by: User, **more: Any) -> Dossier:
    return actions.seal_result(dossier, by=by, at=THURSDAY, **more)


def test_the_person_s_signature_is_there_at_once_and_the_agency_s_waits(signed: Dossier) -> None:
    paper = paper_of(signed)

    assert (signed.state, paper.state, paper.is_ready) == (State.RESOLVED, Paper.State.SIGNED, False)
    assert [row["field"] for row in paper.signatures] == ["person"]
    assert [row.name for row in check_file(content_of(paper)).signatures] == [str(paper.issued_by)]


def test_the_act_leaves_one_event_and_the_worker_adds_a_signature_to_the_same_bytes(
    signed: Dossier, seal_clerk: User
) -> None:
    before = content_of(first := paper_of(signed))

    sealed = seal(signed, seal_clerk, seen=first.sha256)
    render_batch(FRIDAY)

    paper, event = paper_of(signed), sealed.events.latest("seq")
    after = content_of(paper)
    assert (event.verb, event.by, event.at, event.to_state) == ("sealed", seal_clerk, THURSDAY, State.RESOLVED)
    assert event.particulars["file"] == hashlib.sha256(before).hexdigest()
    assert after.startswith(before)
    assert [row["field"] for row in paper.signatures] == ["person", "agency"]
    assert (paper.state, paper.sealed_by, paper.sealed_at) == (Paper.State.READY, seal_clerk, THURSDAY)
    assert check_file(after).is_unchanged
    assert [row.name for row in check_file(after).signatures] == [row["name"] for row in paper.signatures]
    assert all(row.is_intact and row.is_ours for row in check_file(after).signatures)
    assert not default_storage.exists(first.path)
    assert verify(again(signed)) == []


def test_it_is_handed_out_only_once_it_is_sealed(cast: Cast, signed: Dossier, seal_clerk: User) -> None:
    paid = cast.pay(signed)
    with pytest.raises(actions.Refused, match="chờ văn thư đóng dấu"):
        actions.hand_out(paid, by=cast.clerk, at=THURSDAY)
    seal(paid, seal_clerk)
    with pytest.raises(actions.Refused, match="đang được tạo"):
        actions.hand_out(paid, by=cast.clerk, at=THURSDAY)
    render_batch(FRIDAY)

    assert actions.hand_out(paid, by=cast.clerk, at=FRIDAY).state == State.RETURNED


def test_nobody_else_seals_it(cast: Cast, signed: Dossier, person: Callable[..., User]) -> None:
    elsewhere = person("vanthukhac", Agency.objects.get(code="SLD-NCC"), Post.Role.SEAL_CLERK)
    before = traces(signed)

    for who in [*cast.everybody().values(), elsewhere]:
        with pytest.raises(actions.Forbidden):
            seal(signed, who)

    assert traces(signed) == before


@pytest.mark.parametrize("part", ["leader", "officer", "citizen"])
def test_who_signed_proposed_or_filed_it_does_not_seal_it_whatever_their_posts(
    cast: Cast, signed: Dossier, part: str
) -> None:
    who = getattr(cast, part)
    appoint(user=who, unit=Agency.objects.get(code="SLD"), role=Post.Role.SEAL_CLERK, since=SINCE)

    with pytest.raises(actions.Forbidden) as refusal:
        seal(signed, User.objects.get(pk=who.pk))

    assert ("đã ký kết quả này" in refusal.value.message) == (part == "leader")


def _twice(cast: Cast, dossier: Dossier, clerk: User) -> None:
    seal(dossier, clerk)


def _sealed_and_made(cast: Cast, dossier: Dossier, clerk: User) -> None:
    seal(dossier, clerk)
    render_batch(FRIDAY)


def _recalled(cast: Cast, dossier: Dossier, clerk: User) -> None:
    actions.recall_result(dossier, "Sai thời hạn", by=cast.head, at=THURSDAY)


def _revoked(cast: Cast, dossier: Dossier, clerk: User) -> None:
    actions.revoke_result(dossier, "Khai man", "Điều 20", by=cast.leader, at=THURSDAY)


def _corrected(cast: Cast, dossier: Dossier, clerk: User) -> None:
    actions.correct_result(dossier, "Sai thời hạn", "Ba năm", by=cast.leader, at=THURSDAY)


def _failed(cast: Cast, dossier: Dossier, clerk: User) -> None:
    paper = paper_of(dossier)
    paper.state = Paper.State.FAILED
    paper.save(update_fields=["state"])


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (_twice, "đã được Người vanthu đóng dấu lúc"),
        (_sealed_and_made, "đã được Người vanthu đóng dấu lúc"),
        (_recalled, "nên không làm được việc “Đóng dấu kết quả”"),
        (_revoked, "không còn văn bản để đóng dấu"),
        (_corrected, "đang được ký"),
        (_failed, "Báo quản trị hệ thống"),
    ],
)
def test_what_is_not_to_be_sealed_is_refused_in_words_and_leaves_no_trace(
    cast: Cast, signed: Dossier, seal_clerk: User, story: Any, words: str
) -> None:
    story(cast, signed, seal_clerk)
    before = traces(signed)

    with pytest.raises(actions.Refused, match=words):
        seal(signed, seal_clerk)

    assert traces(signed) == before


def test_another_file_than_was_seen_is_not_sealed(cast: Cast, signed: Dossier, seal_clerk: User) -> None:
    seen = paper_of(signed).sha256
    actions.correct_result(signed, "Sai thời hạn", "Ba năm", by=cast.leader, at=THURSDAY)
    render_batch(FRIDAY)

    with pytest.raises(actions.Refused, match="đã thay đổi sau khi ông/bà xem"):
        seal(signed, seal_clerk, seen=seen)

    assert seal(signed, seal_clerk, seen=paper_of(signed).sha256).events.latest("seq").verb == "sealed"


def test_before_its_time_and_where_it_follows_by_itself_nothing_waits(cast: Cast, seal_clerk: User) -> None:
    resolved = cast.resolved()
    with pytest.raises(actions.Refused, match="tự động"):
        seal(resolved, seal_clerk)
    proposed = cast.proposed()
    with pytest.raises(actions.Refused, match="đang ở trạng thái"):
        seal(proposed, seal_clerk)


def test_the_post_is_asked_for_on_the_day_of_the_seal(signed: Dossier, seal_clerk: User) -> None:
    Post.objects.filter(user=seal_clerk).update(valid_to=WEDNESDAY.date())

    with pytest.raises(actions.Forbidden):
        seal(signed, User.objects.get(pk=seal_clerk.pk))


def test_a_stranger_is_told_that_it_is_not_sealed_yet_and_then_that_it_holds(
    client: Client, signed: Dossier, seal_clerk: User
) -> None:
    address = {"ma": codes.code_of(paper_of(signed).event)}
    early = client.get(PAGE, address).content.decode()
    seal(signed, seal_clerk)
    render_batch(FRIDAY)

    late = client.get(PAGE, address).content.decode()

    assert "Chưa đóng dấu" in early
    assert "Chưa đóng dấu" not in late
    assert "Còn giá trị" in late


@pytest.mark.parametrize(("part", "status"), [("citizen", 409), ("clerk", 409), ("leader", 200), ("seal_clerk", 200)])
def test_who_makes_and_seals_it_opens_the_signed_file_and_nobody_else(
    client: Client, cast: Cast, signed: Dossier, seal_clerk: User, part: str, status: int
) -> None:
    cast.pay(signed)
    user = seal_clerk if part == "seal_clerk" else getattr(cast, part)
    client.force_login(user)

    page = client.get(f"/ho-so/{signed.code}/van-ban/{paper_of(signed).pk}/")
    answer = client.get(f"/can-bo/ho-so/{signed.code}/" if part != "citizen" else f"/ho-so/{signed.code}/")

    assert page.status_code == status
    assert (f"/van-ban/{paper_of(signed).pk}/" in answer.content.decode()) == (status == 200)


def test_the_api_seals_what_was_seen_and_refuses_another(
    signed: Dossier, seal_clerk: User, caller: Callable[..., Caller], clock_at: Callable[..., None]
) -> None:
    clock_at(THURSDAY)
    api = caller(seal_clerk)

    assert api.act(signed, "seal", {"seen": "0" * 64}).status_code == 409
    assert api.act(signed, "seal", {"seen": paper_of(signed).sha256}).status_code == 200
    assert api.act(signed, "seal").status_code == 409
    assert again(signed).events.filter(verb="sealed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_once_one_seals(signed: Dossier, seal_clerk: User, settings: Any) -> None:
    answers = at_once([lambda: seal(signed, seal_clerk)] * 6)

    assert sum(isinstance(answer, Dossier) for answer in answers) == 1
    assert again(signed).events.filter(verb="sealed").count() == 1
    assert len(paper_of(signed).signatures) == 2
