"""The guide slip: every paper of the procedure on one sheet, for any procedure of the catalogue."""

import pytest
from django.test import Client

from people.models import User
from procedures.models import Edition
from tests.support.papers import one_line, read

pytestmark = pytest.mark.django_db


def test_it_names_every_paper_the_term_and_where_to_come(client: Client, clerk: User, edition: Edition) -> None:
    client.force_login(clerk)

    answer = client.get(f"/can-bo/quay/huong-dan/{edition.procedure.slug}/")
    text = one_line(read(answer.content))

    assert answer["Content-Type"] == "application/pdf"
    for row in edition.components.all():
        assert row.name_vi[:40] in text
    for words in ("5 ngày làm việc", "Bộ phận Một cửa", edition.procedure.slug):
        assert words in text


def test_the_list_of_procedures_leads_to_it_and_no_unknown_one_has_any(
    client: Client, clerk: User, party: object, edition: Edition
) -> None:
    client.force_login(clerk)

    page = client.get(f"/can-bo/quay/{party.pk}/?all=1").content.decode()  # type: ignore[attr-defined]

    assert f"/can-bo/quay/huong-dan/{edition.procedure.slug}/" in page
    assert client.get("/can-bo/quay/huong-dan/khong-co/").status_code == 404
