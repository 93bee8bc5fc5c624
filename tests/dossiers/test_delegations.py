"""In another's place: done by one, in the name of the other, with both in the record and on paper; work comes back."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.competences import COMPETENCES, KINDS_OF_ACT, kind_of
from dossiers.deadlines.alerts import announce_batch
from dossiers.deadlines.digest import digest_all
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Paper
from dossiers.models.event import Verb
from dossiers.papers.content import signs_as
from dossiers.permissions import decision
from notifications.models import Notice
from people import delegations
from people.models import Agency, Delegation, Post, User
from tests.support.stories import Cast
from toolbox.refusal import Forbidden

pytestmark = pytest.mark.django_db
PAPER = "12/GUQ-SLĐTBXH ngày 23/11/2026"


@pytest.fixture
def colleague(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Another officer of the division."""
    return person("dongnghiep", agencies["SLD-VLATLD"], Post.Role.OFFICER)


def given(giver: User, to: User, days: int = 3, **more: Any) -> Delegation:
    """A leave of *giver* in which *to* stands in, unless *more* says otherwise."""
    today = timezone.localdate()
    term: dict[str, Any] = {"kind": "leave", "since": today, "until": today + timedelta(days=days - 1)}
    return delegations.delegate(giver.posts.get(), to, working_days=days, **term | more, by=giver, at=timezone.now())


def fresh(user: User) -> User:
    """The same account, which has not looked at its posts yet."""
    return User.objects.get(pk=user.pk)


def held(cast: Cast) -> Dossier:
    """In appraisal, handled by the officer."""
    dossier = cast.appraised()
    return actions.assign(dossier, cast.officer, by=cast.head, at=timezone.now())


def test_a_stand_in_handles_what_the_other_holds_and_the_record_names_both(cast: Cast, colleague: User) -> None:
    dossier = held(cast)
    with pytest.raises(Forbidden, match="do Người chuyenvien xử lý"):
        actions.propose(dossier, "granted", "x", by=colleague, at=timezone.now())
    row = given(cast.officer, colleague)

    done = actions.propose(dossier, "granted", "x", by=fresh(colleague), at=timezone.now())

    event = done.events.last()
    assert (event.by, event.particulars["acts_for"], event.particulars["delegation"]) == (
        colleague,
        cast.officer.pk,
        row.pk,
    )
    assert event.unit_name.startswith("Thay Chuyên viên")
    assert verify(done) == []


def test_when_the_leave_is_over_the_work_is_back(cast: Cast, colleague: User) -> None:
    dossier, row = held(cast), given(cast.officer, colleague)
    client = Client()
    client.force_login(colleague)
    assert dossier.name in client.get("/can-bo/?view=mine").content.decode()

    delegations.end_delegation(row, "Về sớm", by=cast.officer, at=timezone.now())

    assert dossier.name not in client.get("/can-bo/?view=mine").content.decode()
    assert Dossier.objects.get(pk=dossier.pk).holder == cast.officer
    with pytest.raises(Forbidden):
        actions.propose(dossier, "granted", "x", by=fresh(colleague), at=timezone.now())


def test_a_head_signs_for_the_leader_by_a_paper_and_the_result_says_so(cast: Cast) -> None:
    dossier = cast.proposed()
    given(cast.leader, cast.head, kind="document", basis=PAPER, acts=["decision"])

    done = actions.approve(dossier, "granted", by=fresh(cast.head), at=timezone.now())

    assert done.events.last().particulars["signs"] == "TUQ."
    context = done.papers.get(kind=Paper.Kind.RESULT).context
    assert context["signs_as"] == ["TUQ. Giám đốc", "Trưởng phòng"]
    assert context["signs_for"] == f"(thay Người lanhdao, theo {PAPER})"


def test_a_deputy_signs_kt(cast: Cast, person: Any, agencies: Any) -> None:
    deputy = person("phogiamdoc", agencies["SLD"], Post.Role.LEADER)
    row = given(cast.leader, deputy)
    dossier = cast.proposed()
    Post.objects.filter(user=deputy).update(unit=agencies["SLD"])

    done = actions.approve(dossier, "granted", by=fresh(deputy), at=timezone.now())

    assert "acts_for" not in done.events.last().particulars  # by a post of their own, before another's
    assert row.in_force(timezone.localdate())


@pytest.mark.parametrize(("is_deputy", "lines"), [(False, ["Giám đốc"]), (True, ["KT. Giám đốc", "Phó Giám đốc"])])
def test_the_department_is_signed_for_by_its_head_and_in_the_heads_place_by_a_deputy(
    cast: Cast, is_deputy: bool, lines: list[str]
) -> None:
    Post.objects.filter(user=cast.leader).update(is_deputy=is_deputy)

    done = actions.approve(cast.proposed(), "granted", by=fresh(cast.leader), at=timezone.now())

    assert done.papers.get(kind=Paper.Kind.RESULT).context["signs_as"] == lines


@pytest.mark.parametrize(
    ("is_deputy", "lines"),
    [(False, ["TL. Giám đốc", "Trưởng phòng"]), (True, ["TL. Giám đốc", "KT. Trưởng phòng", "Phó Trưởng phòng"])],
)
def test_a_division_signs_by_order_and_its_deputy_in_its_heads_place(is_deputy: bool, lines: list[str]) -> None:
    act: Any = SimpleNamespace(post=Post(role=Post.Role.HEAD, is_deputy=is_deputy))

    assert signs_as(act) == lines


@pytest.mark.parametrize(
    ("limits", "words"), [({"acts": ["appraisal"]}, "không gồm việc"), ({"procedures": ["khac"]}, "không gồm việc")]
)
def test_beyond_what_was_delegated_nothing_is_done_and_it_is_said(cast: Cast, limits: Any, words: str) -> None:
    dossier = cast.proposed()
    given(cast.leader, cast.head, kind="document", basis=PAPER, **limits)

    with pytest.raises(Forbidden, match=words):
        actions.approve(dossier, "granted", by=fresh(cast.head), at=timezone.now())


def test_what_one_proposed_one_never_approves_in_anothers_place(cast: Cast) -> None:
    dossier = actions.propose(cast.appraised(), "granted", "x", by=cast.head, at=timezone.now())
    given(cast.leader, cast.head)

    with pytest.raises(Forbidden, match="đã làm một việc khác"):
        actions.approve(dossier, "granted", by=fresh(cast.head), at=timezone.now())


def test_what_was_proposed_in_ones_place_one_never_approves(cast: Cast, agencies: Any) -> None:
    """Neither the giver nor whoever stands in for the giver elsewhere."""
    Post.objects.create(user=cast.officer, unit=agencies["SLD"], role="leader", valid_from="2024-01-01")
    post = cast.officer.posts.get(role="officer")
    today = timezone.localdate()
    Delegation.objects.create(
        kind="leave",
        post=post,
        to=cast.head,
        valid_from=today,
        valid_to=today,
        made_by=cast.officer,
        made_at=timezone.now(),
    )
    head = fresh(cast.head)
    head.acting_posts = [row for row in head.acting_posts if row.delegation]  # as if they had none of their own

    dossier = actions.propose(cast.appraised(), "granted", "x", by=head, at=timezone.now())

    assert dossier.appraiser == cast.head
    with pytest.raises(Forbidden, match="đã làm một việc khác"):
        actions.approve(dossier, "granted", by=fresh(cast.officer), at=timezone.now())
    assert actions.approve(dossier, "granted", by=cast.leader, at=timezone.now()).outcome == "granted"


def test_nobody_acts_in_the_place_of_who_has_an_interest(cast: Cast, colleague: User) -> None:
    dossier = cast.appraised()
    actions.declare_interest(dossier, "Anh em", by=cast.head, at=timezone.now())
    given(cast.head, colleague)

    with pytest.raises(Forbidden, match="có liên quan"):
        actions.assign(dossier, cast.officer, by=fresh(colleague), at=timezone.now())


def test_a_paper_for_some_procedures_opens_these_and_no_others(cast: Cast, person: Any, agencies: Any) -> None:
    elsewhere = person("truongkhac", agencies["SLD-NCC"], Post.Role.HEAD)
    dossier = cast.proposed()
    assert not Dossier.objects.visible_to(elsewhere).exists()

    row = given(cast.leader, elsewhere, kind="document", basis=PAPER, procedures=[cast.edition.procedure.slug])

    for rows in (Dossier.objects.visible_to(fresh(elsewhere)), Dossier.objects.at_work_of(fresh(elsewhere))):
        assert list(rows) == [dossier]
    Delegation.objects.filter(pk=row.pk).update(procedures=["khac"])
    assert not Dossier.objects.visible_to(fresh(elsewhere)).exists()


def test_pages_of_a_stand_in_open_and_close_with_the_delegation(cast: Cast, person: Any, agencies: Any) -> None:
    helper, client = person("phumotcua", agencies["SLD-MC"], Post.Role.OFFICER), Client()
    client.force_login(helper)
    assert client.get("/can-bo/quay/").status_code == 403

    row = given(cast.clerk, helper)

    assert client.get("/can-bo/quay/").status_code == 200
    assert "Ông/bà đang thay Người motcua" in " ".join(client.get("/can-bo/").content.decode().split())
    delegations.end_delegation(row, "Về sớm", by=cast.clerk, at=timezone.now())
    assert client.get("/can-bo/quay/").status_code == 403


def test_warnings_and_digests_go_to_who_acts_today(cast: Cast, colleague: User) -> None:
    dossier = held(cast)
    given(cast.officer, colleague)
    Notice.objects.all().delete()
    Dossier.objects.filter(pk=dossier.pk).update(next_alert_at=timezone.now() - timedelta(minutes=1))

    announce_batch(timezone.now())
    digest_all(timezone.now())

    told = set(Notice.objects.filter(channel="inbox").values_list("kind", "user__username"))
    assert ("dossier_alert", "dongnghiep") in told
    assert ("dossier_digest", "dongnghiep") in told
    assert {user for _kind, user in told} & {"chuyenvien"} == set()


def test_who_is_away_is_told_of_new_work_with_who_stands_in(cast: Cast, colleague: User) -> None:
    given(cast.officer, colleague)
    Notice.objects.all().delete()

    held(cast)

    told = Notice.objects.filter(kind="dossier_assigned", channel="inbox").values_list("user__username", flat=True)
    assert set(told) == {"chuyenvien", "dongnghiep"}


def test_the_timeline_says_who_did_it_in_whose_place(cast: Cast, colleague: User, client: Client) -> None:
    dossier = held(cast)
    given(cast.officer, colleague)
    actions.propose(dossier, "granted", "x", by=fresh(colleague), at=timezone.now())
    client.force_login(cast.leader)

    page = " ".join(client.get(f"/can-bo/ho-so/{dossier.name}/").content.decode().split())

    assert "Người dongnghiep thay Người chuyenvien" in page


def test_every_act_is_of_a_kind_that_can_be_delegated() -> None:
    assert {kind_of(verb) for verb in COMPETENCES} == set(KINDS_OF_ACT)


def test_page_and_act_give_one_answer_with_its_reason(cast: Cast, colleague: User) -> None:
    dossier, day = held(cast), timezone.localdate()

    for user in (*cast.everybody().values(), colleague):
        for verb in (Verb.PROPOSED, Verb.APPROVED, Verb.ASSIGNED, Verb.FEE_SETTLED):
            answer = decision(user, dossier, verb, day)
            assert bool(answer.words) == (answer.post is None)


def test_a_delegation_is_made_ended_and_read_on_its_pages(cast: Cast, colleague: User, client: Client) -> None:
    client.force_login(cast.officer)
    post, today = cast.officer.posts.get(), timezone.localdate()
    data = {"kind": "leave", "post": post.pk, "to": colleague.pk, "since": f"{today:%d/%m/%Y}", "until": "25/11/2026"}
    assert client.get("/can-bo/uy-quyen/moi/").status_code == 200
    for wrong in ({}, data | {"to": cast.clerk.pk}, data | {"until": "1/1/2030"}, data | {"post": 10**9}):
        assert client.post("/can-bo/uy-quyen/moi/", wrong).status_code == 422

    address = client.post("/can-bo/uy-quyen/moi/", data)["Location"]

    assert "Đang có hiệu lực" in client.get(address).content.decode()
    client.force_login(colleague)
    assert "Tôi thay người khác" in client.get("/can-bo/uy-quyen/").content.decode()
    client.force_login(cast.officer_elsewhere)
    assert client.get(address).status_code == 404
    client.force_login(cast.head)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Về sớm"})["Location"] == address


def test_two_clicks_name_who_stands_in_for_who_fell_ill(cast: Cast, colleague: User, client: Client) -> None:
    client.force_login(cast.head)
    post = cast.officer.posts.get()
    address = f"/can-bo/uy-quyen/thay/{post.pk}/"
    assert address in client.get("/can-bo/uy-quyen/").content.decode()
    form = client.get(address).context["form"]
    filled = {name: form[name].value() for name in form.fields}

    assert client.post(address, filled)["Location"] == "/can-bo/uy-quyen/"

    assert Delegation.objects.get().kind == "sudden"
    client.force_login(cast.officer_elsewhere)
    assert client.post(address, filled).status_code == 403
