"""Who sees which dossier: the whole cast, at each step, by posts and representations in force."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, DossierAccess, State
from people.actions import appoint, register_party, represent, revoke
from people.models import Agency, Post, Representation, User
from tests.support.stories import WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
PARTS = (
    "citizen",
    "neighbour",
    "clerk",
    "officer",
    "officer_elsewhere",
    "head",
    "leader",
    "cashier",
    "auditor",
    "administrator",
)
SEEN_BY = {
    State.DRAFT: {"citizen"},
    State.SUBMITTED: {"citizen", "clerk", "leader", "auditor"},
    State.NOT_ACCEPTED: {"citizen", "clerk", "leader", "auditor"},
    State.ACCEPTED: {"citizen", "clerk", "leader", "cashier", "auditor"},
    State.APPRAISAL: {"citizen", "clerk", "officer", "head", "leader", "cashier", "auditor"},
    State.RETURNED: {"citizen", "clerk", "officer", "head", "leader", "cashier", "auditor"},
}


def yesterday() -> date:
    """The day before the test's own today."""
    return timezone.localdate() - timedelta(days=1)


def seen_by(dossier: Dossier, who: User) -> bool:
    """Whether *who*, signed in now, sees it."""
    fresh = User.objects.get(pk=who.pk)
    return Dossier.objects.visible_to(fresh).filter(pk=dossier.pk).exists()


@pytest.mark.parametrize("state", SEEN_BY)
def test_each_part_sees_it_from_their_step_on_and_nobody_else(cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)

    seers = {part for part in PARTS if seen_by(dossier, getattr(cast, part))}

    assert seers == SEEN_BY[state]


def test_nobody_sees_anything_without_an_account_in_force(cast: Cast) -> None:
    dossier = cast.appraised()
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)

    assert not seen_by(dossier, cast.clerk)
    assert not Dossier.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("part", ["clerk", "officer", "head", "leader", "cashier", "auditor"])
def test_a_revoked_post_closes_everything_the_next_day(cast: Cast, part: str) -> None:
    dossier, who = cast.appraised(), getattr(cast, part)
    assert seen_by(dossier, who)

    revoke(post=who.posts.get(), until=yesterday())

    assert not seen_by(dossier, who)


def test_a_post_that_begins_tomorrow_opens_nothing_today(cast: Cast) -> None:
    dossier = cast.appraised()
    tomorrow = timezone.localdate() + timedelta(days=1)

    appoint(user=cast.neighbour, unit=Agency.objects.get(code="SLD"), role=Post.Role.LEADER, since=tomorrow)

    assert not seen_by(dossier, cast.neighbour)


def test_an_ended_representation_closes_what_was_filed_but_not_one_s_own_draft(cast: Cast) -> None:
    filed, draft = cast.submitted(), cast.draft()

    Representation.objects.update(valid_to=yesterday())

    assert not seen_by(filed, cast.citizen)
    assert seen_by(draft, cast.citizen)


def test_who_represents_the_applicant_today_sees_what_was_filed_before(cast: Cast) -> None:
    filed, draft = cast.submitted(), cast.draft()

    represent(user=cast.neighbour, party=filed.applicant, scope="authorised", since=date(2024, 1, 1), at=timezone.now())

    assert seen_by(filed, cast.neighbour)
    assert not seen_by(draft, cast.neighbour)


def test_who_only_claims_to_represent_sees_what_they_filed_and_nothing_else(cast: Cast) -> None:
    filed = cast.submitted()
    represent(user=cast.neighbour, party=filed.applicant, scope="own", since=date(2024, 1, 1))
    Representation.objects.filter(user=cast.citizen).update(checked_at=None)

    assert not seen_by(filed, cast.neighbour)
    assert seen_by(filed, cast.citizen)
    assert not seen_by(cast.on_paper(), cast.citizen)


def test_a_child_s_guardian_sees_nothing_once_the_child_is_of_age(cast: Cast) -> None:
    filed, today = cast.submitted(), timezone.localdate()
    party = filed.applicant
    represent(user=cast.neighbour, party=party, scope="guardian", since=date(2024, 1, 1), at=timezone.now())

    for years, seen in ((17, True), (18, False)):
        party.birth_date = today.replace(year=today.year - years)
        party.save()
        assert seen_by(filed, cast.neighbour) is seen


def test_a_walk_in_is_seen_by_the_applicant_and_not_for_having_typed_it(cast: Cast) -> None:
    taken = cast.on_paper()
    revoke(post=cast.clerk.posts.get(), until=yesterday())

    assert seen_by(taken, cast.citizen)
    assert not seen_by(taken, cast.clerk)


def test_two_proofs_of_one_representation_show_each_dossier_once(cast: Cast) -> None:
    filed = cast.submitted()

    represent(user=cast.citizen, party=filed.applicant, scope="guardian", since=date(2024, 1, 1), at=timezone.now())

    assert Dossier.objects.visible_to(cast.citizen).count() == 1


def test_another_desk_cashier_and_division_see_nothing(cast: Cast, person: Any) -> None:
    dossier = cast.in_state(State.RETURNED)
    elsewhere = Agency.objects.get(code="SLD-NCC")

    for number, role in enumerate(
        (Post.Role.DESK, Post.Role.OFFICER, Post.Role.HEAD, Post.Role.CASHIER, Post.Role.SEAL_CLERK)
    ):
        assert not seen_by(dossier, person(f"khac{number}", elsewhere, role)), role


def test_the_cashier_and_seal_clerk_of_the_department_serve_its_desk(cast: Cast, person: Any) -> None:
    department = Agency.objects.get(code="SLD")
    cashier = person("ketoanso", department, Post.Role.CASHIER)
    seal = person("vanthuso", department, Post.Role.SEAL_CLERK)
    decided = actions.approve(cast.proposed(), "granted", by=cast.leader, at=WEDNESDAY)

    assert seen_by(decided, cashier)
    assert seen_by(decided, seal)
    assert not seen_by(cast.appraised(), seal)


def test_a_leader_of_another_department_sees_nothing_and_of_the_province_everything(cast: Cast, person: Any) -> None:
    province = Agency.objects.get(code="T")
    other = Agency.objects.create(
        code="SYT", name="Sở Y tế", kind="department", path="T/SYT/", parent=province, valid_from=date(2024, 1, 1)
    )
    dossier = cast.appraised()

    assert not seen_by(dossier, person("yte", other, Post.Role.LEADER))
    assert seen_by(dossier, person("tinh", province, Post.Role.LEADER))


def test_a_unit_whose_path_begins_alike_is_no_part_of_the_other(cast: Cast, person: Any) -> None:
    alike = Agency.objects.create(
        code="SLD-VL", name="Phòng Việc", kind="division", path="T/SLD/SLD-VL/", valid_from=date(2024, 1, 1)
    )

    assert not seen_by(cast.appraised(), person("phongviec", alike, Post.Role.HEAD))


def test_an_officer_who_files_for_themselves_is_an_applicant_like_any_other(cast: Cast) -> None:
    party = register_party(name="Chuyên viên", citizen_id="001150088888")
    represent(user=cast.officer_elsewhere, party=party, scope="own", since=date(2024, 1, 1))
    cast.citizen = cast.officer_elsewhere

    mine = cast.submitted()

    assert seen_by(mine, cast.officer_elsewhere)
    assert Dossier.objects.own_of(cast.officer_elsewhere).get() == mine
    assert not Dossier.objects.at_work_of(cast.officer_elsewhere).exists()


def test_access_is_written_once_however_often_a_dossier_comes_back(cast: Cast) -> None:
    back = actions.send_back(cast.proposed(), "Xem lại", by=cast.leader, at=WEDNESDAY)

    rows = DossierAccess.objects.filter(dossier=back)

    assert rows.count() == rows.values("unit", "role").distinct().count() == 4
