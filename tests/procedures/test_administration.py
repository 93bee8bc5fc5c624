"""The administration shows the catalogue and the calendar, and changes nothing."""

import pytest
from django.test import Client

from people.models import User
from procedures.models import CalendarVersion, Edition, Procedure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded", "calendar")]


@pytest.fixture
def administrator_of_all(client: Client) -> Client:
    """Signed in with every right Django can give."""
    client.force_login(User.objects.create_superuser("goc", "goc@example.vn", "x"))
    return client


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("field", "lĩnh vực"),
        ("procedure", "thủ tục hành chính"),
        ("edition", "bản công bố thủ tục"),
        ("calendarversion", "lịch làm việc đã công bố"),
    ],
)
def test_a_list_is_shown_in_vietnamese_and_offers_no_change(
    administrator_of_all: Client, page: str, title: str
) -> None:
    response = administrator_of_all.get(f"/quan-tri/procedures/{page}/")

    assert response.status_code == 200
    assert title in response.content.decode()
    assert administrator_of_all.get(f"/quan-tri/procedures/{page}/add/").status_code == 403


def test_nobody_changes_or_deletes_what_is_published(administrator_of_all: Client) -> None:
    for row in (Procedure.objects.all()[0], Edition.objects.all()[0], CalendarVersion.objects.get()):
        address = f"/quan-tri/procedures/{row._meta.model_name}/{row.pk}"

        assert administrator_of_all.get(f"{address}/change/").status_code == 200
        assert administrator_of_all.post(f"{address}/change/", {"slug": "x"}).status_code == 403
        assert administrator_of_all.post(f"{address}/delete/", {"post": "yes"}).status_code == 403


def test_the_search_of_the_administration_needs_no_accents(administrator_of_all: Client) -> None:
    page = administrator_of_all.get("/quan-tri/procedures/procedure/?q=noi+qui")

    assert "Đăng ký nội quy lao động" in page.content.decode()
