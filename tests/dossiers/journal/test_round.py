"""The nightly verification: its result outside the database, in readiness and metrics, auditors told once a day."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers.journal import round as nightly
from dossiers.models import Dossier
from dossiers.tasks import verify_record
from notifications.models import Notice
from people.seals.roots import sign_root
from people.tasks import sign_root as sign_root_task
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db


def test_a_whole_record_tells_nobody(cast: Cast, client: Client) -> None:
    cast.resolved()

    verify_record()

    result = nightly.last_result()
    assert result is not None
    assert (result.faults, result.dossiers) == (0, 1)
    assert not Notice.objects.filter(kind="record_faulty").exists()
    assert "Mọi thứ đều khớp" in client.get("/minh-bach/nhat-ky/").content.decode()


def test_a_fault_is_told_to_auditors_once_a_day_and_shown_by_name_to_them_alone(cast: Cast, client: Client) -> None:
    dossier = cast.resolved()
    Dossier.objects.filter(pk=dossier.pk).update(result_text="Ba năm")

    verify_record()
    verify_record()

    told = Notice.objects.filter(kind="record_faulty", channel="inbox")
    assert {notice.user for notice in told} == {cast.auditor, cast.administrator}
    public = client.get("/minh-bach/nhat-ky/").content.decode()
    assert "1 chỗ không khớp" in public
    assert str(dossier.code) not in public
    client.force_login(cast.auditor)
    assert str(dossier.code) in client.get("/minh-bach/nhat-ky/").content.decode()


def test_a_result_that_cannot_be_read_is_none(settings: Any) -> None:
    Path(settings.RECORD_DIR).mkdir(parents=True)
    (Path(settings.RECORD_DIR) / "verification.json").write_text("[")

    assert nightly.last_result() is None


def test_roots_are_published(cast: Cast, client: Client) -> None:
    cast.submitted()
    sign_root_task()
    sign_root(timezone.now())

    page = client.get("/minh-bach/nhat-ky/").content.decode()
    root = client.get("/minh-bach/nhat-ky/1.json").json()

    assert root["root"] in page
    assert root["public_key"] in page
    for number in ("9", "0", "9" * 9, "9" * 300, "9" * 5000):
        assert client.get(f"/minh-bach/nhat-ky/{number}.json").status_code == 404
