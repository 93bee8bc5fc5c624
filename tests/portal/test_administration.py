"""The whole admin: people, units and the law; never a key to somebody's account, never a dossier."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from people.models import Agency, User

pytestmark = pytest.mark.django_db


def test_the_first_account_opens_the_department(client: Client) -> None:
    client.force_login(User.objects.create_superuser("goc", "goc@example.vn", "x"))
    data = {"code": "SLD", "name": "Sở Thử", "kind": "department", "level": "tinh", "valid_from": "01/03/2026"}

    answer = client.post(reverse("admin:people_agency_add"), data)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Agency.objects.get().path == "SLD/"


def test_no_key_and_no_dossier_is_administered() -> None:
    shown = {model._meta.label for model in admin.site._registry}

    assert not shown & {"authtoken.TokenProxy", "mfa.Authenticator", "account.EmailAddress"}
    assert not any(model._meta.label in shown for model in apps.get_app_config("dossiers").get_models())


@pytest.mark.parametrize("typed", ["ai đó", "-1", "1.5", "9" * 30, "٣", "\u202e", ""])
@pytest.mark.parametrize(("page", "field"), [("post", "user"), ("representation", "party")])
def test_what_nobody_can_pick_is_an_error_at_its_field(client: Client, page: str, field: str, typed: str) -> None:
    client.force_login(User.objects.create_superuser("goc", "goc@example.vn", "x"))

    answer = client.post(reverse(f"admin:people_{page}_add"), {field: typed})

    assert field in answer.context["adminform"].form.errors


def test_what_was_picked_is_drawn_again_beside_an_error(client: Client) -> None:
    first = User.objects.create_superuser("goc", "goc@example.vn", "x")
    client.force_login(first)

    answer = client.post(reverse("admin:people_post_add"), {"user": str(first.pk)})

    assert f'<option value="{first.pk}" selected' in answer.content.decode()
