"""Filters of the queue stand in its address: each narrows, is named, goes away alone, and is never an error."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossiers import actions
from dossiers.models import Dossier
from dossiers.views.desk.filters import FILTERS, KEYS
from people.models import Agency
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


@pytest.fixture
def leading(client: Client, cast: Cast) -> Client:
    """The leader's browser."""
    client.force_login(cast.leader)
    return client


def listed(client: Client, **query: str) -> list[str]:
    """The codes that the queue lists for these parameters."""
    page = client.get(f"/can-bo/?{urlencode({'view': 'all', **query})}")
    assert page.status_code == 200
    return [row.name for row, _standing in page.context["rows"]]


def _taken(cast: Cast) -> Dossier:
    return actions.assign(cast.appraised(), cast.officer, by=cast.officer, at=TUESDAY)


def _late(cast: Cast) -> Dossier:
    dossier = cast.appraised()
    Dossier.objects.filter(pk=dossier.pk).update(due_at=MONDAY, sort_at=MONDAY)
    return dossier


def _early(cast: Cast) -> Dossier:
    dossier = cast.appraised()
    Dossier.objects.filter(pk=dossier.pk).update(submitted_at=MONDAY.replace(month=1))
    return dossier


# Key, its value, who stays by it, and who goes.
NARROWED: list[tuple[str, str, Callable[[Cast], Dossier], Callable[[Cast], Dossier]]] = [
    ("unit", "{unit}", Cast.appraised, Cast.submitted),
    ("channel", "online", Cast.appraised, Cast.on_paper),
    ("channel", "direct", Cast.on_paper, Cast.appraised),
    ("state", "submitted", Cast.submitted, Cast.appraised),
    ("due", "late", _late, Cast.appraised),
    ("holder", "none", Cast.appraised, _taken),
    ("from", "01/02/2026", Cast.appraised, _early),
    ("to", "2026-02-01", _early, Cast.appraised),
    ("cause", "none", Cast.appraised, Cast.appraised),
]


@pytest.mark.parametrize(("key", "value", "stays", "goes"), NARROWED)
def test_each_filter_narrows_and_is_named_and_goes_away_alone(
    leading: Client, cast: Cast, key: str, value: str, stays: Any, goes: Any
) -> None:
    kept, dropped = stays(cast), goes(cast)
    value = value.format(unit=kept.holder_unit.code)

    page = leading.get(f"/can-bo/?{urlencode({'view': 'all', key: value, 'cursor': ''})}")
    names = [row.name for row, _standing in page.context["rows"]]

    assert kept.name in names
    assert key == "cause" or dropped.name not in names
    (chip,) = page.context["chips"]
    assert chip["without"] == "?view=all"
    assert chip["words"] in page.content.decode()
    assert not page.context["notices"]


def test_a_field_and_a_procedure_narrow(leading: Client, cast: Cast, three_step_edition: Any) -> None:
    one, other = cast.appraised(), cast.appraised(three_step_edition)

    assert listed(leading, procedure=one.edition.procedure.slug) == [one.name]
    assert listed(leading, procedure=other.edition.procedure.slug) == [other.name]
    assert {one.name, other.name} >= set(listed(leading, field=one.edition.procedure.field.slug)) >= {one.name}


def test_filters_add_up_and_the_form_shows_them(leading: Client, cast: Cast) -> None:
    one, _two = cast.appraised(), cast.on_paper()

    page = leading.get("/can-bo/?view=all&channel=online&state=appraisal&from=01/03/2026")
    text = page.content.decode()

    assert [row.name for row, _standing in page.context["rows"]] == [one.name]
    assert [chip["without"] for chip in page.context["chips"]][0] == "?view=all&state=appraisal&from=01%2F03%2F2026"
    assert '<option value="online" selected>' in text
    assert 'value="01/03/2026"' in text
    assert '<input type="hidden" name="view" value="all">' in text


def test_online_stands_first_among_the_channels(leading: Client, cast: Cast) -> None:
    text = leading.get("/can-bo/").content.decode()

    assert text.index('value="online"') < text.index('value="direct"') < text.index('value="postal"')


ODD = ["khong-co", "'--", "x" * 5000, "𝒳", "99/99/9999", "31/02/2026", "01/01/0001", "31/12/9999", " ", "\r\n"]


@pytest.mark.parametrize("text", ODD)
def test_what_means_nothing_is_left_aside_in_a_sentence(leading: Client, cast: Cast, text: str) -> None:
    dossier = cast.appraised()

    page = leading.get(f"/can-bo/?{urlencode({'view': 'all', **dict.fromkeys(KEYS, text)})}")

    assert page.status_code == 200
    assert [row.name for row, _standing in page.context["rows"]] == [dossier.name]
    assert len(page.context["notices"]) == len(FILTERS)


def test_days_in_the_wrong_order_are_told(leading: Client, cast: Cast) -> None:
    dossier = cast.appraised()

    page = leading.get("/can-bo/?view=all&from=01/03/2026&to=01/01/2026")

    assert [row.name for row, _standing in page.context["rows"]] == [dossier.name]
    assert "Ngày cuối phải từ ngày đầu trở đi" in page.content.decode()


def test_a_unit_that_ended_is_told(leading: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    gone = Agency.objects.create(
        code="CU", name="Phòng Cũ", kind="division", path="CU/", valid_from=MONDAY.date(), valid_to=TUESDAY.date()
    )

    page = leading.get(f"/can-bo/?view=all&unit={gone.code}")

    assert [row.name for row, _standing in page.context["rows"]] == [dossier.name]
    assert "“CU” không có hoặc không còn nữa" in page.content.decode()


def test_paging_and_search_keep_the_filters(leading: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossiers.views.desk.queue.SIZE", 1)
    names = {cast.appraised().name, cast.appraised().name}
    cast.on_paper()
    query = "view=all&channel=online"

    first = leading.get(f"/can-bo/?{query}")
    second = leading.get(f"/can-bo/?{query}&cursor={first.context['page'].next}")

    assert {row.name for page in (first, second) for row, _standing in page.context["rows"]} == names
    assert not second.context["page"].next
    assert 'action="/can-bo/?view=all&amp;channel=online"' in first.content.decode()


def test_the_page_takes_the_same_statements_for_one_row_as_for_many(leading: Client, cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            leading.get("/can-bo/?view=all&channel=online&state=appraisal&due=risk&unit=SLD&field=viec-lam")
            leading.get("/can-bo/?view=all")
        return len(seen)

    cast.appraised()
    leading.get("/can-bo/")
    few = statements()
    for _n in range(4):
        cast.appraised()

    assert statements() == few
