"""The fee of a dossier, from the tariff of its edition: pure, never negative, never guessed."""

from datetime import date
from typing import Any

import pytest

from procedures.labels import FEE_GROUPS
from procedures.law.fees import fee_of, groups_of

DAY = date(2026, 11, 23)
FEES = [{"kind": "le_phi", "amount_vnd": 450_000}]
POOR = {"group": "poor_household", "percent": 100, "ground_vi": "Điều 10"}
HALF = {"group": "disabled", "percent": 50, "ground_vi": "Nghị quyết 1"}
ONLINE = {
    "channel": "online",
    "percent": 30,
    "ground_vi": "Thông tư 1",
    "valid_from": "2026-08-15",
    "valid_to": "2027-02-28",
}


def content(*reductions: dict[str, Any], fees: Any = FEES, **more: Any) -> dict[str, Any]:
    """A tariff."""
    return {"fees": fees, "fee": {"timing": "before_result", "reductions": list(reductions)}, **more}


@pytest.mark.parametrize(
    ("tariff", "channel", "day", "group", "due"),
    [
        (content(), "online", DAY, "", 450_000),
        (content(POOR), "online", DAY, "", 450_000),
        (content(POOR), "online", DAY, "poor_household", 0),
        (content(POOR, HALF), "direct", DAY, "disabled", 225_000),
        (content(ONLINE), "online", DAY, "", 315_000),
        (content(ONLINE), "direct", DAY, "", 450_000),
        (content(ONLINE), "online", date(2026, 8, 14), "", 450_000),
        (content(ONLINE), "online", date(2027, 3, 1), "", 450_000),
        (content(ONLINE, HALF), "online", DAY, "disabled", 225_000),
        (content(fee_free=True), "online", DAY, "", 0),
        (content(HALF, fees=[{"kind": "phi", "amount_vnd": 333}]), "direct", DAY, "disabled", 166),
        (content(fees=[]), "online", DAY, "", 0),
        (content(POOR), "online", DAY, "unknown", 450_000),
    ],
)
def test_the_sum_follows_tariff_channel_day_and_ground(
    tariff: dict[str, Any], channel: str, day: date, group: str, due: int
) -> None:
    fee = fee_of(tariff, {}, channel=channel, day=day, group=group)

    assert fee.due == due
    assert fee.due <= fee.full


def test_a_line_for_one_case_is_charged_in_that_case_only() -> None:
    fees = [{"kind": "phi", "amount_vnd": 100}, {"kind": "le_phi", "amount_vnd": 20, "when": {"why": "mat"}}]

    assert [fee_of(content(fees=fees), {"why": why}, channel="online", day=DAY).due for why in ("mat", "hong")] == [
        120,
        100,
    ]


def test_an_amount_nobody_published_is_not_guessed() -> None:
    fee = fee_of(content(fees=[{"kind": "phi"}]), {}, channel="online", day=DAY)

    assert (fee.published, fee.due) == (False, 0)


def test_grounds_are_offered_only_where_they_apply() -> None:
    tariff = content(POOR, {**HALF, "channel": "direct"}, ONLINE)

    assert groups_of(tariff, channel="online", day=DAY, is_person=True) == ["poor_household"]
    assert groups_of(tariff, channel="direct", day=DAY, is_person=True) == ["poor_household", "disabled"]
    assert groups_of(content(POOR, fees=[]), channel="online", day=DAY, is_person=True) == []


def test_no_ground_of_a_human_being_is_offered_to_a_company() -> None:
    tariff = content(*({"group": group, "percent": 50, "ground_vi": "Luật"} for group in FEE_GROUPS))

    assert groups_of(tariff, channel="online", day=DAY, is_person=True) == list(FEE_GROUPS)
    assert groups_of(tariff, channel="online", day=DAY, is_person=False) == []
