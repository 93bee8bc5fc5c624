"""II.06a: counted from events, so that a past period stays as it was; its identities hold for every row."""

import io
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dossiers import actions
from dossiers.models import Dossier
from people.models.reference import one_version
from reports.parameters import Parameters
from reports.periods import choices, legal_month
from reports.tables.ii06a import NUMBERS, Ii06a, Unbalanced, _balanced
from tests.conftest import at
from tests.support.statements import remember
from tests.support.stories import Cast, counted

pytestmark = pytest.mark.django_db
MARCH, APRIL = (Parameters(date(2026, 2, 15), date(2026, 3, 14)), Parameters(date(2026, 3, 15), date(2026, 4, 14)))
LATER = at("2026-06-01 09:00")


def total(cast: Cast, parameters: Parameters, moment: datetime = LATER) -> dict[str, int]:
    """The last row."""
    row = list(Ii06a().rows(cast.leader, moment, parameters))[-1]
    return {key: row[key] for key in NUMBERS}


def some(**numbers: int) -> dict[str, int]:
    """A row with these numbers, and nothing else."""
    return {**dict.fromkeys(NUMBERS, 0), **numbers}


def accepted(cast: Cast, when: str) -> Dossier:
    """Filed and accepted at that instant."""
    moment = at(when)
    filed = actions.submit(cast.draft(), by=cast.citizen, at=moment)
    return actions.accept(filed, by=cast.clerk, at=moment)


def settled(cast: Cast, begun: str, when: str) -> Dossier:
    """And decided at another."""
    moment = at(when)
    proposed = actions.propose(accepted(cast, begun), "granted", "", by=cast.officer, at=moment)
    return actions.approve(proposed, "granted", "", by=cast.leader, at=moment)


def test_every_case_stands_in_its_column(cast: Cast) -> None:
    settled(cast, "2026-03-02 09:00", "2026-03-04 09:00")  # promised for the 9th
    settled(cast, "2026-03-02 09:00", "2026-03-09 16:59")
    settled(cast, "2026-03-02 09:00", "2026-03-09 17:01")
    accepted(cast, "2026-03-12 09:00")  # promised for the 19th
    accepted(cast, "2026-03-03 09:00")  # promised for the 10th
    actions.refuse_reception(cast.submitted(), "Sai nơi nộp", by=cast.clerk, at=at("2026-03-02 10:00"))
    cast.submitted()

    assert total(cast, MARCH) == some(
        received=5, online=5, settled=3, early=1, on_time=1, late=1, open=2, open_in_time=1, open_late=1
    )


def test_a_walk_in_is_counted_as_direct_and_what_waits_is_in_time(cast: Cast) -> None:
    cast.on_paper()
    cast.awaiting_supplement()

    assert total(cast, MARCH) == some(received=2, online=1, direct=1, open=2, open_in_time=1, open_late=1)


def test_a_past_period_says_the_same_whatever_happened_since(cast: Cast) -> None:
    dossier = accepted(cast, "2026-03-12 09:00")
    before = total(cast, MARCH)

    parameters = actions.request_supplement(
        dossier,
        [{"component": dossier.edition.components.all()[0].key, "todo": "Chụp lại"}],
        "Mờ",
        by=cast.officer,
        at=at("2026-03-16 09:00"),
    )

    assert parameters.due_at != dossier.due_at
    assert total(cast, MARCH) == before == some(received=1, online=1, open=1, open_in_time=1)
    assert total(cast, APRIL) == some(received=1, carried=1, open=1, open_in_time=1)


def test_a_date_that_moved_after_the_period_leaves_it_alone_also_once_the_case_is_finished(cast: Cast) -> None:
    dossier = accepted(cast, "2026-03-04 09:00")  # promised for the 11th: late on the 14th
    before = total(cast, MARCH)
    parameters = actions.request_supplement(
        dossier,
        [{"component": dossier.edition.components.all()[0].key, "todo": "Chụp lại"}],
        "Mờ",
        by=cast.officer,
        at=at("2026-03-05 09:00"),
    )
    waits = total(cast, MARCH)

    supplied = actions.supply(parameters, by=cast.clerk, at=at("2026-03-16 09:00"), papers=counted(parameters))
    proposed = actions.propose(supplied, "granted", "", by=cast.officer, at=at("2026-03-17 09:00"))
    actions.approve(proposed, "granted", "", by=cast.leader, at=at("2026-03-18 09:00"))

    assert before == some(received=1, online=1, open=1, open_late=1)
    assert total(cast, MARCH) == waits == some(received=1, online=1, open=1, open_in_time=1)
    assert total(cast, APRIL) == some(received=1, carried=1, settled=1, early=1)


def test_what_is_open_at_the_end_is_carried_into_the_next_period(cast: Cast) -> None:
    """A random walk of real acts across the border of two periods."""
    chance = random.Random(6)
    for _n in range(12):
        begun = at("2026-02-16 09:00") + timedelta(days=chance.randrange(40), hours=chance.randrange(8))
        one, moment = accepted(cast, f"{begun:%Y-%m-%d %H:%M}"), begun
        for act in chance.choice((("propose", "approve"), ("propose",), ("withdraw", "stop"), ())):
            moment += timedelta(days=chance.randrange(1, 9))
            WALK[act](cast, one, moment)

    for parameters, following in ((MARCH, APRIL),):
        first, second = total(cast, parameters), total(cast, following)
        assert first["received"] == first["settled"] + first["open"] > 0
        assert second["carried"] == first["open"] > 0


def test_a_recalled_result_was_no_settlement_and_the_next_one_is(cast: Cast) -> None:
    """Also where the period of the mistake is over: both periods still agree with each other."""
    wrong = settled(cast, "2026-03-09 09:00", "2026-03-12 09:00")  # promised for the 16th
    assert total(cast, MARCH) == some(received=1, online=1, settled=1, early=1)

    recalled = actions.recall_result(wrong, "Sai", by=cast.head, at=at("2026-03-17 09:00"))
    assert recalled.due_at == at("2026-03-19 17:00")  # three working days were lost
    assert total(cast, MARCH) == some(received=1, online=1, open=1, open_in_time=1)
    assert total(cast, APRIL) == some(received=1, carried=1, open=1, open_late=1)

    proposed = actions.propose(recalled, "granted", "", by=cast.officer, at=at("2026-03-18 09:00"))
    actions.approve(proposed, "granted", "", by=cast.leader, at=at("2026-03-19 09:00"))
    assert total(cast, APRIL) == some(received=1, carried=1, settled=1, on_time=1)


@pytest.mark.parametrize("undone", ["hand-out", "stop", "death"])
def test_other_mistakes_undone_stand_where_they_would_without(cast: Cast, undone: str) -> None:
    if undone == "hand-out":
        dossier = cast.make_files(cast.pay(settled(cast, "2026-03-02 09:00", "2026-03-04 09:00")))
        before = total(cast, MARCH)
        wrong = actions.hand_out(dossier, by=cast.clerk, at=at("2026-03-05 09:00"))
        actions.undo_hand_out(wrong, "Nhầm", by=cast.head, at=at("2026-03-06 09:00"))
    else:
        dossier, death = accepted(cast, "2026-03-10 09:00"), ("death", date(2026, 3, 1), "Trích lục 1", "UBND xã Mẫu")
        before = total(cast, MARCH, at("2026-03-13 09:00"))
        if undone == "death":
            wrong = actions.stop_for_cessation(dossier, *death, by=cast.leader, at=at("2026-03-11 09:00"))
        else:
            asked = actions.request_withdrawal(dossier, by=cast.citizen, at=at("2026-03-11 09:00"))
            wrong = actions.stop(asked, "Theo đơn", by=cast.clerk, at=at("2026-03-11 09:00"))
        assert total(cast, MARCH, at("2026-03-13 09:00"))["settled"] == 1
        actions.undo_stop(wrong, "Nhầm", by=cast.head, at=at("2026-03-12 09:00"))

    assert total(cast, MARCH, at("2026-03-13 09:00")) == before


WALK: dict[str, Callable[[Cast, Dossier, datetime], Any]] = {
    "propose": lambda c, d, t: actions.propose(d, "granted", "", by=c.officer, at=t),
    "approve": lambda c, d, t: actions.approve(d, "granted", "", by=c.leader, at=t),
    "withdraw": lambda c, d, t: actions.request_withdrawal(d, by=c.citizen, at=t),
    "stop": lambda c, d, t: actions.stop(d, "Theo đề nghị", by=c.clerk, at=t),
}


def test_rows_are_fields_procedures_and_the_sum_of_all(cast: Cast, three_step_edition: Any) -> None:
    accepted(cast, "2026-03-02 09:00")
    cast.appraised(three_step_edition)

    rows = list(Ii06a().rows(cast.leader, LATER, MARCH))

    assert [(row["order"], row["received"]) for row in rows] == [("1", 2), ("1.1", 1), ("1.2", 1), ("", 2)]


def test_one_unit_is_asked_for_and_nobody_sees_more_than_they_oversee(cast: Cast, agencies: Any) -> None:
    accepted(cast, "2026-03-02 09:00")

    for code, count in (("SLD-VLATLD", 1), ("SLD-NCC", 0), ("SLD-MC", 1), ("SLD", 1)):
        assert total(cast, Parameters(MARCH.since, MARCH.until, agencies[code]))["received"] == count
    assert list(Ii06a().rows(cast.officer_elsewhere, LATER, MARCH))[-1]["received"] == 0


def test_a_row_that_does_not_add_up_is_never_shown() -> None:
    with pytest.raises(Unbalanced, match=r"1\.1 Thủ tục"):
        _balanced("Thủ tục", "1.1", some(received=2, online=1, settled=1, on_time=1))


def test_the_cost_does_not_follow_the_number_of_dossiers(cast: Cast, django_assert_num_queries: Any) -> None:
    for count in (1, 5):
        for _n in range(count):
            accepted(cast, "2026-03-02 09:00")
        cast.leader.__dict__.pop("active_posts", None)
        remember(cast.leader, cast.edition)
        with one_version(), django_assert_num_queries(2):  # the version of what is kept, and the count
            list(Ii06a().rows(cast.leader, LATER, MARCH))


def test_the_page_and_every_file_say_the_same(client: Client, cast: Cast) -> None:
    accepted(cast, "2026-03-02 09:00")
    client.force_login(cast.leader)
    address = "/bao-cao/ii06a/?from=15/2/2026&to=2026-03-14"

    page = client.get(address)
    book = load_workbook(io.BytesIO(client.get(f"{address}&format=xlsx").getvalue()))
    body = client.get("/api/v1/reports/ii06a/?from=2026-02-15&to=2026-03-14").json()

    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows[1][0] == "Từ 15/02/2026 đến hết 14/03/2026"
    assert [row[2] for row in rows[4:]] == [row[2][1] for row in page.context["rows"]] == [1, 1, 1]
    assert [row["received"] for row in body["rows"]] == [1, 1, 1]
    assert client.get(f"{address}&format=pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}&format=csv").getvalue().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=31/02/2026&to=1/3/2026", "Nhập một ngày có trong lịch"),
        ("from=2/3/2026&to=1/3/2026", "từ ngày đầu"),
        ("from=1/3/2026", "Nhập một ngày"),
        ("from=1/1/1990&to=1/1/2026", "dài nhất 5 năm"),
        ("unit=KHAC", "Chọn một đơn vị"),
    ],
)
def test_what_does_not_do_is_said_on_page_and_api(client: Client, cast: Cast, query: str, words: str) -> None:
    client.force_login(cast.leader)

    page, api = (client.get(f"/bao-cao/ii06a/?{query}"), client.get(f"/api/v1/reports/ii06a/?{query}"))

    assert (page.status_code, api.status_code) == (422, 400)
    assert words in page.content.decode()
    assert words in str(api.json())


@pytest.mark.parametrize(
    ("day", "since", "until"),
    [
        (date(2026, 11, 14), date(2026, 10, 15), date(2026, 11, 14)),
        (date(2026, 11, 15), date(2026, 11, 15), date(2026, 12, 14)),
        (date(2026, 12, 15), date(2026, 12, 15), date(2027, 1, 14)),
    ],
)
def test_a_month_runs_from_the_15th_to_the_14th(day: date, since: date, until: date) -> None:
    month = legal_month(day)

    assert (month.since, month.until) == (since, until)


def test_periods_are_those_of_the_law() -> None:
    named = {period.title: (period.since, period.until) for period in choices(date(2026, 5, 1))}

    assert named["Quý 1/2026"] == (date(2025, 12, 15), date(2026, 3, 14))
    assert named["Quý 2/2026"] == (date(2026, 3, 15), date(2026, 6, 14))
    assert named["Năm 2026"] == (date(2025, 12, 15), date(2026, 12, 14))
    assert named["6 tháng đầu năm 2026"] == (date(2025, 12, 15), date(2026, 6, 14))
    assert named["9 tháng năm 2026"] == (date(2025, 12, 15), date(2026, 9, 14))
