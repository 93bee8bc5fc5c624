"""The fee of a dossier: tariff, answers, channel, day and ground in; lines, a reduction and a sum out.

Pure. Decree 61/2018 art. 22; Law 97/2015 art. 10 on who is exempt; every tariff and ground is data of the edition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

WHOLE = 100  # per cent
# Grounds that only a human being can have (Law 97/2015 art. 10).
OF_PERSONS = frozenset({"child", "poor_household", "elderly", "disabled", "merit", "ethnic_minority"})


@dataclass(frozen=True)
class Line:
    """One fee (`phi`) or charge (`le_phi`); no amount where none is published."""

    kind: str
    amount: int | None
    label_vi: str = ""
    label_en: str = ""


@dataclass(frozen=True)
class Reduction:
    """Why less is due: by which ground of the tariff, and how many per cent less."""

    percent: int
    ground_vi: str
    ground_en: str
    group: str


@dataclass(frozen=True)
class Fee:
    """What is due, and how it came about; amounts are whole đồng."""

    lines: Sequence[Line]
    reduction: Reduction | None

    @property
    def published(self) -> bool:
        """Every line has an amount."""
        return all(line.amount is not None for line in self.lines)

    @property
    def full(self) -> int:
        """The sum of the tariff, before a reduction."""
        return sum(line.amount or 0 for line in self.lines)

    @property
    def due(self) -> int:
        """What is to be paid, rounded down to whole đồng; never negative."""
        percent = self.reduction.percent if self.reduction else 0
        return self.full * (WHOLE - percent) // WHOLE


def fee_of(content: Mapping[str, Any], answers: Mapping[str, Any], *, channel: str, day: date, group: str = "") -> Fee:
    """The fee of a dossier under the tariff of *content*, filed by *channel* on *day* on the ground *group*."""
    rows = [] if content.get("fee_free") else content.get("fees", [])
    lines = [_line(row) for row in rows if _fits(row, answers)]
    reductions = [
        _reduction(row)
        for row in offered_reductions(content, channel=channel, day=day)
        if row.get("group", group) == group
    ]
    best = max(reductions, key=lambda reduction: reduction.percent, default=None)
    return Fee(lines, best if lines else None)


def most_of(content: Mapping[str, Any], *, unpublished: int) -> int:
    """The most that may be charged for one dossier: every line at its highest, *unpublished* where it names no amount.

    Nothing where nothing is charged.
    """
    rows = [] if content.get("fee_free") else content.get("fees", [])
    return sum(max(row.get("amount_vnd") or 0, row.get("max_vnd") or 0) or unpublished for row in rows)


def groups_of(content: Mapping[str, Any], *, channel: str, day: date, is_person: bool) -> list[str]:
    """The grounds an applicant may claim on *day*, in the tariff's order; a company is neither old nor of merit."""
    rows = offered_reductions(content, channel=channel, day=day)
    groups = dict.fromkeys(row["group"] for row in rows if row.get("group"))
    return [group for group in groups if is_person or group not in OF_PERSONS]


def offered_reductions(content: Mapping[str, Any], *, channel: str, day: date) -> list[Mapping[str, Any]]:
    """The reductions of the tariff that apply to *channel* on *day*; none where nothing is charged."""
    if content.get("fee_free") or not content.get("fees"):
        return []
    today = day.isoformat()
    return [
        row
        for row in content["fee"].get("reductions", [])
        if row.get("channel", channel) == channel
        and row.get("valid_from", today) <= today <= row.get("valid_to", today)
    ]


def _fits(row: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """True when the answers are those the line is for; a line without a condition always fits."""
    return all(answers.get(key) == value for key, value in row.get("when", {}).items())


def _line(row: Mapping[str, Any]) -> Line:
    return Line(row["kind"], row.get("amount_vnd"), row.get("label_vi", ""), row.get("label_en", ""))


def _reduction(row: Mapping[str, Any]) -> Reduction:
    return Reduction(row["percent"], row["ground_vi"], row.get("ground_en", ""), row.get("group", ""))
