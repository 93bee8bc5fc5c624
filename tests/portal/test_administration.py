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
    assert client.get(reverse("admin:people_post_add")).status_code == 403


def test_the_first_account_begins_where_units_and_accounts_are_entered(client: Client) -> None:
    client.force_login(User.objects.create_superuser("goc", "goc@example.vn", "x"))

    assert client.get(reverse("portal:after_sign_in")).headers["Location"] == reverse("admin:index")


def test_no_key_and_no_dossier_is_administered() -> None:
    shown = {model._meta.label for model in admin.site._registry}

    assert not shown & {"authtoken.TokenProxy", "mfa.Authenticator", "account.EmailAddress"}
    assert not any(model._meta.label in shown for model in apps.get_app_config("dossiers").get_models())
