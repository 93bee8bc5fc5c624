"""The admin: open to an administrator by post, for people and units, never for a dossier."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.actions import register_checked_party
from people.models import Agency, Party, Post, Read, Representation, User

pytestmark = pytest.mark.django_db
PAGES = ("user", "agency", "post", "party", "representation")
DATES = {"valid_from": "01/03/2026", "valid_to": ""}


@pytest.fixture
def pages(administrator: User) -> Client:
    """An administrator's browser."""
    User.objects.filter(pk=administrator.pk).update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=administrator.pk))
    return client


def add(pages: Client, model: str, **data: Any) -> None:
    """Send the form of a new row; fails on a form that came back."""
    answer = pages.post(reverse(f"admin:people_{model}_add"), data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


@pytest.mark.parametrize("model", PAGES)
def test_an_administrator_opens_every_list_and_row(pages: Client, model: str, party: Party, citizen: User) -> None:
    rows = {"user": User, "agency": Agency, "post": Post, "party": Party, "representation": Representation}
    first = rows[model]._default_manager.all()[0]

    for name, args in (("changelist", []), ("change", [first.pk])):
        answer = pages.get(reverse(f"admin:people_{model}_{name}", args=args), {"q": "a"} if not args else {})
        assert answer.status_code == 200, name


@pytest.mark.parametrize(
    ("model", "data"),
    [
        ("post", {"role": "leader", "valid_to": "31/12/2030"}),
        ("representation", {"scope": "own", "valid_to": "", "proof": "x"}),
        ("user", {"username": "x", "email": "ke-khac@example.vn", "is_active": "", "is_superuser": "1"}),
    ],
)
def test_power_is_neither_given_nor_changed_here(
    pages: Client, model: str, data: dict[str, Any], citizen: User, leader: User, administrator: User
) -> None:
    """Posts, representations and other people's accounts: an address changed would get the link to a new password."""
    rows = {"user": User.objects.filter(pk=leader.pk), "post": leader.posts, "representation": citizen.representations}
    row = rows[model].get()
    more = {"user": administrator.pk, "unit": leader.posts.get().unit_id, "party": 1, "valid_from": "01/03/2026"}
    before = type(row).objects.values().get(pk=row.pk)

    changed = pages.post(reverse(f"admin:people_{model}_change", args=[row.pk]), {**data, **more})
    added = [] if model == "user" else [pages.post(reverse(f"admin:people_{model}_add"), {**data, **more})]

    assert {answer.status_code for answer in (changed, *added)} == {403}
    assert type(row).objects.values().get(pk=row.pk) == before


def test_nobody_sets_the_password_of_another(pages: Client, leader: User) -> None:
    secret = {"password1": "mot-Cua-2026-moi", "password2": "mot-Cua-2026-moi", "usable_password": "true"}

    answers = [pages.post(f"/quan-tri/people/user/{leader.pk}/{tail}", secret) for tail in ("password/", "change/")]

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    leader.refresh_from_db()
    assert leader.check_password("MotCua@2026")


def test_the_mark_of_a_superuser_opens_nothing_once_there_are_two(
    person: Callable[..., User], administrator: User, agencies: dict[str, Agency]
) -> None:
    user = person("goc")
    person("quantri2", agencies["SLD"], Post.Role.ADMINISTRATOR)
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))

    for model in PAGES:
        assert client.get(reverse(f"admin:people_{model}_changelist")).status_code == 403


def test_no_key_to_an_account_lies_in_the_admin() -> None:
    labels = {model._meta.label for model in admin.site._registry}

    assert not labels & {"authtoken.TokenProxy", "mfa.Authenticator", "account.EmailAddress", "auth.Group"}


def test_nothing_of_a_dossier_is_there(pages: Client) -> None:
    registered = {model._meta.app_label for model in admin.site._registry}

    assert "dossiers" not in registered
    assert pages.get("/quan-tri/dossiers/").status_code == 404


@pytest.mark.parametrize("part", ["clerk", "leader", "auditor", "citizen"])
def test_a_staff_mark_alone_opens_nothing(part: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(part)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))

    for model in PAGES:
        assert client.get(reverse(f"admin:people_{model}_changelist")).status_code == 403


def test_signing_in_goes_through_the_door_that_counts_and_asks_twice() -> None:
    answer = Client().get("/quan-tri/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/dang-nhap/")


def test_a_new_account_has_no_password_and_its_owner_gets_the_link(pages: Client, mailoutbox: list[Any]) -> None:
    add(pages, "user", username="moi", full_name="Người Mới", email="moi@example.vn", phone="")

    user = User.objects.get(username="moi")
    assert (user.has_usable_password(), user.is_staff, user.is_active) == (False, False, True)
    assert [mail.to for mail in mailoutbox] == [["moi@example.vn"]]
    assert "/quen-mat-khau/" in mailoutbox[0].body


def test_a_link_for_a_new_password_goes_to_its_owner(pages: Client, leader: User, mailoutbox: list[Any]) -> None:
    data = {"action": "send_link", "_selected_action": [leader.pk]}

    pages.post(reverse("admin:people_user_changelist"), data)

    assert [mail.to for mail in mailoutbox] == [[leader.email]]
    leader.refresh_from_db()
    assert leader.check_password("MotCua@2026")


def test_a_new_unit_gets_its_place_in_the_tree(pages: Client, agencies: dict[str, Agency]) -> None:
    add(pages, "agency", code="SLD-XH", name="Phòng Xã hội", kind="division", parent=agencies["SLD"].pk, **DATES)

    assert Agency.objects.get(code="SLD-XH").path == "T/SLD/SLD-XH/"


def test_a_party_is_kept_so_that_it_is_found(pages: Client) -> None:
    add(pages, "party", kind="person", name=" Trần Thị Ửng ", citizen_id="001150077777")

    assert Party.objects.matching("tran thi ung").get().citizen_id == "001150077777"


def test_a_number_somebody_else_carries_is_an_error_on_the_page(pages: Client, party: Party) -> None:
    other = register_checked_party(name="Hai", citizen_id="001150099999", by=None, at=timezone.now())
    data = {"kind": "person", "name": "Hai", "citizen_id": party.citizen_id}

    answer = pages.post(reverse("admin:people_party_change", args=[other.pk]), data)

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors


@pytest.mark.parametrize("model", PAGES)
def test_nothing_is_deleted(pages: Client, model: str, citizen: User) -> None:
    model_class = next(m for m in admin.site._registry if m._meta.model_name == model)
    first = model_class._default_manager.all()[0]

    assert pages.post(reverse(f"admin:people_{model}_delete", args=[first.pk]), {"post": "yes"}).status_code == 403


def test_the_cast_is_told_apart(person: Callable[..., User]) -> None:
    user = person("ai")

    assert (str(user), user.get_full_name(), user.is_staff_member) == ("Người ai", "Người ai", False)


def test_a_person_is_found_by_name_alone_and_who_opened_their_page_is_recorded(
    pages: Client, party: Party, administrator: User
) -> None:
    changelist = reverse("admin:people_party_changelist")

    by_number = pages.get(changelist, {"q": party.citizen_id}).content.decode()
    by_name = pages.get(changelist, {"q": "Nguyễn Thị"}).content.decode()
    pages.get(reverse("admin:people_party_change", args=[party.pk]))

    assert party.name not in by_number
    assert party.name in by_name
    assert party.phone not in by_name
    assert [(read.what, read.rows, read.party, read.user) for read in Read.objects.order_by("id")] == [
        ("search", 0, None, administrator),
        ("search", 1, None, administrator),
        ("party", None, party, administrator),
    ]
