"""Who read this dossier: told to its applicant on its own page."""

import pytest
from django.test import Client

from tests.support.stories import Cast

pytestmark = pytest.mark.django_db


def test_the_applicant_is_told_who_opened_it(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    file = dossier.attachments.all()[0]
    client.force_login(cast.officer)
    client.get(f"/can-bo/ho-so/{dossier.code}/")
    client.get(f"/ho-so/{dossier.code}/tep/{file.pk}/")
    client.force_login(cast.citizen)

    page = client.get(f"/ho-so/{dossier.code}/")
    answer = client.get(f"/ho-so/{dossier.code}/ai-da-xem/")

    assert f"/ho-so/{dossier.code}/ai-da-xem/" in page.content.decode()
    assert [(row.role, row.name, row.what) for row in answer.context["readers"]] == [
        ("Chuyên viên", "Người chuyenvien", "Tệp người nộp gửi"),
        ("Chuyên viên", "Người chuyenvien", "Hồ sơ"),
    ]


def test_nobody_else_is_told(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()

    for who in (cast.neighbour, cast.officer, cast.auditor):
        client.force_login(who)
        assert client.get(f"/ho-so/{dossier.code}/ai-da-xem/").status_code == 404


def test_a_draft_has_no_readers_and_a_bad_cursor_begins_anew(client: Client, cast: Cast) -> None:
    draft, dossier = cast.draft(), cast.submitted()
    client.force_login(cast.citizen)

    assert client.get(f"/ho-so/{draft.ref}/ai-da-xem/")["Location"] == f"/ho-so/{draft.ref}/"
    assert client.get(f"/ho-so/{dossier.code}/ai-da-xem/?cursor=x")["Location"] == f"/ho-so/{dossier.code}/ai-da-xem/"
