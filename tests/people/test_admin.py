"""The admin: open to an administrator by post, for people and units, never for a dossier."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.actions import register_checked_party
from people.models import Agency, Party, Post, Representation, User

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
def test_an_administrator_opens_every_list_and_form(pages: Client, model: str, party: Party, citizen: User) -> None:
    rows = {"user": User, "agency": Agency, "post": Post, "party": Party, "representation": Representation}
    first = rows[model]._default_manager.all()[0]

    for name, args in (("changelist", []), ("add", []), ("change", [first.pk])):
        answer = pages.get(reverse(f"admin:people_{model}_{name}", args=args), {"q": "a"} if not args else {})
        assert answer.status_code == 200, name


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


def test_a_new_account_gets_a_password_and_signs_in(pages: Client) -> None:
    secret = "mot-Cua-2026-moi"

    add(
        pages,
        "user",
        username="moi",
        full_name="Người Mới",
        email="",
        password1=secret,
        password2=secret,
        usable_password="true",
    )

    user = User.objects.get(username="moi")
    assert user.check_password(secret)
    assert Client().login(username="moi", password=secret)
    assert pages.get(reverse("admin:auth_user_password_change", args=[user.pk])).status_code == 200


def test_appointing_is_a_form_and_revoking_is_a_last_day(
    pages: Client, citizen: User, agencies: dict[str, Agency]
) -> None:
    unit = agencies["SLD-NCC"]

    add(pages, "post", user=citizen.pk, unit=unit.pk, role="officer", decision_no="1/QĐ", **DATES)
    post = citizen.posts.get()
    answer = pages.post(
        reverse("admin:people_post_change", args=[post.pk]), {"valid_to": "05/03/2026", "role": "leader"}
    )

    post.refresh_from_db()
    assert answer.status_code == 302
    assert (str(post.valid_to), post.role) == ("2026-03-05", "officer")


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


def test_a_representation_names_its_proof(pages: Client, party: Party, neighbour: User) -> None:
    add(pages, "representation", user=neighbour.pk, party=party.pk, scope="authorised", proof="UQ 12", **DATES)

    assert neighbour.representations.get().proof == "UQ 12"


def test_a_representation_written_twice_or_by_slip_is_an_error_on_the_page(
    pages: Client, party: Party, neighbour: User
) -> None:
    data = {"user": neighbour.pk, "party": party.pk, "scope": "authorised", "proof": "UQ 12", **DATES}
    add(pages, "representation", **data)

    for scope in ("authorised", "slip"):
        answer = pages.post(reverse("admin:people_representation_add"), {**data, "scope": scope})
        assert answer.context["adminform"].form.errors
    assert not neighbour.representations.get().is_checked


@pytest.mark.parametrize("model", PAGES)
def test_nothing_is_deleted(pages: Client, model: str, citizen: User) -> None:
    model_class = next(m for m in admin.site._registry if m._meta.model_name == model)
    first = model_class._default_manager.all()[0]

    assert pages.post(reverse(f"admin:people_{model}_delete", args=[first.pk]), {"post": "yes"}).status_code == 403


def test_the_cast_is_told_apart(person: Callable[..., User]) -> None:
    user = person("ai")

    assert (str(user), user.get_full_name(), user.is_staff_member) == ("Người ai", "Người ai", False)
