"""The page on OWASP ASVS 5.0 has every requirement of levels 1 and 2 once, and names only what is there."""

import pytest

from tests.house import asvs

TEXT = asvs.PAGE.read_text(encoding="utf-8")
ROWS = asvs.requirements(TEXT)


def test_every_requirement_of_the_two_levels_stands_there_once() -> None:
    assert [row.key for row in ROWS] == list(asvs.expected())
    assert {row.key: row.level for row in ROWS} == asvs.expected()
    assert len(ROWS) == sum(line.startswith("| ") and line[2].isdigit() for line in TEXT.splitlines())


def test_every_evidence_is_there() -> None:
    assert [fault for row in ROWS for fault in asvs.missing_evidence(row)] == []


def test_what_is_met_has_its_evidence_and_what_is_not_says_why() -> None:
    assert {row.outcome for row in ROWS} <= set(asvs.OUTCOMES)
    assert [row.key for row in ROWS if row.outcome == "met" and not row.places] == []
    assert [row.key for row in ROWS if not row.how.strip()] == []


def test_the_counts_at_the_head_are_those_of_the_rows() -> None:
    written = asvs.SUMMARY.search(TEXT)

    assert written is not None
    assert written.group() == asvs.summary(ROWS), "→ python -m tests.house.asvs"


@pytest.mark.parametrize("place", ["docs/none.md", "tests/house/test_asvs.py::test_that_is_not_there"])
def test_evidence_that_is_not_there_is_noticed(place: str) -> None:
    row = asvs.Requirement("1.1.1", "2", "x", "met", "y", f"`{place}`")

    assert list(asvs.missing_evidence(row)) == [f"1.1.1: {place}"]
