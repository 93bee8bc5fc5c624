"""A form sent twice is one: whatever it makes is made once, and the second click lands where the first did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from people.actions import register_checked_party
from people.double_clicks import SAME_CLICK
from people.models import EmailChange, IdempotentAnswer, Incident, IncidentEntry, Party, PostGrant, Representation, User
from tests.support.forms import forms_of
from tests.support.parallel import at_once
from tests.support.stories import Cast

PASSWORD = "mot-Cua-2026-moi"
NEW_PARTY = {"kind": "person", "name": "NGUYEN VAN MOI", "passport_no": "B7654321", "address": "Số 1"}


@dataclass(frozen=True)
class Member:
    """A form that makes rows: who sends it where, with what, and what it makes."""

    who: str
    address: str
    makes: type[models.Model]
    data: dict[str, str]


MEMBERS = {
    "applicant": Member("neighbour", "/nop-ho-so/{slug}/nguoi-nop/", Party, NEW_PARTY),
    "draft": Member("citizen", "/nop-ho-so/{slug}/", Dossier, {"applicant": "{party}"}),
    "person at the counter": Member("clerk", "/can-bo/quay/nguoi-nop/", Party, NEW_PARTY),
    "account joined": Member(
        "clerk",
        "/can-bo/quay/{party}/tai-khoan/",
        Representation,
        {"username": "hangxom", "scope": "authorised", "proof": "Giấy ủy quyền"},
    ),
    "post": Member(
        "administrator",
        "/can-bo/bo-nhiem/de-nghi/",
        PostGrant,
        {"user": "hangxom", "role": "officer", "unit": "{unit}", "since": "24/11/2026"},
    ),
    "account closed": Member(
        "administrator",
        "/can-bo/bo-nhiem/tai-khoan/",
        PostGrant,
        {"user": "hangxom", "what": "close", "reason": "Nghỉ"},
    ),
    "incident": Member(
        "auditor",
        "/rieng-tu/su-co/moi/",
        Incident,
        {"discovered_at": "23/11/2026 08:00", "summary": "Mất máy", "people": "Ba người"},
    ),
    "contact": Member(
        "citizen", "/tai-khoan/lien-he/", EmailChange, {"email": "moi@example.vn", "phone": "0987654321"}
    ),
}


@pytest.fixture
def sent(cast: Cast) -> Callable[..., list[Any]]:
    """Opens the page of a member, and sends its form as often as wanted, with all that a browser sends."""

    def send(member: Member, *, times: int = 2, parallel: bool = False) -> list[Any]:
        values = {"slug": cast.edition.procedure.slug, "party": cast.party.pk}
        values["unit"] = cast.officer.active_posts[0].unit_id
        client = Client(enforce_csrf_checks=True)
        client.force_login(getattr(cast, member.who))
        address = member.address.format(**values)
        page = client.get(address).content.decode()
        form = next(form for form in forms_of(address, page)[::-1] if form.action == address)
        hidden = {row["name"]: row["value"] for row in form.inputs if row["kind"] == "hidden"}
        data = hidden | {name: text.format(**values) for name, text in member.data.items()}

        def post() -> Any:
            browser = Client(enforce_csrf_checks=True)
            browser.cookies = client.cookies
            return browser.post(address, data)

        return at_once([post] * times) if parallel else [post() for _ in range(times)]

    return send


@pytest.mark.django_db
@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_the_second_click_makes_nothing_and_lands_where_the_first_did(
    sent: Callable[..., list[Any]], member: Member
) -> None:
    before = member.makes._default_manager.count()

    first, second = sent(member)

    assert member.makes._default_manager.count() == before + 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["applicant", "person at the counter", "incident", "contact"])
def test_clicks_in_the_same_instant_make_one(sent: Callable[..., list[Any]], name: str) -> None:
    before = MEMBERS[name].makes._default_manager.count()

    answers = sent(MEMBERS[name], times=4, parallel=True)

    assert MEMBERS[name].makes._default_manager.count() == before + 1
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}


@pytest.mark.django_db
def test_the_same_form_from_another_page_or_a_while_later_is_another_one(
    sent: Callable[..., list[Any]], cast: Cast
) -> None:
    member = MEMBERS["incident"]
    sent(member)
    sent(member)
    assert Incident.objects.count() == 2

    IdempotentAnswer.objects.update(created_at=timezone.now() - SAME_CLICK - timedelta(seconds=1))
    entry = Member("auditor", f"/rieng-tu/su-co/{Incident.objects.first().pk}/", IncidentEntry, {})  # type: ignore[union-attr]
    assert [answer.status_code for answer in sent(entry)] == [422, 422]


@pytest.mark.django_db
def test_a_form_that_was_refused_is_judged_again(sent: Callable[..., list[Any]]) -> None:
    wrong = Member("clerk", "/can-bo/quay/nguoi-nop/", Party, {**NEW_PARTY, "passport_no": "!"})

    assert [answer.status_code for answer in sent(wrong)] == [422, 422]
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db
def test_signing_up_twice_is_one_account_and_both_clicks_are_in() -> None:
    data = {"full_name": "Nguyễn Văn Mới", "username": "nguyenmoi", "email": "moi@example.vn"}
    data |= {"password1": PASSWORD, "password2": PASSWORD, "phone_number": ""}
    clients = [Client(), Client()]

    answers = [client.post("/dang-ky/", data) for client in clients]

    assert User.objects.filter(username="nguyenmoi").count() == 1
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}
    assert all("_auth_user_id" in client.session for client in clients)
    other = Client().post("/dang-ky/", {**data, "password1": PASSWORD + "x", "password2": PASSWORD + "x"})
    assert other.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "status"),
    [("", "", 422), ("JP", "JP", 422), ("JP", "", 422), ("", "JP", 422), ("JP", "KR", 302)],
)
def test_one_passport_is_one_person_at_the_counter(
    client: Client, cast: Cast, first: str, second: str, status: int
) -> None:
    known = register_checked_party(
        name="KIM", passport_no="B7654321", passport_country=first, by=None, at=timezone.now()
    )
    client.force_login(cast.clerk)

    answer = client.post("/can-bo/quay/nguoi-nop/", {**NEW_PARTY, "passport_country": second})

    assert answer.status_code == status
    if status == 422:
        text = answer.content.decode()
        assert "Số hộ chiếu này đã có: KIM" in text
        assert f"/can-bo/quay/{known.pk}/" in text


@pytest.mark.django_db
def test_doubles_of_before_are_listed_and_the_others_held_single(cast: Cast, capsys: Any) -> None:
    for name, number in (("Một", "B1111111"), ("Hai", "B1111111"), ("Ba", "B2222222")):
        row = Party(name=name, name_folded=name.lower(), passport_no=number, checked_at=timezone.now())
        row.save()

    call_command("passports")
    call_command("passports")

    assert "B1111111" in capsys.readouterr().out
    assert list(Party.objects.filter(passport_single=True).values_list("passport_no", flat=True)) == ["B2222222"]
