"""Keys of the API and second factors stand under seal: what SQL puts in or changes is named."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone
from knox.crypto import create_token_string, hash_token

from people.actions import end_key, issue_key
from people.models import ApiKey, User
from people.seals.backlog import declare_whole
from people.seals.verification import faults_in_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def faults(citizen: User) -> Callable[[str], list[str]]:
    """The faults of one kind of subject, on a site whose record is whole."""
    declare_whole()
    return lambda kind: [str(fault) for fault in faults_in_kind(kind)]


def passkey_row(user: User) -> Authenticator:
    """A passkey as it is stored."""
    data = {"name": "Máy", "credential": {"id": "AA", "response": {"attestationObject": "AA"}}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def test_keys_that_are_made_and_ended_leave_no_fault(citizen: User, faults: Any) -> None:
    for _key in range(12):
        key, _token = issue_key(citizen, "máy", timezone.now())
    end_key(key)

    assert faults("account") == []


def test_a_key_put_in_by_sql_is_named(citizen: User, faults: Any) -> None:
    token = create_token_string()
    forged = ApiKey(digest=hash_token(token), token_key=token[:15], user=citizen, mark=citizen.credentials_mark)

    ApiKey.objects.bulk_create([forged])

    assert any(f"key/{forged.digest}" in fault for fault in faults("account"))


@pytest.mark.parametrize("change", [{"mark": "khac"}, {"expiry": None}, {"name": "khác"}])
def test_a_key_changed_by_sql_is_named(citizen: User, faults: Any, change: dict[str, Any]) -> None:
    key, _token = issue_key(citizen, "máy", timezone.now())

    ApiKey.objects.filter(pk=key.pk).update(**change)

    assert any(f"key/{key.pk}" in fault for fault in faults("account"))


def test_the_public_key_of_a_passkey_is_sealed_and_a_seed_is_not(citizen: User, faults: Any) -> None:
    passkey, app = passkey_row(citizen), TOTP.activate(citizen, generate_totp_secret()).instance
    passkey.data["name"] = "Máy khác"
    passkey.save()
    assert faults("factor") == []

    Authenticator.objects.filter(pk=app.pk).update(data={"secret": "mã hóa lại"})
    assert faults("factor") == []
    Authenticator.objects.filter(pk=passkey.pk).update(data={"credential": {"id": "BB"}})  # its name is gone, too
    assert any(f"factor/{passkey.pk}" in fault for fault in faults("factor"))
