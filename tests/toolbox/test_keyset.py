"""Keyset pagination: every row once, in order, forwards and backwards, and no cursor that breaks anything."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Notice
from toolbox.keyset import BadCursor, Page, newest, page

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def rows() -> Any:
    """Eleven rows, three by three at the same instant, written in no order of time."""
    instants = [START + timedelta(minutes=(7 * n % 11) // 3) for n in range(11)]
    Notice.objects.bulk_create([Notice(kind="x", channel="inbox", created_at=at, not_before=at) for at in instants])
    return Notice.objects.all()


def by_time(rows: Any, cursor: str = "") -> Page:
    """A page of four, by (created_at, id)."""
    return page(rows, cursor, 4, "created_at")


def by_time_the_last_first(rows: Any, cursor: str = "") -> Page:
    """A page of four, by (created_at, id) from the end."""
    return page(rows, cursor, 4, "-created_at")


def by_id(rows: Any, cursor: str = "") -> Page:
    """A page of four, the last written first."""
    return newest(rows, cursor, 4)


def walked(turn: Any, rows: Any) -> list[Page]:
    """All pages, by their next links."""
    pages = [turn(rows)]
    while pages[-1].next:
        pages.append(turn(rows, pages[-1].next))
    return pages


ORDERS = [(by_time, ("created_at", "id")), (by_time_the_last_first, ("-created_at", "-id")), (by_id, ("-id",))]


@pytest.mark.parametrize(("turn", "order"), ORDERS)
def test_going_on_shows_every_row_once_in_order(rows: Any, turn: Any, order: Any) -> None:
    pages = walked(turn, rows)

    assert [len(one.rows) for one in pages] == [4, 4, 3]
    assert [row for one in pages for row in one.rows] == list(rows.order_by(*order))


@pytest.mark.parametrize(("turn", "_order"), ORDERS)
def test_going_back_shows_the_pages_that_were_left(rows: Any, turn: Any, _order: Any) -> None:
    first, second, third = walked(turn, rows)

    back = turn(rows, third.previous)
    start = turn(rows, back.previous)

    assert (back.rows, start.rows) == (second.rows, first.rows)
    assert turn(rows, start.next).rows == second.rows


@pytest.mark.parametrize(("turn", "_order"), ORDERS)
def test_the_ends_have_no_page_beyond(rows: Any, turn: Any, _order: Any) -> None:
    first, second, third = walked(turn, rows)

    start = turn(rows, second.previous)

    assert (first.previous, third.next, start.previous) == ("", "", "")
    assert first.next
    assert start.next


@pytest.mark.parametrize(("turn", "_order"), ORDERS)
def test_a_page_that_is_just_full_promises_no_other(turn: Any, _order: Any, rows: Any) -> None:
    Notice.objects.filter(pk__gt=rows.order_by("id")[3].pk).delete()

    page = turn(rows)

    assert len(page.rows) == 4
    assert (page.next, page.previous) == ("", "")


@pytest.mark.parametrize("turn", [by_time, by_id])
def test_nothing_is_a_page_without_links(turn: Any) -> None:
    assert turn(Notice.objects.all()) == Page(rows=[], next="", previous="")


def test_what_comes_in_meanwhile_shifts_no_page(rows: Any) -> None:
    first = by_id(rows)
    expected = by_id(rows, first.next).rows
    Notice.objects.create(kind="new", channel="inbox", created_at=START, not_before=START)

    assert by_id(rows, first.next).rows == expected


@pytest.mark.parametrize("turn", [by_time, by_id])
def test_a_page_is_one_statement_without_offset(rows: Any, turn: Any) -> None:
    cursor = turn(rows).next

    with CaptureQueriesContext(connection) as seen:
        turn(rows, cursor)

    assert len(seen) == 1
    assert "OFFSET" not in seen[0]["sql"]
    assert "LIMIT 5" in seen[0]["sql"]


def written(text: str) -> str:
    """A cursor as we would write it, with any content."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%",
        "é",
        "a" * 100_001,
        written("|"),
        written("a"),
        written("a|b|c|d"),
        written("c|2026-03-02T08:00:00+00:00|1"),
        written("a|2026-03-02T08:00:00|1"),
        written("a|0001-01-01T00:00:00+14:00|1"),
        written("a|9999-12-31T23:59:59-14:00|1"),
        written("a|2026-03-02T08:00:00+00:00|-1"),
        written(f"a|2026-03-02T08:00:00+00:00|{2**63}"),
        written("a|2026-03-02T08:00:00+00:00|1e3"),
        written("a|2026-03-02T08:00:00+00:00|٣"),
        written("a|' OR 1=1 --|1"),
    ],
)
def test_a_cursor_that_we_did_not_make_is_named_as_such(cursor: str) -> None:
    with pytest.raises(BadCursor):
        by_time(Notice.objects.all(), cursor)


@pytest.mark.parametrize("cursor", ["x", written("a|-1"), written(f"a|{2**70}"), written("a|1|2"), written("a|x")])
def test_a_cursor_of_another_list_is_named_as_such(cursor: str) -> None:
    with pytest.raises(BadCursor):
        by_id(Notice.objects.all(), cursor)
