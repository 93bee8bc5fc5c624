"""The life of a result: corrected by another in its place, revoked, expired; told the same everywhere."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Paper, Result
from dossiers.models.paper import PaperQuerySet
from dossiers.papers import codes
from dossiers.papers.render import html_of
from notifications.models import Notice
from people.models import User
from procedures.actions import load_result_templates
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.parallel import at_once
from tests.support.stories import THURSDAY, WEDNESDAY, Cast
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]
STAGES = {"before": Cast.resolved, "after": lambda cast: actions.hand_out(cast.pay(cast.resolved()), **at_desk(cast))}
GROUND = "Điều 20 Nghị định số 152/2020/NĐ-CP"
TODAY = date(2026, 3, 5)


def at_desk(cast: Cast) -> dict[str, Any]:
    return {"by": cast.clerk, "at": THURSDAY}


def correct(cast: Cast, dossier: Dossier, text: str | None = "Ba năm", **more: Any) -> Dossier:
    return actions.correct_result(dossier, "Sai thời hạn", text, by=cast.leader, at=THURSDAY, **more)


def revoke(cast: Cast, dossier: Dossier, **more: Any) -> Dossier:
    return actions.revoke_result(dossier, "Khai man", GROUND, by=cast.leader, at=THURSDAY, **more)


def results_of(dossier: Dossier) -> list[Result]:
    return list(Result.objects.filter(dossier=dossier).select_related("paper").order_by("id"))


@pytest.fixture(params=STAGES)
def dossier(cast: Cast, request: pytest.FixtureRequest) -> Dossier:
    """Decided, before and after it was handed out; results have their template."""
    load_result_templates(at=timezone.now())
    done: Dossier = STAGES[request.param](cast)
    return done


def test_a_correction_is_another_paper_and_the_old_file_stays(cast: Cast, dossier: Dossier) -> None:
    before = dossier.papers.values("number", "sha256", "context", "voided_at").get(kind="result")
    corrected = correct(cast, dossier, fields={"job_title": "Kỹ sư trưởng"})
    old, new = results_of(corrected)

    assert dossier.papers.values("number", "sha256", "context", "voided_at").get(pk=old.paper_id) == before
    assert (old.ended_as, old.ended_by, new.replaces) == ("replaced", cast.leader, old)
    assert (new.fields, new.kind) == ({**old.fields, "job_title": "Kỹ sư trưởng"}, old.kind)
    assert new.paper.number == old.paper.number + 1
    assert f"thay thế văn bản số {old.paper.reference}" in html_of(new.paper)
    assert "Ba năm" in html_of(new.paper)
    assert corrected.state == dossier.state
    assert verify(again(corrected)) == []


def test_a_corrected_result_is_handed_out_as_the_first_was(cast: Cast, client: Client) -> None:
    corrected = correct(cast, cast.pay(cast.resolved()))
    with pytest.raises(Refused, match="đang được tạo"):
        actions.hand_out(corrected, **at_desk(cast))
    cast.make_files(corrected)
    assert actions.hand_out(corrected, **at_desk(cast)).closed_at == THURSDAY
    client.force_login(cast.citizen)
    for result in results_of(corrected):
        assert client.get(f"/ho-so/{corrected.code}/van-ban/{result.paper_id}/").status_code == 200


def test_a_revoked_result_is_told_with_its_reason_and_not_handed_out(cast: Cast, dossier: Dossier) -> None:
    revoked = revoke(cast, dossier)
    result = results_of(revoked)[0]

    assert (result.ended_as, result.ended_ground, result.ended_reason) == ("revoked", GROUND, "Khai man")
    told = Notice.objects.filter(once__startswith=f"{revoked.pk}/{revoked.head_seq}")
    assert all("Khai man" in notice.body and f"/ho-so/{revoked.code}/" in notice.body for notice in told)
    assert told.exists()
    if dossier.closed_at is None:
        with pytest.raises(Refused, match="thu hồi"):
            actions.hand_out(cast.pay(revoked), **at_desk(cast))
    assert verify(again(revoked)) == []


SECOND = {"correction": correct, "revocation": revoke}


@pytest.mark.parametrize("second", SECOND)
def test_what_was_revoked_is_not_ended_again(cast: Cast, dossier: Dossier, second: str) -> None:
    revoked = revoke(cast, dossier)
    count = Paper.objects.count()
    with pytest.raises(Refused, match="Đã thu hồi"):
        SECOND[second](cast, revoked)
    assert Paper.objects.count() == count


@pytest.mark.parametrize("second", SECOND)
def test_who_means_the_replaced_one_is_told_which_is_in_force(cast: Cast, dossier: Dossier, second: str) -> None:
    first = dossier.papers.get(kind="result")
    corrected = correct(cast, dossier)
    with pytest.raises(Refused, match=results_of(corrected)[-1].paper.reference):
        SECOND[second](cast, corrected, paper=first.pk)
    assert [row.ended_as for row in results_of(corrected)] == ["replaced", ""]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [({"reason": " "}, "reason"), ({"fields": {"gender": "x"}}, "gender"), ({"fields": {"x": 1}}, "x")],
)
def test_a_wrong_correction_is_bad_input_and_leaves_nothing(
    cast: Cast, dossier: Dossier, words: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.correct_result(dossier, **{"reason": "Sai", **words}, by=cast.leader, at=THURSDAY)
    assert set(refusal.value.errors) == {wrong}
    assert [row.ended_as for row in results_of(dossier)] == [""]


def test_a_correction_that_corrects_nothing_is_refused(cast: Cast, dossier: Dossier) -> None:
    with pytest.raises(Refused, match="Chưa sửa gì"):
        correct(cast, dossier, None)


def test_a_refused_dossier_has_no_result_to_end(cast: Cast) -> None:
    refused = actions.approve(cast.proposed(), "refused", "Điều 9", by=cast.leader, at=WEDNESDAY)
    for act in SECOND.values():
        with pytest.raises(Refused, match="từ chối giải quyết"):
            act(cast, refused)


def test_who_proposed_it_does_not_end_it(cast: Cast) -> None:
    resolved = cast.resolved()
    Dossier.objects.filter(pk=resolved.pk).update(appraiser=cast.leader)
    with pytest.raises(Forbidden):
        revoke(cast, resolved)


def test_a_recall_also_voids_what_corrected_the_result(cast: Cast) -> None:
    corrected = correct(cast, cast.resolved())
    recalled = actions.recall_result(corrected, "Sai hết", by=cast.head, at=THURSDAY)

    assert not recalled.papers.filter(kind="result", voided_at=None).exists()
    assert {row.standing_on(TODAY) for row in results_of(recalled)} == {"Đã hủy, không còn giá trị"}


def test_a_result_from_before_the_register_is_corrected_too(cast: Cast) -> None:
    resolved = cast.resolved()
    Result.objects.filter(dossier=resolved).delete()
    corrected = correct(cast, resolved)

    assert [row.ended_as for row in results_of(corrected)] == ["replaced", ""]


STANDINGS: dict[str, tuple[dict[str, Any], str]] = {
    "valid": ({}, "Còn giá trị"),
    "valid until": ({"valid_until": TODAY}, "Còn giá trị đến hết ngày 05/03/2026"),
    "expired": ({"valid_until": TODAY - timedelta(days=1)}, "Đã hết hạn: có giá trị đến hết ngày 04/03/2026"),
    "not yet": ({"valid_from": TODAY + timedelta(days=1)}, "Chưa có giá trị: có giá trị từ ngày 06/03/2026"),
    "revoked": ({"ended_as": "revoked", "ended_at": THURSDAY}, "Đã thu hồi ngày 05/03/2026, không còn giá trị"),
}


@pytest.mark.parametrize("case", STANDINGS)
def test_each_standing_is_told_the_same_to_strangers_holder_officers_and_programs(
    cast: Cast, client: Client, caller: Callers, clock_at: Callable[..., None], case: str
) -> None:
    facts, words = STANDINGS[case]
    resolved, bare = cast.pay(cast.resolved()), {"valid_from": None, "valid_until": None}
    clock_at(THURSDAY)
    Result.objects.filter(dossier=resolved).update(**{**bare, "ended_reason": "Bí mật", **facts})
    paper = PaperQuerySet(Paper).get(dossier=resolved, kind="result")
    code = codes.code_of(paper.event)

    stranger = client.get("/xac-minh/", {"ma": code}).content.decode()
    listed = caller(cast.citizen).get(f"/dossiers/{resolved.code}/").json()["papers"]
    told = client.get(f"/api/v1/verification/{code}/").json()["papers"][0]
    client.force_login(cast.citizen)
    page = client.get(f"/ho-so/{resolved.code}/").content.decode()
    assert words in stranger
    assert "Bí mật" not in stranger
    assert words in page
    assert (told["standing_label"], told["reference"]) == (words, paper.reference)
    assert words in [row["standing_label"] for row in listed if row["kind"] == "result"]


def test_a_stranger_is_told_by_which_number_a_result_was_replaced(cast: Cast, client: Client) -> None:
    corrected = correct(cast, cast.resolved())
    old, new = results_of(corrected)
    told = client.get(f"/api/v1/verification/{codes.code_of(old.paper.event)}/").json()["papers"][0]

    assert (told["standing"], told["replaced_by"]) == ("replaced", new.paper.reference)
    assert new.paper.reference in told["standing_label"]
    assert "Sai thời hạn" not in str(told)


def test_a_code_of_nobody_is_not_found(client: Client) -> None:
    for code in ("x", "1-0000000000", "ZZZZZZZZZZZZZZZZZZ-0000000000", "é" * 300):
        assert client.get(f"/api/v1/verification/{code}/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite" and connection.is_in_memory_db(), reason="threads share no database in memory"
)
@pytest.mark.parametrize("pair", [(revoke, revoke), (correct, correct), (correct, revoke)])
def test_two_at_once_on_the_same_result_have_one_effect(cast: Cast, pair: Any) -> None:
    resolved = cast.resolved()
    paper = resolved.papers.get(kind="result").pk
    fresh = User.objects.get(pk=cast.leader.pk)
    acts: dict[str, Any] = {"by": fresh, "at": THURSDAY, "paper": paper}
    ways = {correct: lambda: actions.correct_result(resolved, "Sai", "Ba năm", **acts)}
    ways[revoke] = lambda: actions.revoke_result(resolved, "Sai", GROUND, **acts)
    done = at_once([ways[act] for act in pair])

    assert sum(isinstance(one, Dossier) for one in done) == 1
    assert again(resolved).events.filter(verb__in=("result_corrected", "result_revoked")).count() == 1
    assert verify(again(resolved)) == []
