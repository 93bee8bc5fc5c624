"""The first page: open or closed by the official calendar."""

import pytest
from django.test import Client

from portal.home import opening_at
from tests.conftest import at


@pytest.mark.usefixtures("calendar")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "is_open", "changes"),
    [
        ("2026-03-09 08:00", True, "2026-03-09 12:00"),
        ("2026-03-09 11:59", True, "2026-03-09 12:00"),
        ("2026-03-09 12:00", False, "2026-03-09 13:00"),
        ("2026-03-09 07:59", False, "2026-03-09 08:00"),
        ("2026-03-09 16:59", True, "2026-03-09 17:00"),
        ("2026-03-13 17:00", False, "2026-03-16 08:00"),  # over a weekend
        ("2026-04-29 18:00", False, "2026-05-04 08:00"),  # two holidays and a weekend
    ],
)
def test_the_desk_is_open_by_the_official_calendar(moment: str, is_open: bool, changes: str) -> None:
    opening = opening_at(at(moment))

    assert opening is not None
    assert (opening.is_open, opening.changes_at) == (is_open, at(changes))


@pytest.mark.django_db
def test_without_a_calendar_the_page_says_nothing_of_it(client: Client) -> None:
    page = client.get("/")

    assert opening_at(at("2026-03-02 09:00")) is None
    assert page.status_code == 200
    assert "Quầy đang" not in page.content.decode()


@pytest.mark.usefixtures("calendar")
@pytest.mark.django_db
def test_a_year_nobody_published_says_nothing() -> None:
    assert opening_at(at("2031-03-03 09:00")) is None
