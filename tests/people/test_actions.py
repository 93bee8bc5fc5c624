"""Acts on people: register, represent, appoint and revoke."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from people.actions import (
    appoint,
    clock_user,
    open_agency,
    own_party,
    register_checked_party,
    register_party,
    represent,
    revoke,
)
from people.models import Agency, Party, Post, User
from tests.conftest import at
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
DAY, NOW = date(2026, 3, 2), at("2026-03-02 09:00")


def test_a_name_is_kept_composed_and_found_without_accents() -> None:
    decomposed = "Nguyê\u0303n Thi\u0323 A\u0302\u0301m"

    party = register_party(name=f" {decomposed} ")

    assert party.name == "Nguyễn Thị Ấm"
    assert Party.objects.matching("nguyen thi am").get() == party


@pytest.mark.parametrize("number", ["citizen_id", "tax_code"])
def test_a_number_belongs_to_one_checked_party_and_is_claimed_by_whoever_likes(number: str) -> None:
    seen: dict[str, Any] = {"by": None, "at": NOW, number: "0100109106"}
    for name in ("Một", "Hai"):
        register_party(name=name, **{number: "0100109106"})

    assert register_checked_party(name="Ba", **seen).is_checked
    with pytest.raises(Refused, match="đã thuộc về"):
        register_checked_party(name="Bốn", **seen)
    register_checked_party(name="Năm", **seen | {number: ""})


@pytest.mark.parametrize("typed", ["001 150 012 345", "0100109106", "b1234567", "0912345678", "ẪM ỆCH"])
def test_a_party_is_found_by_any_number_on_its_papers_and_by_name(typed: str) -> None:
    party = register_party(
        name="Nguyễn Ẫm Ệch",
        citizen_id="001150012345",
        tax_code="0100109106",
        passport_no="B1234567",
        phone="0912345678",
    )

    assert list(Party.objects.matching(typed)) == [party]


def test_a_representation_counts_from_its_first_day_to_its_last(party: Party, person: Callable[..., User]) -> None:
    user = person("thay")
    represent(user=user, party=party, scope="authorised", since=DAY, until=date(2026, 3, 4), proof="UQ", at=NOW)

    results = [Party.objects.represented_by(user.pk, date(2026, 3, day)).exists() for day in (1, 2, 4, 5)]

    assert results == [False, True, True, False]


def test_two_proofs_give_the_party_once(party: Party, person: Callable[..., User]) -> None:
    user = person("thay")
    for scope in ("authorised", "guardian"):
        represent(user=user, party=party, scope=scope, since=DAY, at=NOW)

    assert Party.objects.represented_by(user.pk, DAY).count() == 1


def test_one_s_own_party_is_made_once_from_the_account(person: Callable[..., User]) -> None:
    user = person("moi")

    first, second = own_party(user, DAY), own_party(user, DAY)

    assert first == second
    assert (first.name, first.email) == ("Người moi", "moi@example.vn")
    assert user.representations.get().scope == "own"


def test_one_s_own_party_is_never_the_child_one_acts_for(party: Party, person: Callable[..., User]) -> None:
    user = person("me")
    represent(user=user, party=party, scope="guardian", since=DAY)

    assert own_party(user, DAY) != party


def test_an_account_of_a_company_is_the_company_unless_it_is_also_a_person(
    party: Party, person: Callable[..., User]
) -> None:
    user, company = person("ketoan1"), register_party(name="Công ty", kind="organisation")
    represent(user=user, party=company, scope="employee", since=DAY)
    assert own_party(user, DAY) == company

    represent(user=user, party=party, scope="own", since=DAY, at=NOW)
    assert own_party(user, DAY) == party


def test_a_post_is_ended_and_stays_as_history(agencies: dict[str, Agency], person: Callable[..., User]) -> None:
    user = person("chuyenvien")
    post = appoint(user=user, unit=agencies["SLD-NCC"], role=Post.Role.OFFICER, since=DAY, decision_no="1/QĐ")

    revoke(post=post, until=date(2026, 3, 4))

    assert [post.in_force(date(2026, 3, day)) for day in (1, 2, 4, 5)] == [False, True, True, False]
    assert user.posts.get().decision_no == "1/QĐ"


@pytest.mark.parametrize(
    ("role", "unit", "covered"),
    [
        ("leader", "SLD", {"SLD", "SLD-MC", "SLD-VLATLD", "SLD-NCC"}),
        ("head", "SLD-NCC", {"SLD-NCC"}),
        ("cashier", "SLD", {"SLD", "SLD-MC", "SLD-VLATLD", "SLD-NCC"}),
        ("seal_clerk", "SLD-MC", {"SLD-MC"}),
        ("officer", "SLD", {"SLD"}),
        ("desk", "SLD-MC", {"SLD-MC"}),
    ],
)
def test_a_post_covers_its_unit_and_for_some_roles_those_below(
    agencies: dict[str, Agency], person: Callable[..., User], role: str, unit: str, covered: set[str]
) -> None:
    post = person("ai", agencies[unit], role).posts.get()

    assert {code for code, agency in agencies.items() if post.covers(agency)} == covered


def test_a_unit_is_founded_once_under_its_parent(agencies: dict[str, Agency]) -> None:
    again = open_agency(code="SLD-NCC", name="Tên khác", kind="division", since=DAY)

    assert again == agencies["SLD-NCC"]
    assert again.path == "T/SLD/SLD-NCC/"
    assert Agency.objects.get(pk=again.pk).name == "Phòng Người có công"


def test_a_closed_unit_is_answered_for_by_its_successor(agencies: dict[str, Agency]) -> None:
    old = agencies["SLD-NCC"]
    middle = open_agency(code="SNV-NCC", name="Phòng mới", kind="division", since=DAY)
    last = open_agency(code="SNV-NC2", name="Phòng mới nữa", kind="division", since=date(2026, 4, 1))
    Agency.objects.filter(pk=old.pk).update(valid_to=date(2026, 3, 1), successor=middle)
    Agency.objects.filter(pk=middle.pk).update(valid_to=date(2026, 3, 31), successor=last)

    results = [Agency.objects.in_charge_of("SLD-NCC", day) for day in (date(2026, 3, 1), DAY, date(2026, 4, 1))]

    assert results == [old, middle, last]
    assert Agency.objects.in_charge_of("KHONG-CO", DAY) is None


def test_the_clock_acts_as_a_system_account_nobody_signs_in_to() -> None:
    first, second = clock_user(), clock_user()

    assert first == second
    assert (first.is_system, first.is_active, first.has_usable_password()) == (True, False, False)


@pytest.mark.parametrize("model", ["post", "representation", "agency"])
def test_nothing_ends_before_it_begins(
    agencies: dict[str, Agency], party: Party, person: Callable[..., User], model: str
) -> None:
    user, before = person("ai"), date(2026, 3, 1)
    make: dict[str, Callable[[], Any]] = {
        "post": lambda: appoint(user=user, unit=agencies["SLD"], role="officer", since=DAY, until=before),
        "representation": lambda: represent(user=user, party=party, scope="own", since=DAY, until=before),
        "agency": lambda: open_agency(code="X", name="X", kind="desk", since=DAY, valid_to=before),
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        make[model]()
